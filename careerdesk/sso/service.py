"""Managing identity providers: one function for each thing an administrator would say. Signing in stands beside, in
`signing_in`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
from pydantic import SecretStr, ValidationError

from careerdesk.adapters.egress import Egress, EgressError
from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.kernel.ids import new_id
from careerdesk.organisations import service as organisations
from careerdesk.permissions.roles import WITH_DEPARTMENT, Role
from careerdesk.sso import oidc, saml, sealing
from careerdesk.sso.models import IdentityProvider
from careerdesk.sso.repository import BY_SLUG, FORGET, PEOPLE, PROVIDERS
from careerdesk.sso.rules import NEVER_BY_RULE
from careerdesk.sso.schemas import (
    CertificateItem,
    Finding,
    Findings,
    OidcConfig,
    ProviderItem,
    RoleRule,
    SamlConfig,
)

SOON_DAYS = 30


def directory(context: Context) -> oidc.Directory:
    """What this process knows of OpenID providers."""
    adapters = context.house.adapters
    egress: Egress = adapters["egress"]
    kept = adapters.get("oidc")
    if not isinstance(kept, oidc.Directory) or kept.egress is not egress:
        kept = adapters["oidc"] = oidc.Directory(egress)
    return kept


def callback_url(context: Context, slug: str) -> str:
    return f"{context.settings.public_url.rstrip('/')}/api/v1/auth/sso/{slug}/callback"


async def entity_id(context: Context, slug: str) -> str:
    """Our name with a SAML provider, which is where our metadata are."""
    institution = await organisations.current(context)
    return f"{context.settings.public_url.rstrip('/')}/api/v1/auth/sso/{slug}/metadata?institution={institution.slug}"


async def enabled(context: Context, slug: str) -> IdentityProvider:
    """The provider of that name, if people may sign in with it."""
    found = await context.db.one(IdentityProvider, BY_SLUG, slug=slug[:63])
    if found is None or not found.enabled:
        raise Missing("This identity provider", code="sso_unknown")
    return found


async def metadata(context: Context, slug: str) -> bytes:
    """Our SAML metadata for that provider. They are needed before it is enabled."""
    found = await context.db.one(IdentityProvider, BY_SLUG, slug=slug[:63])
    if found is None or found.kind != "saml":
        raise Missing("This identity provider", code="sso_unknown")
    return saml.our_metadata(await entity_id(context, slug), callback_url(context, slug))


def client_of(context: Context, provider: IdentityProvider) -> oidc.Client:
    """Who we are to this OpenID provider."""
    secret = None
    if provider.secret is not None:
        secret = sealing.opened(context.settings.secret(), provider.id, provider.secret)
    config = OidcConfig.model_validate(provider.config)
    return oidc.Client(
        issuer=config.issuer,
        client_id=config.client_id,
        secret=secret,
        scopes=tuple(config.scopes),
        groups_claim=config.groups_claim,
        callback_url=callback_url(context, provider.slug),
    )


# -- what an administrator does ---------------------------------------------------------------------------------------


async def providers(context: Context) -> list[ProviderItem]:
    """All of the institution's."""
    found = [dict(record) for record in await context.db.rows(PROVIDERS)]
    people = [one.pop("people") for one in found]
    return [await shown(context, IdentityProvider(**one), people=many) for one, many in zip(found, people, strict=True)]


async def find(context: Context, provider_id: UUID) -> IdentityProvider:
    return await context.db.get(IdentityProvider, provider_id, "This identity provider")


async def shown(context: Context, provider: IdentityProvider, *, people: int | None = None) -> ProviderItem:
    """A provider as an administrator sees it: without its secret."""
    if people is None:
        people = await context.db.value(PEOPLE, id=provider.id)
    is_saml = provider.kind == "saml"
    facts = [saml.certificate_facts(pem) for pem in provider.config.get("certificates", [])]
    names = ("id", "slug", "name", "kind", "enabled", "link_verified", "create_accounts", "created_at", "last_used_at")
    return ProviderItem(
        **{name: getattr(provider, name) for name in names},
        config=(SamlConfig if is_saml else OidcConfig).model_validate(provider.config),
        certificates=[CertificateItem(subject=subject, expires_at=at) for subject, at in facts],
        secret_set=provider.secret is not None,
        role_rules=[RoleRule.model_validate(rule) for rule in provider.role_rules],
        people=people or 0,
        callback_url=callback_url(context, provider.slug),
        metadata_url=await entity_id(context, provider.slug) if is_saml else None,
    )


async def create(
    context: Context,
    *,
    slug: str,
    kind: str,
    config: Mapping[str, Any],
    client_secret: SecretStr | None,
    role_rules: list[RoleRule],
    **plain: Any,
) -> IdentityProvider:
    """A new provider; 409 where the institution has one of that name in the address."""
    provider_id = new_id()
    try:
        async with context.db.attempt():
            made = await context.db.insert(
                IdentityProvider,
                id=provider_id,
                slug=slug,
                kind=kind,
                config=_config(context, kind, config),
                secret=_sealed(context, provider_id, kind, client_secret),
                role_rules=_rules(role_rules),
                last_used_at=None,
                **plain,
            )
    except asyncpg.UniqueViolationError as error:
        raise Conflict("There is an identity provider with this short name already.", code="slug_taken") from error
    await _note(context, made, "create", "added")
    return made


async def change(context: Context, provider_id: UUID, changes: Mapping[str, Any]) -> IdentityProvider:
    """Change what is named. Another issuer means other people: then everybody has to be recognised anew."""
    before = await context.db.get(IdentityProvider, provider_id, "This identity provider", lock=True)
    values = {name: value for name, value in changes.items() if value is not None}
    if "config" in values:
        values["config"] = _config(context, before.kind, values["config"])
    if "role_rules" in values:
        values["role_rules"] = _rules(values["role_rules"])
    if "client_secret" in values:
        values["secret"] = _sealed(context, provider_id, before.kind, values.pop("client_secret"))
    after = await context.db.update(IdentityProvider, provider_id, **values)
    names = ", ".join(sorted(name.replace("_", " ") for name in changes if changes[name] is not None))
    forgotten = ""
    if any(before.config.get(name) != after.config.get(name) for name in ("issuer", "entity_id")):
        many = await context.db.run(FORGET, id=provider_id)
        forgotten = f"; it is another issuer now, so {many} people are recognised anew"
    await _note(context, after, "update", f"changed {names} of", forgotten)
    return after


async def remove(context: Context, provider_id: UUID) -> None:
    """Remove a provider. The people keep their accounts and roles, and need another way to sign in."""
    found = await find(context, provider_id)
    people = await context.db.value(PEOPLE, id=provider_id)
    await context.db.run("DELETE FROM identity_providers WHERE id = :id", id=provider_id)
    await _note(context, found, "delete", "removed", f", with which {people} people had signed in")


async def _note(context: Context, provider: IdentityProvider, verb: str, did: str, more: str = "") -> None:
    sentence = f"{context.caller.full_name} {did} the identity provider {provider.name}{more}"
    await audit.record(context, f"identity_providers.{verb}", ("identity_provider", provider.id), sentence)


def _rules(rules: list[Any]) -> list[Any]:
    kept = []
    for number, one in enumerate(rules):
        rule = RoleRule.model_validate(one)
        if rule.role in NEVER_BY_RULE:
            raise Invalid.field(f"role_rules/{number}/role", NEVER_BY_RULE[rule.role], "role_not_by_rule")
        if rule.role is Role.STUDENT and not (rule.branch or rule.department):
            raise Invalid.field(f"role_rules/{number}/branch", "Say which branch these students study.", "missing")
        if rule.department and rule.role not in WITH_DEPARTMENT | {Role.STUDENT}:
            said = "This role is not bound to a department."
            raise Invalid.field(f"role_rules/{number}/department", said, "no_department")
        kept.append(rule.model_dump(mode="json", exclude_none=True))
    return kept


def _sealed(context: Context, provider_id: UUID, kind: str, secret: SecretStr | None) -> bytes | None:
    if secret is None or not secret.get_secret_value():
        return None
    if kind != "oidc":
        raise Invalid.field("client_secret", "A SAML provider has no client secret.")
    return sealing.seal(context.settings.secret(), provider_id, secret.get_secret_value())


def _config(context: Context, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The config as it is kept; 422 with pointers into it."""
    model: type[OidcConfig] | type[SamlConfig] = OidcConfig if kind == "oidc" else SamlConfig
    try:
        config = model.model_validate(given)
    except ValidationError as error:
        wrong = [
            {"pointer": "/config/" + "/".join(map(str, e["loc"])), "code": e["type"], "message": e["msg"]}
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Invalid("The provider's settings are not right.", errors=wrong) from error
    egress: Egress = context.house.adapters["egress"]
    if isinstance(config, OidcConfig):
        parts = urlsplit(config.issuer)
        if parts.query or parts.fragment:
            raise Invalid.field("config/issuer", "An issuer has neither ? nor #.")
        _require_address(egress, "issuer", config.issuer)
        return config.model_dump(mode="json")
    kept = config.model_dump(mode="json", exclude={"metadata_xml"})
    kept["certificates"] = [saml.pem_of(one) for one in config.certificates]
    if config.metadata_xml is not None:
        kept |= saml.read_metadata(config.metadata_xml)
    for name in ("entity_id", "sso_url", "certificates"):
        if not kept[name]:
            raise Invalid.field(f"config/{name}", "Paste the provider's metadata, or fill this in.", "missing")
    _require_address(egress, "sso_url", kept["sso_url"])
    return kept


def _require_address(egress: Egress, name: str, url: str) -> None:
    try:
        egress.require_allowed(url)
    except EgressError as error:
        raise Invalid.field(f"config/{name}", str(error)) from error


# -- checking ---------------------------------------------------------------------------------------------------------


async def check(context: Context, provider_id: UUID) -> Findings:
    """Whether people could sign in, as far as it can be known without one: each thing in words."""
    provider = await find(context, provider_id)
    await context.db.release()
    findings = _check_saml(provider, context.now) if provider.kind == "saml" else await _check_oidc(context, provider)
    if provider.create_accounts and not provider.role_rules:
        findings.append(Finding(ok=False, text="New accounts are to be made, but no rule says which role they get."))
    if not provider.enabled:
        findings.append(Finding(ok=False, text="The provider is turned off."))
    return Findings(ok=all(one.ok for one in findings), findings=findings)


async def _check_oidc(context: Context, provider: IdentityProvider) -> list[Finding]:
    client, found = client_of(context, provider), directory(context)
    if provider.secret is not None and client.secret is None:
        return [Finding(ok=False, text="The client secret was kept under another secret key: enter it again.")]
    try:
        metadata = await found.metadata(client.issuer, context.now, fresh=True)
        said = [Finding(ok=True, text=f"{client.issuer} answers, and names itself as it should.")]
        keys = await found.keys(metadata.jwks_uri, context.now, fresh=True)
    except EgressError as error:
        return [Finding(ok=False, text=f"Discovery failed: {error}")]
    usable = [key for key in keys if any(kind == key.key_type for kind in oidc.ALGORITHMS.values())]
    said.append(Finding(ok=bool(usable), text=f"It publishes {len(usable)} keys that we can use."))
    if metadata.challenges is not None and "S256" not in metadata.challenges:
        said.append(Finding(ok=False, text="It does not offer PKCE with S256, which we always use."))
    if client.secret is None and "none" not in metadata.auth_methods:
        said.append(Finding(ok=False, text="It asks for a client secret, and none is set."))
    said.append(Finding(ok=True, text=f"Its redirect address must be {client.callback_url}"))
    return said


def _check_saml(provider: IdentityProvider, now: datetime) -> list[Finding]:
    said = [
        Finding(
            ok=True, text=f"Its name is {provider.config['entity_id']}; people are sent to {provider.config['sso_url']}"
        )
    ]
    for pem in provider.config["certificates"]:
        subject, expires_at = saml.certificate_facts(pem)
        left = (expires_at - now).days
        if left < 0:
            said.append(Finding(ok=False, text=f"The certificate of {subject} expired on {expires_at:%d %B %Y}."))
        elif left < SOON_DAYS:
            text = f"The certificate of {subject} expires on {expires_at:%d %B %Y}: ask for the next one now."
            said.append(Finding(ok=False, text=text))
        else:
            said.append(Finding(ok=True, text=f"The certificate of {subject} is good until {expires_at:%d %B %Y}."))
    return said
