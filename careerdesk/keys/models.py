"""API keys. Their secrets are kept hashed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class ApiKey(Tenant, Base):
    """A key of somebody's. `public_id` stands in the key and leads here; `days` is the life it was given, and is given
    again when it is rotated; until `previous_until`, the secret of before works too."""

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 365", name="days"),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        CheckConstraint("(previous_hash IS NULL) = (previous_until IS NULL)", name="previous"),
        Index("ix_api_keys_user_id", "user_id"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    public_id: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None]
    scopes: Mapped[list[str]]
    allowed_ips: Mapped[list[str]]
    days: Mapped[int]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    last_used_ip: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
