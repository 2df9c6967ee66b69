"""What an item says, in English. The web words the same event and facts in the reader's language; a mail or a program
reads this."""

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]

_MOVED = {
    "SELECTED": "You are selected for {job}",
    "IN_PROCESS": "The process for {job} has begun",
    "INTERVIEW_SCHEDULED": "You are invited to an interview for {job}",
    "SHORTLISTED": "You are on the shortlist for {job}",
    "OFFER_RELEASED": "You have an offer: {job}",
    "PLACED": "You are placed: {job}",
    "OFFER_DECLINED": "The offer for {job} is closed",
    "WITHDRAWN": "Your application for {job} is withdrawn",
    "REJECTED": "{job}: not successful this time",
}
_CAUSES = {
    "lapsed": "The deadline of your offer for {job} has passed",
    "revoked": "The offer for {job} was revoked",
}


def _job(facts: Facts) -> str:
    company = facts.get("company")
    return f"{facts.get('job', 'a job')} at {company}" if company else str(facts.get("job", "a job"))


def _moved(facts: Facts) -> str:
    words = _CAUSES.get(str(facts.get("cause"))) or _MOVED.get(str(facts.get("status")), "{job} has moved on")
    return words.format(job=_job(facts))


def _applied(facts: Facts) -> str:
    n = int(facts.get("n", 1))
    if n > 1:
        return f"{n} new applications for {_job(facts)}"
    return f"{facts.get('student', 'Somebody')} applied for {_job(facts)}"


def _plain(words: str) -> Callable[[Facts], str]:
    """`{job}` is the title with its company; every other name is the fact of that name."""

    def say(facts: Facts) -> str:
        return words.format_map(_Known({**facts, "job": _job(facts)}))

    return say


class _Known(dict[str, Any]):
    """A fact that is not there is said as "somebody" instead of failing."""

    def __missing__(self, key: str) -> str:
        return "somebody"


def _field(facts: Facts) -> str:
    return str(facts.get("field", "record")).replace("_", " ")


WORDS: Mapping[str, Callable[[Facts], str]] = {
    "application.moved": _moved,
    "application.applied": _applied,
    "application.nudged": _plain("The office reminds you of {job}"),
    "offer.accepted": _plain("{student} accepted the offer for {job}"),
    "offer.declined": _plain("{student} declined the offer for {job}"),
    "offer.lapsed": _plain("{student} let the offer for {job} lapse"),
    "offer.revoked": _plain("Your offer for {job} was revoked"),
    "offer.reneged": _plain("{student} gave up the accepted offer for {job}"),
    "offer.question": _plain("{student} asks about the offer for {job}"),
    "job.submitted": _plain("{job} waits for approval"),
    "job.approved": _plain("{job} is approved and open"),
    "job.declined": _plain("{job} was declined"),
    "job.asked": _plain("The office has a question about {job}"),
    "account.passkey_added": _plain("The passkey “{name}” was added to your account"),
    "account.passkey_removed": _plain("The passkey “{name}” was removed from your account"),
    "account.provider_linked": _plain("You can sign in with {name} from now on"),
    "account.key_made": _plain("The API key “{name}” was made for your account"),
    "account.key_revoked": _plain("An administrator revoked your API key “{name}”"),
    "account.roles": _plain("Your roles are now: {roles}"),
    "account.reactivated": _plain("{who} opened your account again"),
    "account.signed_out": _plain("{who} signed you out everywhere"),
    "account.acted": _plain("{who} is acting in your place until {until}: {reason}"),
    "task.succeeded": _plain("Done: {title}"),
    "task.failed": _plain("Failed: {title}"),
    "correction.asked": lambda facts: f"{facts.get('student', 'A student')} asks to correct the {_field(facts)}",
    "correction.accepted": lambda facts: f"Your {_field(facts)} has been corrected",
    "correction.refused": lambda facts: f"Your {_field(facts)} was not corrected",
}


def title(event: str, facts: Facts) -> str:
    """One line, in English; for an event without words of its own, its name."""
    words = WORDS.get(event)
    return words(facts) if words is not None else event.replace(".", " ").capitalize()
