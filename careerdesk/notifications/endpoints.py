"""Notifications over HTTP."""

from typing import Annotated
from uuid import UUID

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router
from careerdesk.notifications import service
from careerdesk.notifications.schemas import (
    MarkedRead,
    NotificationItem,
    NotificationPage,
    NotificationQuery,
    UnreadCount,
)
from careerdesk.permissions.actions import Permission

router = Router("notifications", "/notifications")


@router.get("", needs=Permission.NOTIFICATIONS_READ, returns=NotificationPage)
async def list_notifications(context: Current, query: Annotated[NotificationQuery, Asked]) -> Json:
    """What happened to what is mine, the newest first."""
    return Json(await service.page(context, query))


@router.get("/unread-count", needs=Permission.NOTIFICATIONS_READ, returns=UnreadCount)
async def count_unread(context: Current) -> UnreadCount:
    """How many I have not read."""
    return UnreadCount(unread=await service.count_unread(context))


@router.patch("/{notification_id}/read", needs=Permission.NOTIFICATIONS_READ, returns=NotificationItem)
async def mark_read(context: Current, notification_id: UUID) -> NotificationItem:
    """Mark one as read."""
    return await service.mark(context, notification_id, read=True)


@router.patch("/{notification_id}/unread", needs=Permission.NOTIFICATIONS_READ, returns=NotificationItem)
async def mark_unread(context: Current, notification_id: UUID) -> NotificationItem:
    """Mark one as not read."""
    return await service.mark(context, notification_id, read=False)


@router.post("/read-all", needs=Permission.NOTIFICATIONS_READ, returns=MarkedRead)
async def mark_all_read(context: Current) -> MarkedRead:
    """Mark all as read."""
    return MarkedRead(read=await service.mark_all_read(context))
