"""Keeping and giving files."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from careerdesk.adapters.storage import Storage
from careerdesk.files.documents import text_of
from careerdesk.files.models import StoredFile
from careerdesk.files.pictures import square_of
from careerdesk.files.rules import DOCX, ENDINGS, JPEG, PDF, PNG, WEBP, label_of, media_type_of
from careerdesk.kernel import tasks
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing, TooLarge, UnsupportedType
from careerdesk.kernel.ids import new_id

__all__ = ["DOCX", "JPEG", "PDF", "PNG", "WEBP", "StoredFile", "find", "forget", "keep", "read", "square_of", "text_of"]
MAX_BYTES = 5_000_000


def _storage(context: Context) -> Storage:
    storage: Storage = context.house.adapters["storage"]
    return storage


async def keep(
    context: Context, *, purpose: str, name: str | None, data: bytes, accepted: Collection[str], limit: int = MAX_BYTES
) -> StoredFile:
    """Check and keep a file. 413 over `limit` bytes, 415 for a type that is not accepted here."""
    if len(data) > limit:
        raise TooLarge(f"This file has {len(data) / 1e6:.1f} MB; at most {limit / 1e6:g} MB are accepted.")
    media_type = media_type_of(data)
    if media_type not in accepted:
        names = ", ".join(ENDINGS[kind].upper() for kind in accepted)
        raise UnsupportedType(f"This is not one of the types that are accepted here: {names}.")
    assert media_type is not None
    key = new_id()
    await _storage(context).put(context.institution_id, key, data)
    return await context.db.insert(
        StoredFile,
        id=key,
        owner_id=context.actor.user_id if context.actor else None,
        purpose=purpose,
        label=label_of(name, media_type),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).digest(),
    )


async def find(context: Context, file_id: UUID) -> StoredFile:
    return await context.db.get(StoredFile, file_id, "This file")


async def read(context: Context, file: StoredFile) -> bytes:
    """The bytes; 404 where the storage has lost them."""
    try:
        return await _storage(context).get(context.institution_id, file.id)
    except FileNotFoundError as error:
        raise Missing("This file") from error


async def forget(context: Context, file_id: UUID) -> None:
    """Remove a file. Its bytes go after the commit: a transaction that fails has lost nothing."""
    if await context.db.run("DELETE FROM stored_files WHERE id = :id", id=file_id):
        await tasks.enqueue(context, "files.remove", file_id=file_id)


async def remove_bytes(context: Context, file_id: UUID) -> None:
    """Remove the bytes of a file whose row is gone."""
    if await context.db.one(StoredFile, "SELECT * FROM stored_files WHERE id = :id", id=file_id) is None:
        await _storage(context).remove(context.institution_id, file_id)
