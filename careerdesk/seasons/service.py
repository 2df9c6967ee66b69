"""The current season, and decisions about a student."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid
from careerdesk.seasons.models import Season
from careerdesk.seasons.repository import ALL, CURRENT, STUDENT_FACTS
from careerdesk.seasons.rules import Criteria, Policy, StudentFacts, decide, is_over, shown

__all__ = ["STUDENT_FACTS", "Criteria", "Policy", "StudentFacts", "decide", "is_over", "shown"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A student before a decision: the facts, the season, its policy."""

    facts: StudentFacts
    season_id: UUID
    policy: Policy


async def current(context: Context) -> Season:
    """The season that new jobs belong to."""
    found = await context.db.one(Season, CURRENT)
    if found is None:
        raise Conflict("This institution has no current season. An administrator opens one.", code="no_season")
    return found


def shown_season(season: Season) -> dict[str, Any]:
    """A season as it goes over the wire."""
    return {name: getattr(season, name) for name in ("id", "name", "starts_date", "ends_date", "is_current", "closing")}


async def seasons_of(context: Context) -> list[dict[str, Any]]:
    """Every season, the latest first."""
    return [shown_season(season) for season in await context.db.many(Season, ALL)]


async def record_past(
    context: Context, *, name: str, starts_date: date, ends_date: date, closing: dict[str, int]
) -> Season:
    """A season from before the institution worked with Careerdesk, for the figures with which it ended."""
    if ends_date > context.now.date():
        raise Invalid.field("ends_date", "This season has not ended yet.")
    made = await context.db.insert(
        Season, name=name, starts_date=starts_date, ends_date=ends_date, is_current=False, policy={}, closing=closing
    )
    sentence = f"{context.caller.full_name} recorded the season {name}"
    await audit.record(context, "seasons.record", ("season", made.id), sentence, **closing)
    return made


async def change(context: Context, season_id: UUID, **given: Any) -> Season:
    """Name a season, or write down the figures with which it ended."""
    if given.get("name", "") is None:
        raise Invalid.field("name", "A season has a name.", "missing")
    await context.db.get(Season, season_id, "This season", lock=True)
    season = await context.db.update(Season, season_id, **given)
    sentence = f"{context.caller.full_name} changed the {' and '.join(sorted(given))} of the season {season.name}"
    await audit.record(context, "seasons.change", ("season", season_id), sentence, **given)
    return season


async def standing_of(context: Context, student_id: UUID) -> Standing:
    """The facts of one student, in one statement; 403 for accounts without a student record."""
    found = await context.db.row(STUDENT_FACTS, student_id=student_id)
    return standing_from(found)


def standing_from(found: Mapping[str, Any] | Record | None) -> Standing:
    """The standing from what STUDENT_FACTS found."""
    if found is None:
        raise Forbidden("This account has no student record.", code="no_student_record")
    facts = StudentFacts(
        branch=found["branch"],
        cgpa=_float(found["cgpa"]),
        graduation_year=found["graduation_year"],
        active_backlogs=found["active_backlogs"],
        tenth_percent=_float(found["tenth_percent"]),
        twelfth_percent=_float(found["twelfth_percent"]),
        gender=found["gender"],
        verified=found["verified"],
        accepted_offers=found["accepted_offers"],
        placed_elsewhere=found["placed_elsewhere"],
    )
    return Standing(facts, UUID(str(found["season_id"])), Policy.of(found["policy"]))


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
