"""Days and hours as people write them in job descriptions."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_FORMS = (
    r"(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)",
    r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?[ \t]*(?:of )?[ \t-]*" + _NAME.format("n2") + r"(?:[ \t,'’-]*(?P<y2>20\d\d|\d\d(?!\d|:|[ \t]*[ap]\.?m)))?",
    _NAME.format("n3") + r"[ \t]+(?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?:[ \t,]+(?P<y3>20\d\d))?",
    r"(?P<d4>\d{1,2})[./-](?P<m4>\d{1,2})[./-](?P<y4>20\d\d|\d\d)",
)  # fmt: skip
_DATE = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.I)
_TIME = re.compile(
    r"(?i)[ \t,(]*(?:at|by|before|till|until|@)?[ \t]*(?:(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?[ \t]*(?P<half>[ap]\.?m\.?)|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)|(?P<word>noon|midnight))"
)
_REACH = 40


@dataclass(frozen=True, slots=True)
class When:
    """A day (`2026-11-25`) or a local instant without a zone (`2026-11-25T17:00:00`); `end` is where it ends in the text."""

    text: str
    end: int
    sure: bool


def find_date(text: str, start: int, today: date) -> When | None:
    """The first date within a few words of `start`. A date without a year is the next of its name; day and month in
    figures are read in that order, and not for sure where the other order would do as well."""
    match = _DATE.search(text, start, start + _REACH)
    # A date on a later line, with other words before that line's end, belongs to something else.
    if match is None or "\n" in text[start : match.start()].strip():
        return None
    sure = True
    if match["d1"]:
        year, month, day = int(match["y1"]), int(match["m1"]), int(match["d1"])
    elif match["d4"]:
        year, month, day = _year(match["y4"]), int(match["m4"]), int(match["d4"])
        sure = day > 12 or day == month
        if month > 12 >= day:
            month, day = day, month
    else:
        name, number, said = (
            (match["n2"], match["d2"], match["y2"]) if match["d2"] else (match["n3"], match["d3"], match["y3"])
        )
        month, day = _MONTHS.index(name[:3].lower()) + 1, int(number)
        if said:
            year = _year(said)
        else:
            sure, year = False, today.year + (1 if (month, day) < (today.month, today.day) else 0)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    hour, end = _hour(text, match.end())
    return When(found.isoformat() + hour, end, sure)


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _hour(text: str, start: int) -> tuple[str, int]:
    """The time of day behind a date, as `T17:00:00`; empty where there is none."""
    match = _TIME.match(text, start)
    if match is None:
        return "", start
    if match["word"]:
        return ("T12:00:00" if match["word"].lower() == "noon" else "T23:59:59"), match.end()
    if match["h24"]:
        return f"T{int(match['h24']):02d}:{match['m24']}:00", match.end()
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if not (1 <= hour <= 12 and minute < 60):
        return "", start
    hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return f"T{hour:02d}:{minute:02d}:00", match.end()


_MONTH = re.compile(_NAME.format("n") + r"[ \t,'’]*(?P<y>20\d\d)", re.I)


def find_month(text: str, start: int) -> When | None:
    """A month and its year near `start`, as its first day."""
    match = _MONTH.search(text, start, start + _REACH)
    if match is None:
        return None
    return When(f"{match['y']}-{_MONTHS.index(match['n'][:3].lower()) + 1:02d}-01", match.end(), False)
