"""Items that people read in the app."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class Notification(Tenant, Base):
    """One item of one person. `facts`: what the sentence names; `link`: the page in the app; `source`: what it was made
    from, so that a task that runs twice tells nobody twice."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "source"),
        CheckConstraint("link LIKE '/%' AND link NOT LIKE '//%'", name="link"),
        Index("ix_notifications_user_id_created_at", "user_id", "created_at"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_created_at", "institution_id", "created_at"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event: Mapped[str]
    facts: Mapped[dict[str, Any]]
    link: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    source: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
