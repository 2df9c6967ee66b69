"""Making and mailing codes: in the background, so that the answer takes as long for an address that nobody has."""

from uuid import UUID

import structlog

from careerdesk.adapters.mail import Mailer, Message, PermanentMailError
from careerdesk.codes import service
from careerdesk.codes.mails import Letter, already_known, with_code
from careerdesk.codes.repository import PURGE, REGISTRATION
from careerdesk.codes.rules import Keys, new_code
from careerdesk.codes.states import Module
from careerdesk.identity import service as identity
from careerdesk.kernel.context import Context, system_context
from careerdesk.kernel.db import Record
from careerdesk.kernel.tasks import task
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import reaches_of

log = structlog.get_logger("careerdesk.codes")


@task("codes.send", retries=3, timeout=60, priority=10)
async def send(context: Context, *, module: str, address: str, proved: bool, ip: str, browser: str) -> None:
    """Make a code, keep its hash, mail it. Nothing happens for an address that may not have one. The code exists here and in
    the mail alone; a repeat makes a new one, and the one before is worth nothing then."""
    keys, code = Keys(Module(module), address), new_code()
    account = await identity.find_account(context, address)
    home = account["institution_id"] if account is not None else context.db.tenant
    if home is None:
        return
    # In a transaction that is over before the mail leaves: who reads quickly must find the code kept.
    async with system_context(context.house, home) as there:
        letter = await _letter(there, keys, account, proved, _origin(ip, browser))
        if letter is not None and not letter.known:
            await service.put(there, keys, code, about=letter.about)
    if letter is None:
        return
    mailer: Mailer = context.house.adapters["mailer"]
    public_url = context.settings.public_url.rstrip("/")
    html: str | None = None
    if letter.known:
        subject, text = already_known(letter, public_url)
    else:
        seconds = context.settings.auth.otp_seconds
        subject, text, html = with_code(letter, keys.module, code, seconds, public_url)
    try:
        await mailer.send(Message(to=letter.to, subject=subject, text=text, html=html))
    except PermanentMailError as error:
        # Trying again would not help, and the address is nobody's business in a log.
        log.warning("code_not_mailed", module=module, error=type(error).__name__)


@task("codes.purge", cron="29 * * * *")
async def purge(context: Context) -> None:
    """Forget who asked for codes a day ago: their address and network stand in the tasks that mailed them."""
    await context.db.run(PURGE, now=context.now)


async def _letter(context: Context, keys: Keys, account: Record | None, proved: bool, origin: str) -> Letter | None:
    """What is to be mailed to the address, if anything is."""
    institution = await organisations.current(context)
    default = institution.slug == context.settings.default_institution
    query = "" if default else f"?institution={institution.slug}"
    if account is None:
        found = await context.db.row(REGISTRATION, email=keys.address, now=context.now)
        if keys.module is not Module.REGISTER or found is None:
            return None
        # Without the name: a stranger may have written it, to have us mail their words.
        return Letter(found["email"], None, institution.name, origin, about=str(found["id"]), query=query)
    if account["state"] == "inactive":
        return None
    user = await identity.find_user(context, account["user_id"])
    letter = Letter(
        user.email, user.full_name, institution.name, origin, known=keys.module is Module.REGISTER, query=query
    )
    if letter.known or await _opens(context, keys.module, user.id, institution, proved):
        return letter
    return None


async def _opens(
    context: Context, module: Module, user_id: UUID, institution: organisations.Institution, proved: bool
) -> bool:
    """Whether a code for this would open anything, as the institution has decided."""
    policy = organisations.policy_of(institution)
    if module is Module.LOGIN:
        return proved or policy.uses_code_alone()
    roles = await identity.roles_of(context, user_id)
    return policy.uses_password() or Permission.INSTITUTION_MANAGE in reaches_of(tuple(roles))


def _origin(ip: str, browser: str) -> str:
    """Where a code was asked for, in words."""
    where = f"the network address {ip}" if ip else "an unknown network address"
    return f"{where}, with {browser}" if browser else where
