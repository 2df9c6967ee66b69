"""Signing in by password and by code, as the institution has decided; devices that are remembered. Known and unknown
addresses take the same steps up to the answer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.codes import service as codes
from careerdesk.codes.schemas import CodeSent
from careerdesk.codes.service import Blocked, Keys
from careerdesk.codes.states import Module
from careerdesk.identity import service as identity
from careerdesk.identity.service import Device, SignedIn
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Invalid, Missing
from careerdesk.kernel.text import canonical_email
from careerdesk.organisations import service as organisations
from careerdesk.organisations.service import Mode, SignInPolicy
from careerdesk.organisations.states import Feature
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import reaches_of
from careerdesk.signin.repository import DEVICE, DEVICES, FORGET, PROVIDERS, SEEN
from careerdesk.signin.rules import looks_like_another, masked
from careerdesk.signin.schemas import DeviceItem, InstitutionOfWays, Provider, Way, Ways

STEP_SECONDS = 900
"""How long a right password waits for its code."""
_WAYS: dict[Mode, list[Way]] = {
    Mode.PASSWORD: ["password", "code", "passkey"],
    Mode.PASSWORD_CODE: ["password", "passkey"],
    Mode.PASSWORDLESS: ["code", "passkey"],
    Mode.SSO: [],
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the door: a browser or a program, and the secrets that it brought along. `device`: it is remembered;
    `step`: a password was right there a moment ago."""

    browser: bool
    device: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class HalfIn:
    """The password was right and a code is on its way. `step`: what the browser shows again with the code."""

    sent: CodeSent
    step: str | None


def address_of(email: str) -> str:
    """The one form of an address, no longer than addresses are: some letters become eighteen when they are normalised."""
    return canonical_email(email)[:254]


async def ways_of(context: Context, email: str | None) -> Ways:
    """How an address signs in. Decided by its domain, else by the institution of the request; never by whether there is an
    account."""
    address = canonical_email(email or "")
    home = (await organisations.find_claiming(context, address) if address else None) or context.db.tenant
    if home is None:
        policy, named, providers = SignInPolicy(), None, []
    else:
        context.db.enter(home)
        institution = await organisations.current(context)
        policy = organisations.policy_of(institution)
        named = InstitutionOfWays(slug=institution.slug, name=institution.name)
        providers = await _providers(context, institution.slug)
    ways: list[Way] = [*_WAYS[policy.mode]]
    registers = policy.may_register(address) if address else policy.registration != "closed"
    if home is not None:
        has = await organisations.features(context)
        registers = registers and has[Feature.REGISTRATION]
        if not has[Feature.PASSKEYS]:
            ways = [way for way in ways if way != "passkey"]
    if providers or policy.mode is Mode.SSO:
        ways.append("sso")
    return Ways(
        ways=ways,
        first=ways[0],
        providers=providers,
        institution=named,
        registration=registers,
        masked=masked(address) if address else "",
        break_glass=policy.mode is Mode.SSO,
    )


async def _providers(context: Context, slug: str) -> list[Provider]:
    return [
        Provider(**record, url=f"/api/v1/auth/sso/{record['slug']}/login?institution={slug}")
        for record in await context.db.rows(PROVIDERS)
    ]


async def sign_in(context: Context, visitor: Visitor, *, email: str, password: str) -> SignedIn | HalfIn:
    """Sign in with a password; where the institution asks for a code as well, it is sent, except to a device that is
    remembered. Where passwords open nothing, a right one is answered as a wrong one."""
    address = address_of(email)
    device_id = await _device_of(context, visitor, address)
    alone = False

    async def accepts(account: Record) -> bool:
        nonlocal alone
        policy = await organisations.sign_in_policy(context)
        alone = policy.mode is Mode.PASSWORD or (policy.mode is Mode.PASSWORD_CODE and device_id is not None)
        return policy.uses_password() or (policy.mode is Mode.SSO and await _breaks_glass(context, account["user_id"]))

    account = await identity.prove_password(
        context, email=address, password=password, device_id=device_id, accepts=accepts
    )
    if not alone:
        return await _ask_for_code(context, visitor, address, device_id)
    await context.db.begin()
    if device_id is not None:
        await context.db.run(SEEN, id=device_id, now=context.now)
    return await identity.open_session(context, account["user_id"], account["full_name"], browser=visitor.browser)


async def _breaks_glass(context: Context, user_id: UUID) -> bool:
    """Whether somebody may come in by password and code although only the identity provider opens the door: who could
    change that decision."""
    return Permission.INSTITUTION_MANAGE in reaches_of(tuple(await identity.roles_of(context, user_id)))


async def _ask_for_code(context: Context, visitor: Visitor, address: str, device_id: UUID | None) -> HalfIn:
    # Counted apart: who does not know the password cannot use these up.
    keys = Keys(Module.LOGIN, address, str(device_id) if device_id else "second")
    sent = await _ask(context, keys)
    step = identity.new_secret() if visitor.browser else None
    await context.store.put(_step_key(address, step), "right", STEP_SECONDS)
    await context.db.begin()
    await codes.send(context, keys, proved=True)
    return HalfIn(sent, step)


def _step_key(address: str, step: str | None) -> str:
    return f"password_was_right:{address}:{identity.digest(step).hex() if step else 'program'}"


async def _proved(context: Context, visitor: Visitor, address: str) -> bool:
    """Whether this browser (or a program) gave the right password a moment ago."""
    return await context.store.get(_step_key(address, visitor.step)) is not None


async def _keys(context: Context, visitor: Visitor, module: Module, address: str) -> tuple[Keys, UUID | None, bool]:
    device_id = await _device_of(context, visitor, address)
    proved = module is Module.LOGIN and await _proved(context, visitor, address)
    return Keys(module, address, str(device_id) if device_id else "second" if proved else ""), device_id, proved


async def send_code(context: Context, visitor: Visitor, *, module: Module, email: str) -> CodeSent:
    """Have a code sent, the first time or again."""
    address = address_of(email)
    keys, _, proved = await _keys(context, visitor, module, address)
    sent = await _ask(context, keys)
    await context.db.begin()
    await codes.send(context, keys, proved=proved)
    return sent


async def redeem(
    context: Context, visitor: Visitor, *, module: Module, address: str, code: str, about: str = ""
) -> bool:
    """Use up a code; whether the password had been right before it."""
    keys, device_id, proved = await _keys(context, visitor, module, address)
    if module is Module.LOGIN and device_id is None and not proved:
        await _require_not_paused(context, address)
    try:
        await codes.redeem(context, keys, "".join(code.split()), about=about)
    except Blocked as refused:
        raise await _with_ways(context, refused, address) from None
    return proved


async def _require_not_paused(context: Context, address: str) -> None:
    try:
        await codes.require_not_paused(context)
    except codes.Paused as refused:
        refused.extra["ways"] = [way for way in (await ways_of(context, address)).ways if way != "code"]
        raise


async def _ask(context: Context, keys: Keys) -> CodeSent:
    try:
        return await codes.ask(context, keys)
    except Blocked as refused:
        raise await _with_ways(context, refused, keys.address) from None


async def _with_ways(context: Context, refused: Blocked, address: str) -> Blocked:
    """The refusal, and what else opens the door."""
    refused.extra["ways"] = (await ways_of(context, address)).ways
    return refused


async def verify(context: Context, visitor: Visitor, *, email: str, code: str) -> SignedIn:
    """Sign in with a code: alone, or after the password where the institution asks for both."""
    address = address_of(email)
    proved = await redeem(context, visitor, module=Module.LOGIN, address=address, code=code)
    account = await identity.find_account(context, address)
    if account is None or account["state"] == "inactive":
        raise codes.WrongCode("This code is not right, or no longer.")
    context.db.enter(account["institution_id"])
    # Decided again: the institution may have changed its mind since the code was mailed.
    policy = await organisations.sign_in_policy(context)
    if not (policy.uses_code_alone() or proved):
        raise codes.WrongCode("This code is not right, or no longer.")
    await context.store.forget(_step_key(address, visitor.step))
    await context.db.begin()
    await identity.activate(context, account["user_id"])
    method = "a password and a code" if proved else "a code"
    return await identity.open_session(
        context, account["user_id"], account["full_name"], browser=visitor.browser, method=method
    )


async def reset_password(context: Context, visitor: Visitor, *, email: str, code: str, new_password: str) -> None:
    """Choose a new password with a mailed code. Every session ends, no device is remembered any longer."""
    address = address_of(email)
    identity.require_good(new_password, address, "new_password")
    await redeem(context, visitor, module=Module.FORGETPASSWORD, address=address, code=code)
    account = await identity.find_account(context, address)
    await context.db.release()
    password_hash = await identity.hash_password(context, new_password)
    if account is None or account["state"] == "inactive":
        raise codes.WrongCode("This code is not right, or no longer.")
    context.db.enter(account["institution_id"])
    await context.db.begin()
    await identity.reset_password(context, account["user_id"], password_hash=password_hash)


def require_plain_address(address: str) -> None:
    """422 for an address that could be taken for another."""
    if looks_like_another(address):
        raise Invalid.field(
            "email",
            "This address mixes letters that look alike but belong to different scripts. Type it again on one keyboard.",
            "look_alike",
        )


async def remember(context: Context, signed_in: SignedIn) -> tuple[str, int]:
    """Remember the browser that has just signed in; its secret, and for how many seconds."""
    days = (await organisations.sign_in_policy(context)).remember_days
    secret = identity.new_secret()
    await context.db.insert(
        Device,
        user_id=signed_in.user_id,
        secret_hash=identity.digest(secret),
        ip=context.ip,
        user_agent=context.user_agent,
        seen_at=context.now,
        expires_at=context.now + timedelta(days=days),
    )
    return secret, days * 86_400


async def _device_of(context: Context, visitor: Visitor, address: str) -> UUID | None:
    """The remembered device that asks, if it is one of the owner of that address."""
    if visitor.device is None:
        return None
    found = await context.db.lookup(DEVICE, secret=identity.digest(visitor.device), now=context.now)
    if found is None or found["email"] != address:
        return None
    device_id: UUID = found["device_id"]
    return device_id


async def list_devices(context: Context, secret: str | None) -> list[DeviceItem]:
    """The caller's remembered devices."""
    found = await context.db.rows(
        DEVICES, user_id=context.user_id, now=context.now, secret=identity.digest(secret) if secret else b""
    )
    return [DeviceItem(**record) for record in found]


async def forget_device(context: Context, device_id: UUID) -> None:
    """Remember one of the caller's devices no longer; 404 for another's."""
    if not await context.db.run(FORGET, id=device_id, user_id=context.user_id):
        raise Missing("This device")
    name = context.caller.full_name
    await audit.record(context, "auth.forget_device", ("user", context.user_id), f"{name} had a device forgotten")
