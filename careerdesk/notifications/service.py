"""Telling people, and what they do with it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing
from careerdesk.kernel.ids import new_id
from careerdesk.notifications import rules
from careerdesk.notifications.models import Notification
from careerdesk.notifications.repository import MARK, MARK_ALL, MINE, TELL, UNREAD
from careerdesk.notifications.schemas import NotificationItem, NotificationQuery


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody is told. `source` names what it comes from: the same source tells the same person once."""

    user_id: UUID
    event: str
    facts: dict[str, Any]
    link: str
    object_type: str
    object_id: UUID | None
    source: str


async def tell(context: Context, items: Sequence[Item], *, grows: bool = False) -> int:
    """Put items before people, all of them in one statement; the number that were new. `grows`: an item of a known
    source takes the place of the old one when its facts have changed."""
    if not items:
        return 0
    return await context.db.run(
        TELL,
        items=[{"id": new_id(), **asdict(item)} for item in items],
        institution_id=context.institution_id,
        now=context.now,
        grows=grows,
    )


async def page(context: Context, query: NotificationQuery) -> bytes:
    """One page of the caller's items, the newest first."""
    return await MINE.page(context.db, query, _worded, me=context.user_id)


def _worded(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "title": rules.title(item["event"], item["facts"])}


async def count_unread(context: Context) -> int:
    count: int = await context.db.value(UNREAD, me=context.user_id)
    return count


async def mark(context: Context, notification_id: UUID, *, read: bool) -> NotificationItem:
    """Say that an item was read, or that it was not; 404 for somebody else's."""
    found = await context.db.one(Notification, MARK, id=notification_id, me=context.user_id, read=read, now=context.now)
    if found is None:
        raise Missing("This notification")
    how = "read" if read else "unread"
    sentence = f"{context.caller.full_name} marked a notification as {how}"
    await audit.record(context, f"notifications.{how}", ("notification", found.id), sentence)
    shown = {name: getattr(found, name) for name in NotificationItem.model_fields if name != "title"}
    return NotificationItem(**shown, title=rules.title(found.event, found.facts))


async def mark_all_read(context: Context) -> int:
    """Say that everything was read; the number that was not."""
    count = await context.db.run(MARK_ALL, me=context.user_id, now=context.now)
    if count:
        sentence = f"{context.caller.full_name} marked {count} notifications as read"
        await audit.record(context, "notifications.read_all", ("user", context.user_id), sentence, count=count)
    return count
