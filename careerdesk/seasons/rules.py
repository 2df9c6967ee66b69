"""Who may apply, and why: plain functions over facts. No clock, no database. Placement policies stand on these.

A ruling names its rule, says it in words with both numbers, and says what would change it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

Number = Decimal | float | int


@dataclass(frozen=True, slots=True)
class Policy:
    """A season's policy. `max_offers`: accepted offers a student may hold; `close_others`: what an acceptance that uses
    up the rights does to the student's other applications; `offer_days`: the usual time to answer."""

    max_offers: int = 1
    close_others: bool = True
    offer_days: int = 3
    version: str = "1"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Policy":
        known = {name: data[name] for name in ("max_offers", "close_others", "offer_days", "version") if name in data}
        return cls(**known)


@dataclass(frozen=True, slots=True)
class StudentFacts:
    """What is known of a student when it is decided. Percentages 0–100, CGPA on the institution's scale of 10."""

    branch: str
    cgpa: Number | None
    graduation_year: int | None
    active_backlogs: int | None
    tenth_percent: Number | None
    twelfth_percent: Number | None
    gender: str | None
    verified: bool
    accepted_offers: int
    placed_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a job asks for; None or empty asks for nothing."""

    min_cgpa: Number | None = None
    branches: Sequence[str] = ()
    graduation_year: int | None = None
    max_active_backlogs: int | None = None
    min_10th: Number | None = None
    min_12th: Number | None = None
    gender: str | None = None


Ruling = Mapping[str, Any]
"""One rule's verdict: `rule`, `passed`, `text`, `needed`, `actual`, and `remedy`: what would change it, where it failed."""


def shown(value: Number) -> str:
    """A number as people write it: 7.5, not 7.50."""
    return f"{float(value):g}"


def _ruling(rule: str, passed: bool, text: str, needed: Any, actual: Any, remedy: str) -> Ruling:
    return {
        "rule": rule,
        "passed": passed,
        "text": text,
        "needed": needed,
        "actual": actual,
        "remedy": None if passed else remedy,
    }


CORRECT = "Ask the office to correct your record if it is wrong."
CHECK = "Check it in your profile."


def decide(facts: StudentFacts, criteria: Criteria, policy: Policy) -> dict[str, Any]:
    """The verdict: `{"eligible", "summary", "reasons": [ruling…], "unverified"}`. `summary` is the first failed rule in
    words. Rulings are kept by their two values, because a page of jobs asks the same few questions again and again."""
    verified = facts.verified
    rulings: list[Ruling] = []
    if criteria.min_cgpa is not None:
        rulings.append(at_least("cgpa", "CGPA", "", criteria.min_cgpa, facts.cgpa, verified))
    if criteria.branches:
        rulings.append(one_of_branches(tuple(criteria.branches), facts.branch, verified))
    if criteria.graduation_year is not None:
        rulings.append(same_year(criteria.graduation_year, facts.graduation_year, verified))
    if criteria.max_active_backlogs is not None:
        rulings.append(few_backlogs(criteria.max_active_backlogs, facts.active_backlogs, verified))
    if criteria.min_10th is not None:
        rulings.append(at_least("tenth", "10th", " %", criteria.min_10th, facts.tenth_percent, verified))
    if criteria.min_12th is not None:
        rulings.append(at_least("twelfth", "12th", " %", criteria.min_12th, facts.twelfth_percent, verified))
    if criteria.gender is not None:
        rulings.append(same_gender(criteria.gender, facts.gender))
    rulings.append(rights(facts.accepted_offers, policy.max_offers, facts.placed_elsewhere))
    first = next((ruling for ruling in rulings if not ruling["passed"]), None)
    return {
        "eligible": first is None,
        "summary": "You can apply" if first is None else first["text"],
        "reasons": rulings,
        "unverified": not verified,
    }


@lru_cache(maxsize=4096)
def at_least(rule: str, label: str, unit: str, needed: Number, actual: Number | None, verified: bool) -> Ruling:
    """A figure that must not be below another."""
    yours = "yours is not on record" if actual is None else f"yours {shown(actual)}{unit}"
    text = f"{label} {shown(needed)}{unit} needed, {yours}"
    passed = actual is not None and actual >= needed
    value = None if actual is None else float(actual)
    return _ruling(rule, passed, text, float(needed), value, CORRECT if verified else CHECK)


@lru_cache(maxsize=4096)
def one_of_branches(branches: tuple[str, ...], branch: str, verified: bool) -> Ruling:
    """The branch must be one of these; capitals do not matter."""
    passed = branch.casefold() in {name.casefold() for name in branches}
    text = f"Open to {', '.join(branches)}" + ("" if passed else f", you are in {branch}")
    return _ruling("branch", passed, text, list(branches), branch, CORRECT if verified else CHECK)


@lru_cache(maxsize=1024)
def same_year(needed: int, year: int | None, verified: bool) -> Ruling:
    """The year of graduation."""
    passed = year == needed
    yours = "yours is not on record" if year is None else f"yours is {year}"
    text = f"Graduation in {needed}" + ("" if passed else f" needed, {yours}")
    return _ruling("graduation_year", passed, text, needed, year, CORRECT if verified else CHECK)


@lru_cache(maxsize=1024)
def few_backlogs(limit: int, count: int | None, verified: bool) -> Ruling:
    """Not more active backlogs than this."""
    passed = count is not None and count <= limit
    wanted = "No active backlogs" if limit == 0 else f"At most {limit} active backlogs"
    if count is None:
        return _ruling(
            "backlogs", False, f"{wanted}, yours are not on record", limit, None, CORRECT if verified else CHECK
        )
    remedy = f"Clear {count - limit} of them and have the office update your record."
    return _ruling("backlogs", passed, wanted if passed else f"{wanted}, you have {count}", limit, count, remedy)


@lru_cache(maxsize=64)
def same_gender(needed: str, gender: str | None) -> Ruling:
    """Only where the institution's settings permit such a rule."""
    remedy = "The institution permits this rule for this drive. Ask the office if you have doubts."
    return _ruling("gender", gender == needed, f"Open to {needed} candidates only", needed, gender, remedy)


@lru_cache(maxsize=256)
def rights(held: int, most: int, placed_elsewhere: bool) -> Ruling:
    """Whether the policy leaves the student the right to one more offer."""
    if placed_elsewhere:
        remedy = "Ask the office to take the record back if it is wrong."
        return _ruling("policy", False, "You are recorded as placed outside this season", 0, 1, remedy)
    text = f"{most} accepted {'offer' if most == 1 else 'offers'} per student, you hold {held}"
    return _ruling("policy", held < most, text, most, held, "This opens again if your offer is revoked.")


def is_over(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether a deadline has passed; it is an instant and belongs to the time before."""
    return deadline_at is not None and now > deadline_at
