"""Reads an uploaded spreadsheet in a limited process of its own, a batch of rows at a time.

The web process never parses the file: it hands over the bytes and takes back checked rows, so
neither a hostile workbook nor a large one can stall it.
"""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from careerdesk.kernel.text import spreadsheet_cell
from careerdesk.students.rules import Bounds

__all__ = ["Limits", "Reading", "RefusedError", "csv_line", "look", "read"]

_ROOT = str(Path(__file__).parents[2])
# -I: no user site, no PYTHON* variables, nothing from the current folder. The package is named by its place.
_PROGRAM = f"import sys; sys.path.insert(0, {_ROOT!r}); from careerdesk.students.read_sheet import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a list of students may cost: bytes of memory, seconds of CPU, seconds of silence."""

    rows: int = 200_000
    columns: int = 100
    memory: int = 768 * 1024 * 1024
    seconds: int = 60
    silence: float = 90.0


class RefusedError(Exception):
    """The file cannot be read; `message` is a sentence for whoever uploaded it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class Reading:
    """What a file turned out to be. `rows`, `bad` and `hidden` stand once it was read to its end.

    `about`: kind, sheet, encoding, delimiter, header_row, columns [{index, header, field, reason, samples}].
    """

    about: dict[str, Any]
    rows: int = 0
    bad: int = 0
    hidden: int = 0


Batch = list[tuple[int, str, str, str | None]]


async def _frame(process: Process, silence: float) -> tuple[bytes, Any]:
    assert process.stdout is not None
    try:
        # A limit for each frame: what the caller does between two of them is not the reader's time.
        async with asyncio.timeout(silence):
            head = await process.stdout.readexactly(5)
            body = await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
    except TimeoutError:
        raise RefusedError("too_slow", "Reading the file takes too long. Split it into several files.") from None
    except asyncio.IncompleteReadError:
        # Killed by its limits, or by a fault of the parser: for the reader of this sentence the same.
        await process.wait()
        raise RefusedError(
            "too_large",
            "The file asks for more memory or time than a list of students should. Copy the rows into a new file.",
        ) from None
    content = orjson.loads(body)
    if head[:1] == b"E":
        raise RefusedError(content["code"], content["message"])
    return head[:1], content


async def _feed(process: Process, data: bytes) -> None:
    assert process.stdin is not None
    # The reader may refuse by the first bytes and be gone: what it said is on the other pipe.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()


# Each reader may use up to `Limits.memory`: more than a few at once could take all that the machine has.
READERS = 2
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@contextlib.asynccontextmanager
async def _reader(data: bytes, orders: dict[str, Any]) -> AsyncIterator[Process]:
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(READERS))
    async with turn, _process(data, orders) as process:
        yield process


@contextlib.asynccontextmanager
async def _process(data: bytes, orders: dict[str, Any]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _PROGRAM, orjson.dumps(orders).decode(),
        stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL,
        # Nothing of our environment: it holds the database's address and the secret key.
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}, limit=1 << 20,
    )  # fmt: skip
    try:
        await _feed(process, data)
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _orders(mode: str, limits: Limits, mapping: Mapping[int, str] | None, bounds: Bounds | None) -> dict[str, Any]:
    orders: dict[str, Any] = {"mode": mode, "limits": asdict(limits), "bounds": asdict(bounds or Bounds())}
    if mapping is not None:
        orders["mapping"] = {str(index): name for index, name in mapping.items()}
    return orders


async def look(data: bytes, limits: Limits | None = None) -> Reading:
    """Header, samples, guessed fields and the number of rows; nothing is checked. Raises `RefusedError`."""
    limits = limits or Limits()
    async with _reader(data, _orders("look", limits, None, None)) as process:
        _, about = await _frame(process, limits.silence)
        _, end = await _frame(process, limits.silence)
    return Reading(about, end["rows"], 0, end["hidden"])


async def read(
    data: bytes,
    mapping: Mapping[int, str] | None = None,
    bounds: Bounds | None = None,
    limits: Limits | None = None,
) -> AsyncIterator[tuple[Reading, Batch]]:
    """Batches of up to 500 checked rows: (number, cells, values, errors), the last three as JSON.

    Without a mapping the guessed one is used. The first batch is empty and comes as soon as the
    header is known; the numbers of `Reading` are right after the last. Raises `RefusedError`.
    """
    limits = limits or Limits()
    async with _reader(data, _orders("rows", limits, mapping, bounds)) as process:
        _, about = await _frame(process, limits.silence)
        reading = Reading(about)
        yield reading, []
        while True:
            letter, content = await _frame(process, limits.silence)
            if letter == b"Z":
                reading.rows, reading.bad, reading.hidden = content["rows"], content["bad"], content["hidden"]
                return
            yield reading, [tuple(row) for row in content]


def csv_line(cells: list[str]) -> str:
    """One line for Excel: quoted where needed, and nothing in it is run as a formula."""
    return ",".join(_quoted(str(spreadsheet_cell(cell))) for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n;\t') else cell
