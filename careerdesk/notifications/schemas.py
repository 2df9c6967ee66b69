"""What goes over the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import Instant


class NotificationQuery(PageQuery):
    """`unread`: only those (`false`: only the read ones); `event`: one, or the first part of its name."""

    unread: bool | None = None
    event: str | None = Field(None, max_length=60)
    since: Instant | None = None


class NotificationItem(BaseModel):
    """One item. `title` says it in English; other languages are worded from `event` and `facts`. `link`: a page of the
    app."""

    id: UUID
    event: str
    title: str
    facts: dict[str, Any]
    link: str
    object_type: str
    object_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class NotificationPage(Page):
    items: list[NotificationItem]


class UnreadCount(BaseModel):
    unread: int


class MarkedRead(BaseModel):
    read: int
