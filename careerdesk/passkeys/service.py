"""Adding a passkey, signing in with one."""

import secrets
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import orjson

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing, Unauthenticated
from careerdesk.notifications import service as notifications
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature
from careerdesk.passkeys.models import Passkey
from careerdesk.passkeys.repository import DELETE, FIND, IDS, OF, RENAME, USE
from careerdesk.passkeys.schemas import Ceremony, PasskeyItem, Passkeys

CEREMONY_SECONDS = 300
MOST = 20
REFUSED = "This passkey was not accepted. Try again, or sign in another way."


def _party(context: Context) -> tuple[str, str]:
    """Who we are to the authenticator: our domain, and the origin that the browser reports. From the settings alone, never
    from what a request says of itself."""
    ours = urlsplit(context.settings.public_url)
    return ours.hostname or "localhost", f"{ours.scheme}://{ours.netloc}"


async def _begin(context: Context, purpose: str) -> tuple[str, bytes]:
    """A ticket and its challenge."""
    ticket, challenge = secrets.token_urlsafe(24), secrets.token_bytes(32)
    await context.store.put(f"passkey:{purpose}:{ticket}", challenge.hex(), CEREMONY_SECONDS)
    return ticket, challenge


async def _challenge(context: Context, purpose: str, ticket: str) -> bytes:
    """The challenge of a ticket, which is used up by asking; 409 for one that is unknown, old or used."""
    key = f"passkey:{purpose}:{ticket}"
    kept = await context.store.get(key)
    if kept is None or not await context.store.take(key, kept[0]):
        raise Conflict("This took too long, or was sent twice. Start again.", code="ceremony_over")
    return bytes.fromhex(kept[0])


async def begin_adding(context: Context) -> Ceremony:
    """What the browser needs to make a passkey for the caller."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    await organisations.require_feature(context, Feature.PASSKEYS)
    caller = context.caller
    ticket, challenge = await _begin(context, f"add:{context.user_id}")
    held = [record["credential_id"] for record in await context.db.rows(IDS, me=context.user_id)]
    if len(held) >= MOST:
        raise Conflict(f"You have {MOST} passkeys. Remove one to add another.", code="too_many_passkeys")
    institution = await organisations.current(context)
    options = generate_registration_options(
        rp_id=_party(context)[0],
        rp_name=f"Careerdesk, {institution.name}",
        user_id=context.user_id.bytes,
        user_name=caller.email,
        user_display_name=caller.full_name,
        challenge=challenge,
        timeout=CEREMONY_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in held],
    )
    return Ceremony(ticket=ticket, options=orjson.loads(options_to_json(options)))


async def add(context: Context, *, ticket: str, credential: dict[str, Any], name: str | None) -> PasskeyItem:
    """Keep the passkey that the browser made."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    await organisations.require_feature(context, Feature.PASSKEYS)
    challenge = await _challenge(context, f"add:{context.user_id}", ticket)
    rp_id, origin = _party(context)
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Invalid.field("credential", "This passkey could not be checked. Try again.", "bad_passkey") from error
    await context.db.begin()
    try:
        async with context.db.attempt():
            made = await context.db.insert(
                Passkey,
                user_id=context.user_id,
                credential_id=verified.credential_id,
                public_key=verified.credential_public_key,
                sign_count=verified.sign_count,
                name=name or _named(context.user_agent),
                synced=verified.credential_backed_up,
                last_used_at=None,
            )
    except asyncpg.UniqueViolationError as error:
        raise Conflict("This passkey is known already.", code="passkey_known") from error
    await _note(context, "added", made)
    return PasskeyItem.model_validate(made, from_attributes=True)


def _named(agent: str) -> str:
    """A first name for it: the system it was made on."""
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "CrOS": "Chromebook",
    }
    return next((f"Passkey on {name}" for part, name in systems.items() if part in agent), "Passkey")


async def begin_signing_in(context: Context) -> Ceremony:
    """What the browser needs to sign somebody in. Names no account: the authenticator knows whose keys it holds."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    ticket, challenge = await _begin(context, "sign-in")
    options = generate_authentication_options(
        rp_id=_party(context)[0],
        challenge=challenge,
        timeout=CEREMONY_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Ceremony(ticket=ticket, options=orjson.loads(options_to_json(options)))


async def sign_in(context: Context, *, ticket: str, credential: dict[str, Any], browser: bool) -> SignedIn:
    """Sign in with a passkey. Every refusal says the same."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = await _challenge(context, "sign-in", ticket)
    rp_id, origin = _party(context)
    refused = Unauthenticated(REFUSED, code="wrong_credentials")
    try:
        credential_id = base64url_to_bytes(str(credential.get("id", "")))
        found = await context.db.lookup(FIND, credential_id=credential_id)
        if found is None:
            raise refused
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=found["public_key"],
            credential_current_sign_count=found["sign_count"],
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise refused from error
    context.db.enter(found["institution_id"])
    policy = await organisations.sign_in_policy(context)
    if found["state"] != "active" or policy.mode == "sso":
        raise refused
    await organisations.require_feature(context, Feature.PASSKEYS)
    await context.db.begin()
    used = await context.db.run(
        USE, id=found["passkey_id"], sign_count=verified.new_sign_count, synced=verified.credential_backed_up,
        now=context.now,
    )  # fmt: skip
    if not used:
        raise refused
    return await identity.open_session(context, found["user_id"], found["full_name"], browser=browser, method="passkey")


async def mine(context: Context) -> Passkeys:
    """The caller's passkeys."""
    return Passkeys(items=[PasskeyItem(**record) for record in await context.db.rows(OF, me=context.user_id)])


async def rename(context: Context, passkey_id: UUID, name: str) -> PasskeyItem:
    """Call one of the caller's passkeys something else."""
    changed = await context.db.one(Passkey, RENAME, id=passkey_id, me=context.user_id, name=name)
    if changed is None:
        raise Missing("This passkey")
    await audit.record(context, "auth.passkey_rename", ("user", context.user_id), _sentence(context, "renamed", name))
    return PasskeyItem.model_validate(changed, from_attributes=True)


async def remove(context: Context, passkey_id: UUID) -> None:
    """Forget one of the caller's passkeys. Somebody without a password still gets in by a code."""
    gone = await context.db.one(Passkey, DELETE, id=passkey_id, me=context.user_id)
    if gone is None:
        raise Missing("This passkey")
    await _note(context, "removed", gone)


def _sentence(context: Context, done: str, name: str) -> str:
    return f"{context.caller.full_name} {done} the passkey “{name}”"


async def _note(context: Context, done: str, passkey: Passkey) -> None:
    """Say it in the audit, and to the person, who may not have been the one who did it."""
    await audit.record(
        context, f"auth.passkey_{done}", ("user", context.user_id), _sentence(context, done, passkey.name)
    )
    item = notifications.Item(
        user_id=context.user_id,
        event=f"account.passkey_{done}",
        facts={"name": passkey.name},
        link="/me?tab=security",
        object_type="user",
        object_id=context.user_id,
        source=f"passkey:{passkey.id}:{done}",
    )
    await notifications.tell(context, [item])
