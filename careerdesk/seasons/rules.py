"""Who may apply, and why: plain functions over facts. No clock, no database. Placement policies stand on these.

A ruling names its rule, says it in words with both numbers, and says what would change it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule's verdict. `remedy`: what would change it, where it failed."""

    rule: str
    passed: bool
    text: str
    needed: Any = None
    actual: Any = None
    remedy: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "passed": self.passed,
            "text": self.text,
            "needed": self.needed,
            "actual": self.actual,
            "remedy": self.remedy,
        }


def shown(value: Number) -> str:
    """A number as people write it: 7.5, not 7.50."""
    return f"{float(value):g}"


def decide(facts: StudentFacts, criteria: Criteria, policy: Policy) -> dict[str, Any]:
    """The verdict: `{"eligible", "summary", "reasons": [ruling…]}`. `summary` is the first failed rule in words."""
    rulings: list[Ruling] = []
    correct = "Ask the office to correct your record if it is wrong." if facts.verified else "Check it in your profile."
    _at_least(rulings, "cgpa", "CGPA", criteria.min_cgpa, facts.cgpa, "", correct)
    if criteria.branches:
        wanted = [branch.casefold() for branch in criteria.branches]
        passed = facts.branch.casefold() in wanted
        names = ", ".join(criteria.branches)
        text = f"Open to {names}" + ("" if passed else f", you are in {facts.branch}")
        remedy = None if passed else correct
        rulings.append(Ruling("branch", passed, text, list(criteria.branches), facts.branch, remedy))
    if criteria.graduation_year is not None:
        year = facts.graduation_year
        passed = year == criteria.graduation_year
        yours = "yours is not on record" if year is None else f"yours is {year}"
        text = f"Graduation in {criteria.graduation_year}" + ("" if passed else f" needed, {yours}")
        remedy = None if passed else correct
        rulings.append(Ruling("graduation_year", passed, text, criteria.graduation_year, year, remedy))
    if criteria.max_active_backlogs is not None:
        limit, count = criteria.max_active_backlogs, facts.active_backlogs
        passed = count is not None and count <= limit
        wanted_text = "No active backlogs" if limit == 0 else f"At most {limit} active backlogs"
        yours = "yours are not on record" if count is None else f"you have {count}"
        text = wanted_text + ("" if passed else f", {yours}")
        clear = correct if count is None else f"Clear {count - limit} of them and have the office update your record."
        rulings.append(Ruling("backlogs", passed, text, limit, count, None if passed else clear))
    _at_least(rulings, "tenth", "10th", criteria.min_10th, facts.tenth_percent, " %", correct)
    _at_least(rulings, "twelfth", "12th", criteria.min_12th, facts.twelfth_percent, " %", correct)
    if criteria.gender is not None:
        passed = facts.gender == criteria.gender
        text = f"Open to {criteria.gender} candidates only"
        remedy = (
            None if passed else "The institution permits this rule for this drive. Ask the office if you have doubts."
        )
        rulings.append(Ruling("gender", passed, text, criteria.gender, facts.gender, remedy))
    rulings.append(_rights(facts, policy))
    failed = [ruling for ruling in rulings if not ruling.passed]
    return {
        "eligible": not failed,
        "summary": failed[0].text if failed else "You can apply",
        "reasons": [ruling.as_dict() for ruling in rulings],
        "unverified": not facts.verified,
    }


def _at_least(
    rulings: list[Ruling], rule: str, label: str, needed: Number | None, actual: Number | None, unit: str, remedy: str
) -> None:
    if needed is None:
        return
    passed = actual is not None and actual >= needed
    text = f"{label} {shown(needed)}{unit} needed, "
    text += "yours is not on record" if actual is None else f"yours {shown(actual)}{unit}"
    value = None if actual is None else float(actual)
    rulings.append(Ruling(rule, passed, text, float(needed), value, None if passed else remedy))


def _rights(facts: StudentFacts, policy: Policy) -> Ruling:
    """Whether the policy leaves the student the right to one more offer."""
    if facts.placed_elsewhere:
        return Ruling(
            "policy", False, "You are recorded as placed outside this season", 0, 1,
            "Ask the office to take the record back if it is wrong.",
        )  # fmt: skip
    held, most = facts.accepted_offers, policy.max_offers
    passed = held < most
    text = f"{most} accepted {'offer' if most == 1 else 'offers'} per student, you hold {held}"
    remedy = None if passed else "This opens again if your offer is revoked."
    return Ruling("policy", passed, text, most, held, remedy)


def is_over(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether a deadline has passed; it is an instant and belongs to the time before."""
    return deadline_at is not None and now > deadline_at
