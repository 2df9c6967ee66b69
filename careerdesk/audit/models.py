"""Audit records. The app's role may read them and call `audit_append`; it may not change or delete them.

An institution has several chains beside each other, and a transaction appends to the one of its connection: with a
single chain, every change of an institution would wait for the disk to have written the one before.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class AuditRecord(Tenant, Base):
    """Who did what to what, when. `content_hash` = sha256(salt, sentence, facts); `hash` chains it to the one before."""

    __tablename__ = "audit_records"
    __table_args__ = (
        UniqueConstraint("institution_id", "chain", "number"),
        Index("ix_audit_records_at", "institution_id", "at"),
        Index("ix_audit_records_subject", "institution_id", "subject_type", "subject_id", "id"),
        Index("ix_audit_records_actor", "institution_id", "actor_id", "id"),
        Index("ix_audit_records_action", "institution_id", "action", "id"),
    )

    id: Mapped[UUID] = key()
    chain: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID | None]
    sentence: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None]
    request_id: Mapped[str]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The end of each chain; locked while a record is appended."""

    __tablename__ = "audit_heads"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id", ondelete="CASCADE"), primary_key=True)
    chain: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
