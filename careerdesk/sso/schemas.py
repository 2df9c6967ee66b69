"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from careerdesk.kernel.text import Line
from careerdesk.permissions.roles import Role

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")
]
Pem = Annotated[str, StringConstraints(strip_whitespace=True, min_length=100, max_length=20_000)]


class OidcConfig(BaseModel):
    """An OpenID provider. `groups_claim`: where the id_token, or else the userinfo, lists the person's groups."""

    model_config = ConfigDict(extra="forbid")

    issuer: Word
    client_id: Word
    scopes: Annotated[list[Word], Field(max_length=20)] = ["openid", "email", "profile"]
    groups_claim: Word = "groups"


class SamlConfig(BaseModel):
    """A SAML 2.0 provider. Send `metadata_xml`, from which the first three are read, or those three themselves. The
    `…_attribute`s are needed only where the provider's names are unusual."""

    model_config = ConfigDict(extra="forbid")

    metadata_xml: Annotated[str, Field(max_length=500_000)] | None = None
    entity_id: Word | None = None
    sso_url: Word | None = None
    certificates: Annotated[list[Pem], Field(max_length=10)] = []
    groups_attribute: Word | None = None
    email_attribute: Word | None = None
    name_attribute: Word | None = None
    subject_attribute: Word | None = None


class RoleRule(BaseModel):
    """Who is in this group gets this role; group `*` is everybody. A student needs a branch: `branch`, else
    `department`."""

    model_config = ConfigDict(extra="forbid")

    group: Word
    role: Role
    department: Line | None = None
    branch: Line | None = None


Rules = Annotated[list[RoleRule], Field(max_length=100)]
Secret = Annotated[SecretStr, Field(max_length=1000)]


class ProviderBody(BaseModel):
    """`config` is an `OidcConfig` or a `SamlConfig`, by kind. `client_secret` is never shown again."""

    slug: Slug
    name: Line
    kind: Literal["oidc", "saml"]
    enabled: bool = True
    config: dict[str, Any]
    client_secret: Secret | None = None
    link_verified: bool = False
    create_accounts: bool = False
    role_rules: Rules = []


class ProviderPatch(BaseModel):
    """What is left out stays. `client_secret: ""` removes it; `config` replaces the whole."""

    name: Line | None = None
    enabled: bool | None = None
    config: dict[str, Any] | None = None
    client_secret: Secret | None = None
    link_verified: bool | None = None
    create_accounts: bool | None = None
    role_rules: Rules | None = None


class CertificateItem(BaseModel):
    subject: str
    expires_at: datetime


class ProviderItem(BaseModel):
    """`callback_url` and `metadata_url` are what the provider asks for when we are registered there."""

    id: UUID
    slug: str
    name: str
    kind: Literal["oidc", "saml"]
    enabled: bool
    config: OidcConfig | SamlConfig
    certificates: list[CertificateItem]
    secret_set: bool
    link_verified: bool
    create_accounts: bool
    role_rules: list[RoleRule]
    people: int
    callback_url: str
    metadata_url: str | None
    created_at: datetime
    last_used_at: datetime | None


class Providers(BaseModel):
    items: list[ProviderItem]


class Finding(BaseModel):
    ok: bool
    text: str


class Findings(BaseModel):
    ok: bool
    findings: list[Finding]
