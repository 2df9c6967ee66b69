"""Offers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key
from careerdesk.offers.states import DECLINE_CODES, OFFER_FLOW


class Offer(Tenant, Base):
    """An offer of one application. `place` numbers a student's accepted offers of a season from 0 below the policy's
    `max_offers`; the unique index decides when two acceptances meet."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint(OFFER_FLOW.check("state"), name="state"),
        CheckConstraint("(state = 'ACCEPTED') = (place IS NOT NULL)", name="accepted_has_place"),
        CheckConstraint("state NOT IN ('ACCEPTED', 'DECLINED') OR responded_at IS NOT NULL", name="answered"),
        CheckConstraint("deadline_at > released_at", name="deadline"),
        CheckConstraint(f"decline_code IN {DECLINE_CODES!r}", name="decline_code"),
        Index("uq_offers_live", "application_id", unique=True, postgresql_where=text("state IN ('OPEN', 'ACCEPTED')")),
        Index(
            "uq_offers_place",
            "student_id",
            "season_id",
            "place",
            unique=True,
            postgresql_where=text("place IS NOT NULL"),
        ),
        Index("ix_offers_deadline", "deadline_at", postgresql_where=text("state = 'OPEN'")),
        Index("ix_offers_student_id", "student_id", "state"),
        Index("ix_offers_application_id", "application_id"),
    )

    id: Mapped[UUID] = key()
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="RESTRICT"))
    season_id: Mapped[UUID] = mapped_column(ForeignKey("seasons.id", ondelete="RESTRICT"))
    state: Mapped[str]
    place: Mapped[int | None]
    ctc_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    released_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    responded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    decline_code: Mapped[str | None]
    parts: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"))
    joining_date: Mapped[date | None]
    joining_place: Mapped[str | None]
    conditions: Mapped[str | None]
    letter_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class OfferShare(Tenant, Base):
    """A link by which somebody without an account sees an offer, until `expires_at` or until it is taken back. The link
    is signed, so nothing secret is kept."""

    __tablename__ = "offer_shares"
    __table_args__ = (Index("ix_offer_shares_offer_id", "offer_id"),)

    id: Mapped[UUID] = key()
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
