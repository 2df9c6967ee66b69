"""Passkeys. Only public keys are here: there is no secret to steal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key


class Passkey(Tenant, Base):
    """One credential. `public_key` is COSE; `sign_count` 0 where the authenticator does not count; `synced`: kept by the
    person's account with the maker of their devices, and so not lost with one of them."""

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("sign_count >= 0", name="sign_count"),
        Index("ix_passkeys_user_id", "user_id"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    synced: Mapped[bool]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
