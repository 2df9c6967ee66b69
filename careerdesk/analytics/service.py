"""Reading the numbers, and the directory as a file."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta

import orjson

from careerdesk.analytics.repository import DIRECTORIES, STATS, STATS_IN_DEPARTMENT
from careerdesk.analytics.schemas import DirectoryQuery
from careerdesk.kernel.context import Context
from careerdesk.kernel.text import spreadsheet_cell
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission

WAITING_DAYS = 3
EXPORTED = (
    "email", "full_name", "roll_no", "branch", "department", "cgpa", "graduation_year", "phone", "tenth_percent",
    "twelfth_percent", "active_backlogs", "gender", "is_placed", "placed_company", "applications_count",
)  # fmt: skip


async def stats(context: Context) -> bytes:
    """The numbers of the office's home page, as JSON."""
    zone = await organisations.zone_of(context)
    here = context.now.astimezone(zone)
    begins = datetime.combine(here.date(), time(), zone)
    ends = datetime.combine(here.date() + timedelta(days=1), time(), zone)
    own_department = context.caller.department
    found: str = await context.db.value(
        STATS if own_department is None else STATS_IN_DEPARTMENT,
        now=context.now, day_begins=begins, day_ends=ends, waiting_days=WAITING_DAYS, own_department=own_department,
    )  # fmt: skip
    return found.encode()


async def directory(context: Context, query: DirectoryQuery) -> bytes:
    """One page of the students in the caller's reach."""
    listing = DIRECTORIES[context.caller.require(Permission.STUDENTS_READ)]
    return await listing.page(context.db, query, own_department=context.caller.department)


async def directory_csv(context: Context, query: DirectoryQuery) -> AsyncIterator[bytes]:
    """The directory under the same filters, a hundred students at a time, for Excel: with a BOM, and nothing in it is
    run as a formula. The first columns are those of an import."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(EXPORTED)
    page = 1
    while True:
        part = query.model_copy(update={"page": page, "limit": 100, "skip": None})
        found = orjson.loads(await directory(context, part))
        for item in found["items"]:
            writer.writerow([spreadsheet_cell(_cell(item[name])) for name in EXPORTED])
        text = line.getvalue()
        yield (("\ufeff" if page == 1 else "") + text).encode()
        line.seek(0)
        line.truncate()
        if page >= found["pages"]:
            return
        page += 1


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
