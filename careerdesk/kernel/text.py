"""Text that people typed: one canonical form, no hidden characters."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean(value: str) -> str:
    """NFC, no control or direction-override characters, no blanks at the ends."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", value)).strip()


def canonical_email(value: str) -> str:
    """The one form in which an address is stored and looked up: NFKC and case-folded."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def spreadsheet_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP CSV injection)."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _not_blank(value: str) -> str:
    if not value:
        raise ValueError("This is blank.")
    return value


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean), AfterValidator(_not_blank)
]
"""One line of text, 1 to 200 characters."""
Note = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(clean)]
"""A short text of at most 2,000 characters."""
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(clean)]
"""A long text of at most 20,000 characters."""
LongProse = Annotated[str, StringConstraints(max_length=60_000), AfterValidator(clean)]
"""What companies write about a job: at most 60,000 characters."""


def _bounded(value: datetime) -> datetime:
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    if not 1900 <= value.year <= 2200:
        raise ValueError("The year must be between 1900 and 2200.")
    return value.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_bounded)]
"""An instant between 1900 and 2200; without a zone it is taken as UTC."""


def _day_or_instant(value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("Write a day (2026-12-01) or an instant (2026-12-01T18:00:00+05:30).")
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("Write a day (2026-12-01) or an instant (2026-12-01T18:00:00+05:30).") from None


def _sensible_year(value: date | datetime | None) -> date | datetime | None:
    if value is not None and not 2000 <= value.year <= 2150:
        raise ValueError("The year must be between 2000 and 2150.")
    return value


DayOrInstant = Annotated[date | datetime | None, BeforeValidator(_day_or_instant), AfterValidator(_sensible_year)]
"""A deadline as it is written: an instant, or a day that ends at midnight in the institution's zone."""
