"""Secrets that are handed out: random, stored as SHA-256 (they have 256 bits, so no slow hash is needed), compared by
the database's unique index. Access tokens are signed JWTs that name their session."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

import jwt

ALGORITHM = "HS256"


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def access_token(key: bytes, session_id: UUID, user_id: UUID, now: datetime, life: timedelta) -> str:
    """A bearer token for `life`; it is worth nothing once its session has ended."""
    claims = {
        "sid": str(session_id),
        "sub": str(user_id),
        "iat": int(now.timestamp()),
        "exp": int((now + life).timestamp()),
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def session_of(key: bytes, token: str, now: datetime) -> UUID | None:
    """The session that an access token names; None for what is forged, malformed or expired."""
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            options={"require": ["exp", "sid"], "verify_exp": False, "verify_iat": False},
        )
        if int(claims["exp"]) <= now.timestamp():
            return None
        return UUID(claims["sid"])
    except (jwt.InvalidTokenError, ValueError, TypeError):
        return None
