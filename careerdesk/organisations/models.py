"""Institutions and companies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class Institution(Base):
    """A tenant. `kind` platform is the one to which the operator belongs; it has no students."""

    __tablename__ = "institutions"
    __table_args__ = (
        CheckConstraint("kind IN ('university', 'platform')", name="kind"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
    )

    id: Mapped[UUID] = key()
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    time_zone: Mapped[str]
    currency: Mapped[str]
    region: Mapped[str]
    hosts: Mapped[list[str]]
    settings: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Company(Tenant, Base):
    """An employer as one institution knows it. `name_key` is the name case-folded, so that one company is one row;
    `domains` are those of its people's e-mail addresses."""

    __tablename__ = "companies"
    __table_args__ = (UniqueConstraint("institution_id", "name_key"),)

    id: Mapped[UUID] = key()
    name: Mapped[str]
    name_key: Mapped[str]
    website: Mapped[str | None]
    about: Mapped[str | None]
    domains: Mapped[list[str]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
