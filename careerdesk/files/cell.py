"""Uploads are opened in a process of its own, with little memory, little time and no secrets: never in the web process."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from weakref import WeakKeyDictionary

_ROOT = str(Path(__file__).parents[2])
READERS = 2
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read(reader: str, data: bytes, *, seconds: float) -> bytes | None:
    """What this reader, a module of this room, says of the data; None where its limits ended it."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(READERS)):
        return await _run(reader, data, seconds)


async def _run(reader: str, data: bytes, seconds: float) -> bytes | None:
    # -I: no user site, no PYTHON* variables, nothing from the current folder. The package is named by its place.
    program = f"import sys; sys.path.insert(0, {_ROOT!r}); from careerdesk.files.{reader} import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        # Nothing of our environment: it holds the database's address and the secret key.
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            out, _ = await process.communicate(data)
        return out or None
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
