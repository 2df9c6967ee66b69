"""What to look at before a posting goes out: plain functions over the posting. No clock, no database.

Each check says what is wrong in a sentence, names the field, and gives the figures. None of them refuses anything: the
office decides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Posting = Mapping[str, Any]
NARROW = 0.8
SOON = timedelta(hours=48)
SHORT = 80
INTERNSHIPS = ("internship", "industrial-training")
RULES = {
    "cgpa": ("min_cgpa", "CGPA"),
    "branch": ("branches", "branch"),
    "graduation_year": ("graduation_year", "graduation year"),
    "backlogs": ("max_active_backlogs", "backlogs"),
    "tenth": ("min_10th", "10th percentage"),
    "twelfth": ("min_12th", "12th percentage"),
    "gender": ("gender", "gender"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a posting is checked against. `removed`: how many of `pool` each rule alone removes; `eligible`: who remains."""

    now: datetime
    gender_permitted: bool
    pool: int
    eligible: int
    removed: Mapping[str, int]


Finding = dict[str, Any]
Look = Callable[[Posting, Around], Iterator[Finding]]


def _found(code: str, level: str, field: str, message: str, **facts: Any) -> Finding:
    return {"code": code, "level": level, "field": field, "message": message, "facts": facts}


def names(posting: Posting, around: Around) -> Iterator[Finding]:
    """What students look for first."""
    if not posting.get("title"):
        yield _found("no_title", "error", "title", "Give the role a name.")
    text = posting.get("description") or ""
    if not text and not posting.get("jd_link"):
        yield _found("no_description", "warn", "description", "Say what the work is.")
    elif text and len(text) < SHORT:
        yield _found("short_description", "info", "description", "The description is very short.", letters=len(text))
    if not posting.get("location") and posting.get("job_type") != "remote":
        yield _found("no_location", "warn", "location", "Say where the work is, or that it is remote.")
    if not posting.get("skills"):
        yield _found("no_skills", "info", "skills", "Name skills, so that students find this job by theirs.")


def pay(posting: Posting, around: Around) -> Iterator[Finding]:
    """Pay that is missing, zero, or does not add up."""
    ctc, low, high = posting.get("ctc"), posting.get("salary_min"), posting.get("salary_max")
    parts: Sequence[Mapping[str, Any]] = posting.get("ctc_parts") or ()
    internship = posting.get("job_type") in INTERNSHIPS
    if ctc is None and low is None and high is None:
        yield _found("no_pay", "warn", "ctc", "Say what it pays.")
    elif not (ctc or low or high):
        if internship:
            yield _found("unpaid", "warn", "ctc", "This internship is unpaid.")
        else:
            yield _found("no_pay", "warn", "ctc", "The pay is zero.")
    elif ctc and not parts and not internship:
        yield _found("no_pay_split", "warn", "ctc_parts", "Say which part of the pay is fixed and which is variable.")
    total = sum(float(part["amount"]) for part in parts)
    if ctc and parts and abs(total - float(ctc)) > 1:
        message = "The parts of the pay do not add up to the total."
        yield _found("pay_split_differs", "warn", "ctc_parts", message, total=total, ctc=float(ctc))


def bond(posting: Posting, around: Around) -> Iterator[Finding]:
    """A bond is its time and its price; one without the other tells nobody what they sign."""
    months, amount = posting.get("bond_months"), posting.get("bond_amount")
    if months and amount is None:
        message = "There is a bond, but not what leaving earlier costs."
        yield _found("bond_without_amount", "warn", "bond_amount", message, months=months)
    if amount and not months:
        message = "There is an amount for the bond, but not how long it binds."
        yield _found("bond_without_months", "error", "bond_months", message, amount=float(amount))


def deadline(posting: Posting, around: Around) -> Iterator[Finding]:
    """Whether there is time to apply."""
    at = posting.get("deadline_at")
    if at is None:
        yield _found(
            "no_deadline", "info", "deadline", "Without a deadline the job stays open until somebody closes it."
        )
    elif at <= around.now:
        yield _found("deadline_past", "error", "deadline", "The deadline has passed.", at=at.isoformat())
    elif at <= around.now + SOON:
        hours = int((at - around.now).total_seconds() // 3600)
        message = f"Students have {hours} hours to apply."
        yield _found("deadline_soon", "warn", "deadline", message, hours=hours, at=at.isoformat())


def fairness(posting: Posting, around: Around) -> Iterator[Finding]:
    """Rules that leave out more people than whoever wrote them may think."""
    if posting.get("gender"):
        if around.gender_permitted:
            message = f"Only {posting['gender']} candidates may apply. Keep the ground for it on file."
            yield _found("gender_rule", "warn", "gender", message, gender=posting["gender"])
        else:
            message = "This institution does not admit rules by gender."
            yield _found("gender_refused", "error", "gender", message, gender=posting["gender"])
    for rule, (field, label) in RULES.items():
        removed = around.removed.get(rule, 0)
        if around.pool and removed / around.pool > NARROW:
            message = f"The rule on {label} alone leaves out {removed} of {around.pool} students."
            yield _found("narrow_rule", "warn", field, message, rule=rule, removed=removed, pool=around.pool)
    if around.pool and around.eligible == 0:
        yield _found("nobody_eligible", "warn", "min_cgpa", "Nobody may apply under these rules.", pool=around.pool)


LOOKS: tuple[Look, ...] = (names, pay, bond, deadline, fairness)
_ORDER = {"error": 0, "warn": 1, "info": 2}


def check(posting: Posting, around: Around) -> list[Finding]:
    """Everything there is to look at, the gravest first."""
    found = [finding for look in LOOKS for finding in look(posting, around)]
    return sorted(found, key=lambda finding: _ORDER[finding["level"]])
