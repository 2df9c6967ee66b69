"""What people say of themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from careerdesk.kernel.db import Base, Tenant
from careerdesk.profiles.states import PublicField

_KNOWN = ", ".join(f"'{field}'" for field in PublicField)


class OwnProfile(Tenant, Base):
    """One person's; the row is there once they have said something. `phone` and `bio` are empty for students: theirs are in
    the student record."""

    __tablename__ = "profiles"
    __table_args__ = (
        CheckConstraint(f"public_fields <@ ARRAY[{_KNOWN}]::text[]", name="public_fields"),
        CheckConstraint(
            "coalesce(linkedin_url, 'https://') LIKE 'https://%' AND coalesce(github_url, 'https://') LIKE 'https://%'"
            " AND coalesce(portfolio_url, 'https://') LIKE 'https://%'",
            name="links",
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    phone: Mapped[str | None]
    bio: Mapped[str | None]
    location: Mapped[str | None]
    current_position: Mapped[str | None]
    company: Mapped[str | None]
    linkedin_url: Mapped[str | None]
    github_url: Mapped[str | None]
    portfolio_url: Mapped[str | None]
    avatar_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    public_fields: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
