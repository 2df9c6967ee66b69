"""`Idempotency-Key` on POST: the effect happens once; the answer is kept for 24 hours and replayed.

The key's row is written in the same transaction as the effect, so a failed effect leaves no key behind.
"""

import hashlib
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Base, Tenant, key
from careerdesk.kernel.errors import Conflict, Invalid

LIFE = timedelta(hours=24)


class IdempotencyKey(Tenant, Base):
    """One key as one caller used it, with the answer that was given."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("institution_id", "user_id", "key"),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )

    id: Mapped[UUID] = key()
    user_id: Mapped[UUID]
    key: Mapped[str]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    media_type: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


FIND = "SELECT * FROM idempotency_keys WHERE user_id = :user_id AND key = :key AND created_at > :since"
FORGET = "DELETE FROM idempotency_keys WHERE user_id = :user_id AND key = :key AND created_at <= :since"


async def replayed_or_run(
    context: Context, request: Request, run: Callable[[Request], Coroutine[Any, Any, Response]]
) -> Response:
    """The kept answer, or the effect. 422: the key came with another request; 409: the first one is still running."""
    name = request.headers["idempotency-key"].strip()
    if not 1 <= len(name) <= 255:
        raise Invalid("An Idempotency-Key has 1 to 255 characters.", code="idempotency_key_malformed")
    if context.actor is None or context.actor.user_id is None:
        return await run(request)
    user_id, db = context.actor.user_id, context.db
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + request.scope["body"]).digest()
    lock = int.from_bytes(hashlib.sha256(f"{user_id}:{name}".encode()).digest()[:8], "big", signed=True)
    if not await db.value("SELECT pg_try_advisory_xact_lock(:lock)", lock=lock):
        raise Conflict("The first request with this key is still running.", code="idempotency_key_running")
    kept = await db.one(IdempotencyKey, FIND, user_id=user_id, key=name, since=context.now - LIFE)
    if kept is not None:
        if kept.request_hash != digest:
            raise Invalid("This Idempotency-Key was used for another request.", code="idempotency_key_reused")
        headers = {"Idempotency-Replayed": "true"}
        return Response(kept.body, status_code=kept.status, media_type=kept.media_type, headers=headers)
    response = await run(request)
    if response.status_code < 400:
        await db.run(FORGET, user_id=user_id, key=name, since=context.now - LIFE)
        try:
            await db.insert(
                IdempotencyKey,
                user_id=user_id,
                key=name,
                request_hash=digest,
                status=response.status_code,
                media_type=response.media_type or "application/json",
                body=bytes(response.body),
            )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(
                "The first request with this key is still running.", code="idempotency_key_running"
            ) from error
    return response
