"""Preferences and saved views."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key

LISTS = ("students", "applicants", "jobs", "applications", "companies", "people", "audit")


class Preference(Tenant, Base):
    """One person's. No `language`: the browser's; `columns`: list → the keys of the columns that are shown, in order;
    `welcome`: what of the first steps is settled."""

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'hi')", name="language"),
        CheckConstraint("theme IN ('light', 'dark', 'system')", name="theme"),
        CheckConstraint("density IN ('compact', 'comfortable')", name="density"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str | None]
    theme: Mapped[str] = mapped_column(server_default=text("'system'"))
    density: Mapped[str] = mapped_column(server_default=text("'comfortable'"))
    single_keys: Mapped[bool] = mapped_column(server_default=text("true"))
    columns: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    welcome: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    updated_at: Mapped[datetime]


class SavedView(Tenant, Base):
    """A list under a name: `query` is the page's search string. `shared`: the whole office sees it."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("user_id", "list", "name"),
        CheckConstraint(f"list IN {LISTS!r}", name="list"),
        Index("ix_saved_views_shared", "institution_id", "list", postgresql_where=text("shared")),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    list: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    shared: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
