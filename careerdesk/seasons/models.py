"""Seasons."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from careerdesk.kernel.db import Base, Tenant, key


class Season(Tenant, Base):
    """A placement cycle. `policy` is what `seasons.rules.Policy` reads. One season is the current one. `closing`:
    the figures at which a past season ended, `{"students", "placed"}`, to compare with."""

    __tablename__ = "seasons"
    __table_args__ = (
        CheckConstraint("ends_date >= starts_date", name="days"),
        Index("uq_seasons_current", "institution_id", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = key()
    name: Mapped[str]
    starts_date: Mapped[date]
    ends_date: Mapped[date]
    is_current: Mapped[bool]
    policy: Mapped[dict[str, Any]]
    closing: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
