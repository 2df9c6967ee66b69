"""Identity providers, and the people they vouch for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from careerdesk.kernel.db import Base, Tenant, key


class IdentityProvider(Tenant, Base):
    """One provider of one institution. `secret` is the client secret, sealed (`sealing`); `role_rules` are
    `{"group", "role", "department"?, "branch"?}`, tried in order."""

    __tablename__ = "identity_providers"
    __table_args__ = (
        UniqueConstraint("institution_id", "slug"),
        CheckConstraint("kind IN ('oidc', 'saml')", name="kind"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug"),
        CheckConstraint("kind = 'oidc' OR secret IS NULL", name="secret"),
    )

    id: Mapped[UUID] = key()
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    enabled: Mapped[bool]
    config: Mapped[dict[str, Any]]
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    link_verified: Mapped[bool]
    create_accounts: Mapped[bool]
    role_rules: Mapped[list[Any]]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class IdentityLink(Tenant, Base):
    """A user as one provider knows them. `granted_roles`: those that came from its rules, and follow its groups."""

    __tablename__ = "identity_links"
    __table_args__ = (
        UniqueConstraint("provider_id", "subject"),
        UniqueConstraint("provider_id", "user_id"),
        Index("ix_identity_links_user_id", "user_id"),
    )

    id: Mapped[UUID] = key()
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("identity_providers.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    subject: Mapped[str]
    granted_roles: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
