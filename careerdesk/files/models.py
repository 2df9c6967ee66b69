"""Stored files: the row says what it is, the storage holds the bytes under the row's id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class StoredFile(Tenant, Base):
    """`label` is the uploader's file name, cleaned, and only ever shown; `media_type` was read from the bytes."""

    __tablename__ = "stored_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        Index("ix_stored_files_owner", "institution_id", "owner_id", "purpose"),
    )

    id: Mapped[UUID] = key()
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    purpose: Mapped[str]
    label: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
