"""Where the bytes of files lie: the data folder, outside the web root. Names are ours, never the uploader's."""

import asyncio
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID


class Storage(Protocol):
    """Keeps bytes under an institution and a key."""

    async def put(self, institution: UUID, key: UUID, data: bytes) -> None: ...

    async def get(self, institution: UUID, key: UUID) -> bytes:
        """The bytes; FileNotFoundError where there are none."""
        ...

    async def remove(self, institution: UUID, key: UUID) -> None: ...


class LocalStorage:
    """Files in a folder, one folder an institution. A file appears whole or not at all."""

    def __init__(self, folder: Path):
        self._folder = folder

    def _path(self, institution: UUID, key: UUID) -> Path:
        return self._folder / institution.hex / key.hex[-2:] / key.hex

    async def put(self, institution: UUID, key: UUID, data: bytes) -> None:
        path = self._path(institution, key)

        def write() -> None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = path.with_suffix(".partial")
            with partial.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)

        await asyncio.to_thread(write)

    async def get(self, institution: UUID, key: UUID) -> bytes:
        return await asyncio.to_thread(self._path(institution, key).read_bytes)

    async def remove(self, institution: UUID, key: UUID) -> None:
        await asyncio.to_thread(self._path(institution, key).unlink, missing_ok=True)
