"""Users, memberships, sessions, remembered devices, invitations, registrations. Secrets are stored hashed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant, key
from careerdesk.permissions.roles import WITH_DEPARTMENT, Role

_ROLES = tuple(role.value for role in Role)


class User(Tenant, Base):
    """A person. `email` is in canonical form and unique across the install; `password_hash` is argon2id or empty."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("state IN ('invited', 'active', 'inactive')", name="state"),
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name="email"),
        Index("ix_users_institution_id_full_name", "institution_id", "full_name"),
    )

    id: Mapped[UUID] = key()
    email: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    password_hash: Mapped[str | None]
    state: Mapped[str]
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Membership(Tenant, Base):
    """A role that a user holds; a recruiter's is bound to a company, a coordinator's may be to a department. `ends_at`: not
    after that instant."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "role"),
        CheckConstraint(f"role IN {_ROLES!r}", name="role"),
        CheckConstraint("role <> 'RECRUITER' OR company_id IS NOT NULL", name="recruiter_has_company"),
        CheckConstraint(
            f"department IS NULL OR role IN {tuple(sorted(role.value for role in WITH_DEPARTMENT))!r}",
            name="department",
        ),
        Index("ix_memberships_institution_id_role", "institution_id", "role"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str]
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"))
    department: Mapped[str | None]
    ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SignInSession(Tenant, Base):
    """One sign-in. Kind `browser`: an opaque cookie whose hash is here. Kind `token`: a family of refresh tokens, whose
    access tokens name this row. `acting_session_id`: the own session of an administrator who acts in this user's place."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("kind IN ('browser', 'token')", name="kind"),
        CheckConstraint("(kind = 'browser') = (secret_hash IS NOT NULL)", name="secret"),
        Index("ix_sessions_user_id", "user_id"),
        Index("ix_sessions_acting_session_id", "acting_session_id"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    ip: Mapped[str]
    user_agent: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    acting_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))


class RefreshToken(Tenant, Base):
    """One refresh token of a family. Used twice: somebody stole it, and the whole family ends."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("ix_refresh_tokens_session_id", "session_id"),)

    id: Mapped[UUID] = key()
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]


class Invitation(Tenant, Base):
    """A link by which somebody chooses their first password."""

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_user_id", "user_id"),)

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class Device(Tenant, Base):
    """A browser of somebody's that has shown a code and is remembered: a password is enough there, and nobody else's wrong
    attempts stop it."""

    __tablename__ = "devices"
    __table_args__ = (Index("ix_devices_user_id", "user_id"),)

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ip: Mapped[str]
    user_agent: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Registration(Tenant, Base):
    """What somebody said who registers and has not yet shown that the address is theirs. The latest one counts. No account:
    nobody can sign in with it, and it is forgotten after a day."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("institution_id", "email"),
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name="email"),
        CheckConstraint("role IS NULL OR role = 'STUDENT' AND branch IS NOT NULL", name="role"),
    )

    id: Mapped[UUID] = key()
    email: Mapped[str]
    full_name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str | None]
    branch: Mapped[str | None]
    department: Mapped[str | None]
    phone: Mapped[str | None]
    ip: Mapped[str]
    user_agent: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
