"""Signing in by a provider: the way there, the way back, and who it is then.

The way back is bound three times: to a request of ours (the state, used once, ten minutes), to the browser that made it
(a cookie), and to the provider that was asked. The POST of a SAML provider comes from another site and brings no cookie, so
it ends in a ticket, which the same browser then exchanges in a GET that does."""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter, ValidationError

from careerdesk.adapters.egress import EgressError
from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.identity.schemas import Email
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.access import Actor
from careerdesk.kernel.context import Context, settle
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Unavailable
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.text import clean
from careerdesk.notifications import service as notifications
from careerdesk.permissions.roles import WITH_DEPARTMENT, Role
from careerdesk.sso import oidc, saml
from careerdesk.sso.models import IdentityLink, IdentityProvider
from careerdesk.sso.repository import ACCOUNT, ACTIVATE, ADD_LINK, GIVE, LINK, PERSON, TAKE, USE_LINK, USED
from careerdesk.sso.rules import Asserted, Grant, NotAdmitted, Refused, grants_of, plain_address, safe_next
from careerdesk.sso.schemas import SamlConfig
from careerdesk.sso.service import callback_url, client_of, directory, enabled, entity_id
from careerdesk.students import service as students

STATE_SECONDS = 600
TICKET_SECONDS = 120
STALE = "This sign-in took too long, was finished already, or was begun in another browser. Start again."
_ADDRESS: TypeAdapter[str] = TypeAdapter(Email)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


# -- the way there ----------------------------------------------------------------------------------------------------


async def begin(context: Context, slug: str, *, next_path: str | None) -> tuple[str, str]:
    """Where the browser is sent, and the secret that it keeps meanwhile."""
    provider = await enabled(context, slug)
    state, nonce, verifier, browser = (oidc.secret_text() for _ in range(4))
    request_id = f"_{new_id().hex}{_digest(nonce)[:16]}"
    if provider.kind == "oidc":
        client = client_of(context, provider)
        await context.db.release()
        try:
            metadata = await directory(context).metadata(client.issuer, context.now)
        except EgressError as error:
            raise Unavailable(f"{provider.name} does not answer: {error}", code="sso_unavailable") from error
        url = oidc.authorization_url(client, metadata, state=state, nonce=nonce, verifier=verifier)
    else:
        url = saml.request_url(
            provider.config["sso_url"],
            request_id=request_id,
            relay_state=state,
            entity_id=await entity_id(context, slug),
            acs_url=callback_url(context, slug),
            now=context.now,
        )
    kept = {
        "institution": str(context.institution_id),
        "provider": str(provider.id),
        "next": safe_next(next_path),
        "browser": _digest(browser),
        "nonce": nonce,
        "verifier": verifier,
        "request": request_id,
    }
    await _keep(context, "state", state, kept, STATE_SECONDS)
    return url, browser


async def _keep(context: Context, kind: str, secret: str, kept: Mapping[str, Any], seconds: int) -> None:
    await context.store.put(f"sso:{kind}:{_digest(secret)}", orjson.dumps(kept).decode(), seconds)


async def _take(
    context: Context, kind: str, secret: str | None, slug: str, protocol: str, browser: str | None
) -> dict[str, Any]:
    """What was kept under a state or a ticket, once; enters its institution. `browser` is compared except for the state of
    a SAML answer, whose ticket is compared later."""
    key = f"sso:{kind}:{_digest(secret or '')}"
    found = await context.store.get(key)
    kept: dict[str, Any] = orjson.loads(found[0]) if found else {}
    known = browser is None or hmac.compare_digest(kept.get("browser", ""), _digest(browser))
    if found is None or not known or not await context.store.take(key, found[0]):
        raise Refused(STALE, code="sso_state")
    context.db.enter(UUID(kept["institution"]))
    provider = await enabled(context, slug)
    if str(provider.id) != kept["provider"] or provider.kind != protocol:
        raise Refused("The answer came from another provider than the one that was asked.", code="sso_state")
    return {**kept, "provider": provider}


# -- the way back -----------------------------------------------------------------------------------------------------


async def finish_oidc(
    context: Context, slug: str, *, sent: Mapping[str, str], browser: str, cookie: bool
) -> tuple[SignedIn, str]:
    """The session, and where to go with it. `sent` is the query of the redirect."""
    kept = await _take(context, "state", sent.get("state"), slug, "oidc", browser)
    provider: IdentityProvider = kept["provider"]
    if sent.get("error") or not sent.get("code"):
        raise Refused(f"{provider.name} did not sign you in.", code="sso_denied")
    client = client_of(context, provider)
    await context.db.release()
    asserted = await oidc.asserted(
        directory(context),
        client,
        context.now,
        code=sent["code"],
        nonce=kept["nonce"],
        verifier=kept["verifier"],
        issuer=sent.get("iss"),
    )
    return await _admit(context, provider, asserted, cookie=cookie), kept["next"]


async def receive_saml(context: Context, slug: str, *, response: str, relay_state: str) -> str:
    """A ticket for a good answer to a request of ours. An answer that nobody asked for has no state, and is refused."""
    kept = await _take(context, "state", relay_state, slug, "saml", None)
    provider: IdentityProvider = kept["provider"]
    config = SamlConfig.model_validate(provider.config)
    expected = saml.Expected(
        acs_url=callback_url(context, slug),
        our_entity_id=await entity_id(context, slug),
        request_id=kept["request"],
        entity_id=config.entity_id or "",
        certificates=tuple(config.certificates),
        groups_attribute=config.groups_attribute,
        email_attribute=config.email_attribute,
        name_attribute=config.name_attribute,
        subject_attribute=config.subject_attribute,
    )
    await context.db.release()
    # Parsing and checking is work for the processor: others are answered meanwhile.
    believed = await asyncio.to_thread(saml.believed, response, expected, context.now)
    alive = int((believed.until + 2 * saml.LEEWAY - context.now).total_seconds())
    seen, _ = await context.store.count(f"sso:seen:{provider.id}:{_digest(believed.assertion_id)}", max(alive, 1))
    if seen > 1:
        raise Refused("This assertion was used already.")
    ticket = oidc.secret_text()
    handed = {name: kept[name] for name in ("institution", "next", "browser")}
    handed |= {"provider": str(provider.id), "asserted": asdict(believed.asserted)}
    await _keep(context, "ticket", ticket, handed, TICKET_SECONDS)
    return ticket


async def redeem(context: Context, slug: str, *, ticket: str, browser: str, cookie: bool) -> tuple[SignedIn, str]:
    """The session for a ticket, in the browser that began."""
    kept = await _take(context, "ticket", ticket, slug, "saml", browser)
    said = kept["asserted"]
    asserted = Asserted(**{**said, "groups": tuple(said["groups"])})
    return await _admit(context, kept["provider"], asserted, cookie=cookie), kept["next"]


# -- who it is --------------------------------------------------------------------------------------------------------


async def _admit(context: Context, provider: IdentityProvider, asserted: Asserted, *, cookie: bool) -> SignedIn:
    """The session of the person whom the provider vouches for, with the roles that its groups give."""
    await context.db.begin()
    grants = grants_of(provider.role_rules, asserted.groups)
    link = await context.db.one(IdentityLink, LINK, provider_id=provider.id, subject=asserted.subject)
    if link is None:
        link = await _recognise(context, provider, asserted, grants)
    person = await context.db.row(PERSON, id=link.user_id)
    assert person is not None
    if person["state"] == "inactive":
        raise NotAdmitted("This account is not active. Ask the career office.", code="sso_inactive")
    _act_as(context, person)
    await context.db.run(ACTIVATE, id=person["id"], now=context.now)
    await _follow(context, provider, link, person, grants)
    await context.db.run(USED, id=provider.id, now=context.now)
    if not await identity.roles_of(context, person["id"]):
        # The roles that were taken stay taken.
        await settle(context)
        raise NotAdmitted(
            f"{provider.name} names no group that has a role here. Ask the career office.", code="sso_no_role"
        )
    signed_in = await identity.open_session(
        context, person["id"], person["full_name"], browser=cookie, method=provider.name
    )
    # The redirect comes by GET, so nobody else ends this transaction.
    await settle(context)
    return signed_in


def _act_as(context: Context, person: Record) -> None:
    before = context.actor
    if before is None or before.user_id != person["id"]:
        context.actor = Actor(person["id"], context.institution_id, person["full_name"])


async def _recognise(
    context: Context, provider: IdentityProvider, asserted: Asserted, grants: list[Grant]
) -> IdentityLink:
    """Whoever comes for the first time: an account of this institution with the address that the provider has verified,
    or a new one."""
    address = _address(provider, asserted)
    account = await _account(context, address)
    made = None if account is not None else await _new_account(context, provider, asserted, address, grants)
    if made is None and account is None:
        account = await _account(context, address)
    assert made is not None or account is not None
    user_id, name = made or (account["user_id"], account["full_name"])  # type: ignore[index]
    link = await context.db.one(
        IdentityLink,
        ADD_LINK,
        id=new_id(),
        institution_id=context.institution_id,
        provider_id=provider.id,
        user_id=user_id,
        subject=asserted.subject,
        now=context.now,
    ) or await context.db.one(IdentityLink, LINK, provider_id=provider.id, subject=asserted.subject)
    if link is None:
        raise NotAdmitted(
            f"{provider.name} knows the account with this e-mail address as somebody else. Ask the career office.",
            code="sso_other_person",
        )
    context.actor = Actor(link.user_id, context.institution_id, name)
    did = f"{name} came with {provider.name} and got an account" if made else f"{name} linked {provider.name}"
    await audit.record(context, "users.create" if made else "users.link", ("user", link.user_id), did)
    if not made:
        # To the person, who may not have been the one who came.
        await _tell(context, link, "provider_linked", name=provider.name)
    return link


async def _tell(context: Context, link: IdentityLink, event: str, **facts: Any) -> None:
    item = notifications.Item(
        user_id=link.user_id,
        event=f"account.{event}",
        facts=facts,
        link="/me?tab=security",
        object_type="user",
        object_id=link.user_id,
        source=f"sso:{link.id}:{event}:{context.now.isoformat()}",
    )
    await notifications.tell(context, [item])


async def _account(context: Context, address: str) -> Record | None:
    """The account of that address in this institution; refuses one of another, and one that is not active."""
    found = await context.db.lookup(ACCOUNT, email=address)
    if found is not None and found["institution_id"] != context.institution_id:
        raise NotAdmitted(
            "There is an account with this e-mail address at another institution. Ask the career office.",
            code="sso_other_institution",
        )
    if found is not None and found["state"] == "inactive":
        raise NotAdmitted("This account is not active. Ask the career office.", code="sso_inactive")
    return found


def _address(provider: IdentityProvider, asserted: Asserted) -> str:
    """The address by which somebody is recognised; only one that the provider answers for."""
    address = plain_address(asserted.email)
    try:
        address = _ADDRESS.validate_python(address)
    except ValidationError as error:
        raise NotAdmitted(
            f"{provider.name} did not tell us a usable e-mail address.", code="sso_email_missing"
        ) from error
    if not (asserted.email_verified or (asserted.email_verified is None and provider.link_verified)):
        raise NotAdmitted(
            f"{provider.name} does not say that it verified your e-mail address. Ask the career office.",
            code="sso_email_unverified",
        )
    return address


async def _new_account(
    context: Context, provider: IdentityProvider, asserted: Asserted, address: str, grants: list[Grant]
) -> tuple[UUID, str] | None:
    """A new account; None where another request made it meanwhile."""
    if not provider.create_accounts or not grants:
        raise NotAdmitted(
            f"{provider.name} knows you, but there is no account for you here. Ask the career office for one.",
            code="sso_no_account",
        )
    name = clean(asserted.full_name or "")[:200] or address.split("@", 1)[0]
    try:
        user = await identity.create_account(context, email=address, full_name=name, password_hash=None, state="active")
    except Conflict:
        return None
    return user.id, user.full_name


async def _follow(
    context: Context, provider: IdentityProvider, link: IdentityLink, person: Record, grants: list[Grant]
) -> None:
    """Give and take the roles that come from rules. What was given by hand is not in `granted_roles`, and stays."""
    wanted = {grant.role.value: grant for grant in grants}
    kept = [role for role in link.granted_roles if role in wanted]
    given, taken = [], []
    for role, grant in wanted.items():
        if await _give(context, person["id"], grant):
            given.append(role)
    for role in set(link.granted_roles) - set(wanted):
        if await context.db.run(TAKE, user_id=person["id"], role=role, now=context.now):
            taken.append(role)
        else:
            held = await identity.roles_of(context, person["id"])
            kept += [role] if role in held else []
    roles = sorted({*kept, *given})
    await context.db.run(USE_LINK, id=link.id, roles=roles, now=context.now)
    for verb, several in (("gave", given), ("took from", taken)):
        if several:
            words = ", ".join(role.replace("_", " ").lower() for role in sorted(several))
            sentence = f"{provider.name} {verb} {person['full_name']} the role {words}, as its groups say"
            await audit.record(context, "users.roles", ("user", person["id"]), sentence)
    if taken or (given and person["last_sign_in_at"] is not None):
        held = await identity.roles_of(context, person["id"])
        words = ", ".join(role.replace("_", " ").lower() for role in held) or "no role"
        await _tell(context, link, "roles", roles=words, held=list(held))


async def _give(context: Context, user_id: UUID, grant: Grant) -> bool:
    """Whether the role was not held before."""
    found = await context.db.row(
        GIVE,
        id=new_id(),
        institution_id=context.institution_id,
        user_id=user_id,
        role=grant.role.value,
        department=grant.department if grant.role in WITH_DEPARTMENT else None,
        now=context.now,
    )
    if found is not None and grant.role is Role.STUDENT:
        assert grant.branch is not None
        await students.open_record(context, user_id, branch=grant.branch, department=grant.department)
    return found is not None
