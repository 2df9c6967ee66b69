"""Signing in and out, accounts and invitations: one function for each thing a person would say."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from careerdesk.audit import service as audit
from careerdesk.identity import attempts, passwords, tokens
from careerdesk.identity.models import Device, Invitation, Membership, RefreshToken, SignInSession, User
from careerdesk.identity.passwords import require_good
from careerdesk.identity.repository import (
    ACCEPT,
    ACCOUNT,
    ACTIVATE,
    END_OTHERS,
    END_SESSION,
    ENROL,
    FORGET_DEVICES,
    GRANT_MANY,
    INVITATION,
    REFRESH,
    REMOVE_MANY,
    RENAME_MANY,
    ROLES,
    SIGNED_IN,
    SPEND,
)
from careerdesk.identity.tokens import digest
from careerdesk.kernel.access import Actor
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing, Unauthenticated
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.text import canonical_email
from careerdesk.permissions.matrix import reaches_of
from careerdesk.permissions.roles import Role

__all__ = ["Device", "User", "digest", "require_good"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a sign-in hands out. `cookie` is set for browsers, `refresh` for programs."""

    user_id: UUID
    access: str
    refresh: str
    cookie: str | None
    expires_in: int


WRONG = "The e-mail address or the password is not right."


def new_secret() -> str:
    """What a cookie or a link holds; only its `digest` is stored."""
    return tokens.new_secret()


async def find_account(context: Context, email: str) -> Record | None:
    """The account of an address, in whichever institution: (user_id, institution_id, full_name, password_hash, state)."""
    return await context.db.lookup(ACCOUNT, email=canonical_email(email))


async def prove_password(
    context: Context,
    *,
    email: str,
    password: str,
    device_id: UUID | None,
    accepts: Callable[[Record], Awaitable[bool]],
) -> Record:
    """The account whose password this is, and its institution entered. 401 for a wrong one, in the same words and time for
    an address that is not known and for one whose institution does not take passwords (`accepts`); 429 after too many
    failures, which count apart on a remembered device. Holds no database connection while it hashes."""
    address, limits = canonical_email(email), context.settings.rate_limit
    by_address = ("sign-in", address if device_id is None else f"{address}:{device_id}")
    by_ip = ("sign-in-ip", context.ip)
    most = {by_address: limits.sign_in_per_address, by_ip: limits.sign_in_per_ip}
    await attempts.require_below(context, most)
    account = await find_account(context, address)
    await context.db.release()
    stored = account["password_hash"] if account is not None and account["state"] == "active" else None
    fits, better = await passwords.verified(password, stored, context.settings.auth.argon2_threads)
    # Again, before anybody learns whether it fits: many guesses sent at once were all let in above.
    await attempts.require_below(context, most)
    if fits and account is not None:
        context.db.enter(account["institution_id"])
        if await accepts(account):
            await attempts.forget(context, *by_address)
            if better is not None:
                await context.db.update(User, account["user_id"], password_hash=better)
            return account
    await attempts.count(context, by_address, by_ip)
    raise Unauthenticated(WRONG, code="wrong_credentials")


async def open_session(
    context: Context, user_id: UUID, full_name: str, *, browser: bool, method: str = "a password"
) -> SignedIn:
    """A new session: a family of tokens, and for a browser a cookie that stands for the same session. The caller has
    proved who they are, and entered the institution of that person. Never takes over the secret of a session that is
    there already; the one whose cookie the browser brought along ends."""
    auth, now = context.settings.auth, context.now
    cookie = tokens.new_secret() if browser else None
    session = await context.db.insert(
        SignInSession,
        user_id=user_id,
        kind="browser" if browser else "token",
        secret_hash=None if cookie is None else digest(cookie),
        ip=context.ip,
        user_agent=context.user_agent,
        seen_at=now,
        expires_at=now + timedelta(days=auth.cookie_days if browser else auth.refresh_days),
        revoked_at=None,
    )
    before = context.actor
    if before is None or before.user_id != user_id:
        context.actor = Actor(user_id, context.institution_id, full_name)
    elif before.by_cookie:
        await context.db.run(END_SESSION, id=before.session_id, user_id=user_id, now=now)
    await context.db.run(SIGNED_IN, id=user_id, now=now)
    await audit.record(context, "auth.sign_in", ("user", user_id), f"{full_name} signed in with {method}")
    return await hand_out(context, session.id, user_id, cookie)


async def hand_out(
    context: Context, session_id: UUID, user_id: UUID, cookie: str | None = None, *, until: datetime | None = None
) -> SignedIn:
    """New tokens of a session that is there; none outlives `until`."""
    auth, now = context.settings.auth, context.now
    refresh, life = tokens.new_secret(), timedelta(minutes=auth.access_minutes)
    await context.db.insert(
        RefreshToken,
        session_id=session_id,
        token_hash=digest(refresh),
        expires_at=until or now + timedelta(days=auth.refresh_days),
        spent_at=None,
    )
    access = tokens.access_token(context.settings.secret(), session_id, user_id, now, life)
    return SignedIn(user_id, access, refresh, cookie, int(life.total_seconds()))


async def refresh(context: Context, token: str) -> SignedIn:
    """New tokens for a refresh token, which is spent by it. A spent one ends its whole family: it was copied."""
    found = await context.db.lookup(REFRESH, hash=digest(token))
    if found is None or found["session_ended"] or found["expires_at"] <= context.now:
        raise Unauthenticated("This session has ended. Sign in again.", code="session_ended")
    context.db.enter(found["institution_id"])
    await context.db.begin()
    if not await context.db.run(SPEND, id=found["token_id"], now=context.now):
        await context.db.run(END_SESSION, id=found["session_id"], user_id=found["user_id"], now=context.now)
        await audit.record(
            context,
            "auth.reuse",
            ("user", found["user_id"]),
            "a refresh token was used twice, so its session was ended",
        )
        await _commit_refusal(context)
        raise Unauthenticated("This session was ended for safety. Sign in again.", code="session_ended")
    return await hand_out(context, found["session_id"], found["user_id"])


async def _commit_refusal(context: Context) -> None:
    """Keep what was written although the caller is refused."""
    from careerdesk.kernel.context import settle

    await settle(context)


async def sign_out(context: Context, *, everywhere: bool = False) -> None:
    """End this session, or all of the caller's; who acts in another's place leaves by both doors."""
    caller = context.caller
    if everywhere:
        await context.db.run(END_OTHERS, user_id=context.user_id, keep=None, now=context.now)
    elif caller.session_id is not None:
        await context.db.run(END_SESSION, id=caller.session_id, user_id=context.user_id, now=context.now)
    if caller.acting is not None:
        own = caller.acting
        await context.db.run(END_SESSION, id=own.session_id, user_id=own.user_id, now=context.now)
    await audit.record(context, "auth.sign_out", ("user", context.user_id), f"{caller.full_name} signed out")


async def end_session(context: Context, session_id: UUID) -> None:
    """End one of the caller's own sessions; 404 for another's."""
    if not await context.db.run(END_SESSION, id=session_id, user_id=context.user_id, now=context.now):
        raise Missing("This session")
    name = context.caller.full_name
    await audit.record(context, "auth.end_session", ("user", context.user_id), f"{name} ended one of their sessions")


async def change_password(context: Context, *, current_password: str, new_password: str) -> None:
    """Replace the caller's password; every other session ends."""
    user = await context.db.get(User, context.user_id)
    key = ("password", str(user.id))
    await attempts.require_below(context, {key: context.settings.rate_limit.sign_in_per_address})
    require_good(new_password, user.email, "new_password")
    threads = context.settings.auth.argon2_threads
    await context.db.release()
    fits, _ = await passwords.verified(current_password, user.password_hash, threads)
    if not fits:
        await attempts.count(context, key)
        raise Invalid.field("current_password", "This is not your current password.", "wrong_password")
    new_hash = await hash_password(context, new_password)
    await context.db.begin()
    await context.db.update(User, user.id, password_hash=new_hash)
    await context.db.run(END_OTHERS, user_id=user.id, keep=context.caller.session_id, now=context.now)
    await forget_devices(context, user.id)
    await audit.record(context, "auth.change_password", ("user", user.id), f"{user.full_name} changed their password")


async def reset_password(context: Context, user_id: UUID, *, password_hash: str) -> User:
    """A new password for somebody who has shown that the address is theirs; every session and remembered device ends."""
    user = await _choose_password(context, user_id, password_hash)
    await context.db.run(END_OTHERS, user_id=user.id, keep=None, now=context.now)
    await forget_devices(context, user.id)
    await audit.record(context, "auth.reset_password", ("user", user.id), f"{user.full_name} chose a new password")
    return user


async def _choose_password(context: Context, user_id: UUID, password_hash: str) -> User:
    """Write the password; 404 where the account was deactivated while it was hashed."""
    user = await context.db.get(User, user_id, lock=True)
    if user.state == "inactive":
        raise Missing("This account")
    return await context.db.update(User, user_id, password_hash=password_hash, state="active")


async def activate(context: Context, user_id: UUID) -> None:
    """Somebody who was invited has shown that the address is theirs: they may sign in from now on."""
    await context.db.run(ACTIVATE, id=user_id, now=context.now)


async def forget_devices(context: Context, user_id: UUID) -> None:
    """No device of theirs is remembered any longer."""
    await context.db.run(FORGET_DEVICES, user_id=user_id)


async def rename(context: Context, *, full_name: str) -> User:
    """Change the caller's own name. A student's name is part of the verified record and is changed by the office."""
    if Role.STUDENT in context.caller.roles:
        raise Forbidden("Your name is part of your academic record. Ask the office to correct it.", code="field_locked")
    user = await context.db.update(User, context.user_id, full_name=full_name)
    await audit.record(context, "users.rename", ("user", user.id), f"{user.full_name} changed their name")
    return user


async def hash_password(context: Context, password: str) -> str:
    """The hash of a new password. Release the connection before: it takes a while."""
    return await passwords.hashed(password, context.settings.auth.argon2_threads)


async def prepare_account(context: Context, *, email: str, password: str) -> str:
    """What comes before somebody makes an account themselves: the limit, the password's quality; returns its hash."""
    limit = context.settings.rate_limit.register_per_ip
    await attempts.require_below(context, {("register-ip", context.ip): limit})
    require_good(password, email)
    await context.db.release()
    password_hash = await hash_password(context, password)
    await attempts.count(context, ("register-ip", context.ip))
    return password_hash


async def create_account(
    context: Context, *, email: str, full_name: str, password_hash: str | None, state: str
) -> User:
    """A new user without roles; 409 where the address is taken."""
    try:
        async with context.db.attempt():
            return await context.db.insert(
                User, email=canonical_email(email), full_name=full_name, password_hash=password_hash, state=state,
                last_sign_in_at=None,
            )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise Conflict("There is an account with this e-mail address. Sign in instead.", code="email_taken") from error


async def grant(
    context: Context, user_id: UUID, role: Role, *, company_id: UUID | None = None, department: str | None = None
) -> Membership:
    """Give a role."""
    return await context.db.insert(
        Membership, user_id=user_id, role=role.value, company_id=company_id, department=department, ends_at=None
    )


def actor_of(user: User, institution_id: UUID, roles: tuple[str, ...]) -> Actor:
    """A user as the caller, right after the account was made."""
    return Actor(
        user_id=user.id,
        institution_id=institution_id,
        full_name=user.full_name,
        email=user.email,
        roles=roles,
        reaches=reaches_of(roles),
    )


async def new_invitation(context: Context, user_id: UUID) -> str:
    """A link's secret for somebody who has no password yet. Only its hash is kept."""
    secret = tokens.new_secret()
    await context.db.insert(
        Invitation,
        user_id=user_id,
        token_hash=digest(secret),
        invited_by=context.actor.user_id if context.actor else None,
        expires_at=context.now + timedelta(days=context.settings.auth.invitation_days),
        accepted_at=None,
    )
    return secret


async def look_at_invitation(context: Context, token: str) -> User:
    """For whom an invitation is; 404 for what is used, expired or unknown."""
    found = await context.db.lookup(INVITATION, hash=digest(token))
    if found is None or found["accepted_at"] is not None or found["expires_at"] <= context.now:
        raise Missing("This invitation", hint="It may have been used already, or it is too old. Ask for a new one.")
    context.db.enter(found["institution_id"])
    user = await context.db.get(User, found["user_id"])
    if user.state == "inactive":
        raise Missing("This invitation")
    return user


async def accept_invitation(context: Context, *, token: str, password: str, browser: bool) -> SignedIn:
    """Choose the first password and sign in. Two acceptances at once: one is too late and gets 404."""
    user = await look_at_invitation(context, token)
    require_good(password, user.email)
    await context.db.release()
    password_hash = await hash_password(context, password)
    await context.db.begin()
    used = await context.db.run(ACCEPT, now=context.now, hash=digest(token))
    if not used:
        raise Missing("This invitation")
    user = await _choose_password(context, user.id, password_hash)
    await audit.record(context, "users.accept", ("user", user.id), f"{user.full_name} accepted the invitation")
    return await open_session(context, user.id, user.full_name, browser=browser, method="an invitation")


async def roles_of(context: Context, user_id: UUID) -> list[str]:
    return [record["role"] for record in await context.db.rows(ROLES, user_id=user_id, now=context.now)]


async def find_user(context: Context, user_id: UUID) -> User:
    return await context.db.get(User, user_id, "This person")


async def enrol(context: Context, people: Sequence[tuple[UUID, str, str]], role: Role) -> list[UUID]:
    """Accounts without a password for many people at once: (id, canonical address, full name). Answers the ids that
    were made; whose address is taken, here or elsewhere, is left out. Nobody is written to: `send_invitation` does that."""
    made = await context.db.rows(
        ENROL,
        ids=[key for key, _, _ in people],
        emails=[email for _, email, _ in people],
        names=[name for _, _, name in people],
        institution_id=context.institution_id,
        now=context.now,
    )
    ids = [record["id"] for record in made]
    await context.db.run(
        GRANT_MANY,
        ids=[new_id() for _ in ids],
        users=ids,
        role=role.value,
        institution_id=context.institution_id,
        now=context.now,
    )
    return ids


async def remove_people(context: Context, ids: Sequence[UUID]) -> list[UUID]:
    """Delete accounts that were made and never used, with everything of theirs; the ids that went. The caller records
    why."""
    return [record["id"] for record in await context.db.rows(REMOVE_MANY, ids=list(ids))]


async def rename_people(context: Context, people: Sequence[tuple[UUID, str]]) -> None:
    """Write the names that the office states for many people at once. The caller records why."""
    ids, names = [key for key, _ in people], [name for _, name in people]
    await context.db.run(RENAME_MANY, ids=ids, names=names, now=context.now)


async def correct(context: Context, user_id: UUID, *, full_name: str | None = None, email: str | None = None) -> User:
    """Correct somebody's name or address, as the office or the person may. The caller records why."""
    changes = {"full_name": full_name, "email": canonical_email(email) if email else None}
    try:
        async with context.db.attempt():
            return await context.db.update(User, user_id, **{k: v for k, v in changes.items() if v is not None})
    except asyncpg.UniqueViolationError as error:
        raise Conflict("This e-mail address belongs to another account.", code="email_taken") from error
