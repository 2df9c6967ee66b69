"""The text of an uploaded document, read in a limited process: the web process never parses it."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Collection
from pathlib import Path
from weakref import WeakKeyDictionary

import orjson

from careerdesk.files.rules import DOCX, ENDINGS, PDF, media_type_of
from careerdesk.kernel.errors import Invalid, TooLarge, UnsupportedType

MAX_BYTES = 5_000_000
SILENCE = 25.0
_ROOT = str(Path(__file__).parents[2])
# -I: no user site, no PYTHON* variables, nothing from the current folder. The package is named by its place.
_PROGRAM = f"import sys; sys.path.insert(0, {_ROOT!r}); from careerdesk.files.read_document import main; main()"
READERS = 2
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def text_of(data: bytes, accepted: Collection[str] = (PDF, DOCX)) -> str:
    """The text of a PDF or DOCX, at most 100,000 letters. 413 over the limit, 415 for other types, 422 with the way out
    for what cannot be read."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"This file has {len(data) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:g} MB are accepted.")
    if media_type_of(data) not in accepted:
        names = ", ".join(ENDINGS[kind].upper() for kind in accepted)
        raise UnsupportedType(f"This is not one of the types that are accepted here: {names}.")
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(READERS)):
        out = await _read(data)
    if out is None:
        raise Invalid.field("file", "Reading this document takes too long. Paste its text instead.", "too_slow")
    found = orjson.loads(out)
    if "text" not in found:
        raise Invalid.field("file", found["message"], found["code"])
    text: str = found["text"]
    return text


async def _read(data: bytes) -> bytes | None:
    """What the reader says; None where its limits ended it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _PROGRAM, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        # Nothing of our environment: it holds the database's address and the secret key.
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(SILENCE):
            out, _ = await process.communicate(data)
        return out or None
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
