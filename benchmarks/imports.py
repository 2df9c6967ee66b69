"""An import of students against reading the sheet and COPYing it into the same indexed tables, and its memory.

`python -m benchmarks.imports <owner url> <app url> <rows> <rounds>` measures in a process of its own, like a worker, and
prints JSON. The sheet has 1 % bad rows with two errors each. Left out is what starting the reader's processes costs.
"""

import asyncio
import io
import json
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.report import Finding
from benchmarks.stand import DATA, ROOT, SECRET, Stand
from careerdesk import migrations
from careerdesk.entry.house import build
from careerdesk.entry.routers import load_tasks
from careerdesk.kernel import embedded
from careerdesk.kernel.context import House, system_context
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.settings import Settings
from careerdesk.students import service as students
from careerdesk.students import spreadsheets

HEADER = (
    "email", "full_name", "roll_no", "branch", "department", "cgpa", "graduation_year", "phone", "tenth_percent",
    "twelfth_percent", "active_backlogs", "gender",
)  # fmt: skip
TABLES = {
    "users": ("id", "institution_id", "email", "full_name", "state", "created_at", "updated_at"),
    "memberships": ("id", "institution_id", "user_id", "role", "created_at"),
    "students": (
        "user_id", "institution_id", "roll_no", "branch", "department", "cgpa", "graduation_year", "phone",
        "tenth_percent", "twelfth_percent", "active_backlogs", "gender", "created_at", "updated_at",
    ),
}  # fmt: skip


def workbook(tag: str, rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Students")
    sheet.append(HEADER)
    chance = random.Random(7)
    for number in range(rows):
        bad = number % 100 == 50
        sheet.append(
            [
                f"student{number}@{tag}.example", f"Aarav Kulkarni {number}", f"{tag}{number:06}", "Computer Science",
                "School of Engineering", 84.2 if bad else round(chance.uniform(5, 10), 2), 2027,
                "12" if bad else 9_820_000_000 + number, round(chance.uniform(50, 99), 1),
                round(chance.uniform(50, 99), 1), chance.choice([0, 0, 1]), chance.choice(["Male", "Female"]),
            ]
        )  # fmt: skip
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def institution(connection: Any) -> UUID:
    made, somebody, now = new_id(), new_id(), datetime.now(UTC)
    await connection.execute(
        "INSERT INTO institutions (id, slug, name, kind, time_zone, currency, region, hosts, settings, created_at, updated_at) "
        "VALUES ($1, $2, 'Bench', 'university', 'Asia/Kolkata', 'INR', 'IN', '{}', '{}', $3, $3)",
        made, f"bench-{made.hex[-12:]}", now,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO users (id, institution_id, email, full_name, state, created_at, updated_at) "
        "VALUES ($1, $2, $3, 'Admin', 'active', $4, $4)",
        somebody, made, f"admin@{made.hex}.example", now,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO memberships (id, institution_id, user_id, role, created_at) VALUES ($1, $2, $3, 'ADMIN', $4)",
        new_id(), made, somebody, now,
    )  # fmt: skip
    return made


async def least(connection: Any, home: UUID, data: bytes) -> float:
    """Seconds of reading the sheet and COPYing its good rows. Row-level security refuses COPY, so it is lifted meanwhile
    (inside the transaction, and for the owner alone)."""
    before = time.perf_counter()
    table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    reading = time.perf_counter() - before
    async with connection.transaction():
        for name in TABLES:
            await connection.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
        before, now = time.perf_counter(), datetime.now(UTC)
        good: list[tuple[UUID, Any]] = [(new_id(), row) for row in table if row[5] <= 10]
        records: dict[str, list[tuple[Any, ...]]] = {
            "users": [(key, home, row[0], row[1], "invited", now, now) for key, row in good],
            "memberships": [(new_id(), home, key, "STUDENT", now) for key, _ in good],
            "students": [
                (
                    key, home, row[2], row[3], row[4], Decimal(str(row[5])), int(row[6]), f"+91{int(row[7])}",
                    Decimal(str(row[8])), Decimal(str(row[9])), int(row[10]), row[11].lower(), now, now,
                )
                for key, row in good
            ],
        }  # fmt: skip
        for name, columns in TABLES.items():
            await connection.copy_records_to_table(name, columns=columns, records=records[name])
        copying = time.perf_counter() - before
        for name in TABLES:
            await connection.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    return reading + copying


async def ours(house: House, home: UUID, data: bytes, rows: int) -> tuple[float, float]:
    """Seconds of our import without the start of its two readers, and the longest pause of the event loop meanwhile."""
    tiny = b"email\r\na@b.example\r\n"
    before = time.perf_counter()
    await spreadsheets.look(tiny)
    starting = time.perf_counter() - before
    pauses, over = [0.0], asyncio.Event()

    async def pulse() -> None:
        while not over.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            pauses.append(time.perf_counter() - before)

    beating = asyncio.create_task(pulse())
    before = time.perf_counter()
    async with system_context(house, home) as context:
        report = await students.import_file(context, "bench.xlsx", data, dry_run=False, invite=False)
    took = time.perf_counter() - before
    over.set()
    await beating
    bad = len(range(50, rows, 100))
    found = (report["total"], report["created"], report["failed"], len(report["errors"]))
    if found != (rows, rows - bad, bad, 2 * bad):
        raise RuntimeError(f"The import reported {found}.")
    return took - 2 * starting, max(pauses)


async def measure(owner: str, app: str, rows: int, rounds: int) -> dict[str, Any]:
    load_tasks()
    settings = Settings(_env_file=None, env="test", secret_key=SECRET, data_dir=DATA / "app", log_level="error")  # type: ignore[call-arg,arg-type]
    house = build(settings, app)
    await house.database.start()
    connection = await asyncpg.connect(owner)
    ratios, seconds, pauses = [], [], []
    try:
        for number in range(rounds):
            bare = 0.0
            if rounds > 1:
                bare = await least(connection, await institution(connection), workbook(f"l{new_id().hex[-8:]}", rows))
            tag = f"o{new_id().hex[-8:]}"
            took, pause = await ours(house, await institution(connection), workbook(tag, rows), rows)
            if number or rounds == 1:  # the first round warms up
                ratios.append(bare / took)
                seconds.append(took)
                pauses.append(pause)
    finally:
        await connection.close()
        await house.database.stop()
    # Not RUSAGE_SELF: that remembers how large the process was that started this one.
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    memory = int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "ratio": median(ratios), "seconds": median(seconds), "pause_ms": max(pauses) * 1000,
        "memory_mib": memory[0] / 1024, "reader_mib": memory[1] / 1024,
    }  # fmt: skip


def _apart(made: Stand, rows: int, rounds: int) -> dict[str, Any]:
    """In a database of its own, which is dropped: other measurements count the stand's rows."""
    name = f"imports_{new_id().hex[-12:]}"
    made.connection.execute(f'CREATE DATABASE "{name}"')
    owner, app = made.server.url_for(embedded.OWNER, name), made.server.url_for(embedded.APP_ROLE, name)
    try:
        migrations.upgrade(owner)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.imports", owner, app, str(rows), str(rounds)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        made.connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def imports(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    ten, hundred = _apart(made, 10_000, rounds + 1), _apart(made, 100_000, 1)
    return [
        Finding("import of 10,000: share of read + COPY", ten["ratio"], "x", least=0.25),
        Finding("import of 10,000, without the readers' start", ten["seconds"], "s"),
        Finding("longest pause of the event loop meanwhile", ten["pause_ms"], "ms"),
        Finding("import of 100,000: memory of the process", hundred["memory_mib"], "MiB", most=300),
        Finding("import of 100,000: memory of its reader", hundred["reader_mib"], "MiB", most=300),
        Finding("import of 100,000", hundred["seconds"], "s"),
    ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))))
