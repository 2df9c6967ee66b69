"""Imports: a file comes in, its columns are named, its rows are checked, the good ones are written by sets.

A repeat changes nothing: rows are judged against what is on file in the same transaction in which they are written.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.kernel import progress, tasks
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.progress import TaskRun
from careerdesk.permissions.roles import Role
from careerdesk.students import columns, repository, rules, spreadsheets
from careerdesk.students.models import StudentImport, StudentImportFile, StudentImportRow
from careerdesk.students.repository import ACADEMIC
from careerdesk.students.service import bounds

BATCH = 2_000
MOST_ERRORS = 10_000
Advance = Callable[[int], Awaitable[None]]


def refused(error: spreadsheets.RefusedError) -> Invalid:
    return Invalid(error.message, code=f"file_{error.code}", errors=[
        {"pointer": "/file", "code": error.code, "message": error.message}])  # fmt: skip


async def upload(context: Context, filename: str, data: bytes) -> StudentImport:
    """Look at a file and keep it: header, samples and guessed fields. 422 with a sentence for what is no list."""
    try:
        reading = await spreadsheets.look(data)
    except spreadsheets.RefusedError as error:
        raise refused(error) from error
    mapping = {str(c["index"]): c["field"] for c in reading.about["columns"] if c["field"]}
    made = await context.db.insert(
        StudentImport, filename=filename, state="uploaded", about={**reading.about, "hidden": reading.hidden},
        mapping=mapping, rows=reading.rows, counts={}, started_by=context.caller.user_id, task_id=None, applied_at=None,
    )  # fmt: skip
    await context.db.run(repository.KEEP_FILE, import_id=made.id, institution_id=context.institution_id, content=data)
    await _note(context, made, "uploaded")
    return made


async def _note(context: Context, made: StudentImport, did: str) -> None:
    """A sentence for the audit: who did what to this import."""
    who = context.caller.full_name
    await audit.record(context, "students.import", ("import", made.id), f"{who} {did} {made.filename}")


async def find(context: Context, import_id: UUID, *, lock: bool = False) -> StudentImport:
    return await context.db.get(StudentImport, import_id, "This import", lock=lock)


def _require(made: StudentImport, *states: str) -> None:
    if made.state not in states:
        said = {
            "applied": "has been applied", "applying": "is being applied", "checking": "is being checked",
            "undoing": "is being taken back", "undone": "has been taken back",
        }  # fmt: skip
        raise Conflict(
            f"This import {said.get(made.state, 'has not been checked')}, so this is not possible now.",
            code="import_state", state=made.state,
        )  # fmt: skip


async def change_mapping(context: Context, import_id: UUID, mapping: Mapping[int, str | None]) -> StudentImport:
    """Say which column is which field (None: none). What was checked before is forgotten."""
    made = await find(context, import_id, lock=True)
    _require(made, "uploaded", "checked", "failed")
    known = len(made.about["columns"])
    chosen = {int(index): name for index, name in made.mapping.items()}
    for index, name in mapping.items():
        if not 0 <= index < known:
            raise Invalid.field(f"mapping/{index}", f"The file has the columns 0 to {known - 1}.")
        if name is not None and name not in columns.BY_NAME:
            raise Invalid.field(f"mapping/{index}", f"There is no field “{name[:40]}”.")
        chosen.pop(index, None)
        if name is not None:
            chosen[index] = name
    doubled = [said for said in columns.objections(chosen) if "choose one" in said]
    if doubled:
        raise Invalid.field("mapping", " ".join(doubled))
    await context.db.run(repository.FORGET_ROWS, import_id=import_id)
    await _note(context, made, "named the columns of")
    return await context.db.update(
        StudentImport, import_id, mapping={str(i): n for i, n in sorted(chosen.items())}, state="uploaded", counts={}
    )


def require_mapping(made: StudentImport) -> None:
    """422 where the columns that are named cannot find a student."""
    wrong = columns.objections({int(index): name for index, name in made.mapping.items()})
    if wrong:
        raise Invalid.field("mapping", " ".join(wrong), "columns")


async def check(context: Context, import_id: UUID) -> tuple[StudentImport, dict[str, Any] | None]:
    """Judge every row and write nothing but that. A large file is checked by a task; the report is then None."""
    made = await find(context, import_id, lock=True)
    _require(made, "uploaded", "checked", "failed")
    require_mapping(made)
    await _note(context, made, "had Careerdesk check")
    if made.rows <= context.settings.import_inline_rows:
        return made, await read_and_judge(context, made)
    run = await _hand_over(context, made, "students.check_import", f"Check {made.filename}")
    return await context.db.update(StudentImport, import_id, state="checking", task_id=run.id), None


async def apply(context: Context, import_id: UUID, *, invite: bool) -> StudentImport:
    """Write the good rows of a checked import: a small one at once (its task is then over), a large one by a task. What
    is bad or left out stays behind."""
    made = await find(context, import_id, lock=True)
    _require(made, "checked")
    title = f"Import {made.filename}"
    await _note(context, made, "asked for the import of")
    if made.rows <= context.settings.import_inline_rows:
        run = await progress.start(context, "students.apply_import", title, total=made.rows, link=_page(made))
        report = await write_checked(context, made, invite=invite)
        await progress.finish(context, run.id, report, done=made.rows, total=made.rows)
        return await context.db.update(StudentImport, import_id, task_id=run.id)
    run = await _hand_over(context, made, "students.apply_import", title, invite=invite)
    return await context.db.update(StudentImport, import_id, state="applying", task_id=run.id)


async def import_at_once(
    context: Context, filename: str, data: bytes, *, dry_run: bool, invite: bool, in_background: bool = False
) -> tuple[StudentImport, dict[str, Any] | None]:
    """The whole way in one call: guessed columns, good rows written, bad ones reported. The report is None where the
    file is large and a task carries on."""
    made = await upload(context, filename, data)
    require_mapping(made)
    if made.rows <= context.settings.import_inline_rows and not in_background:
        return made, await write_file(context, made, dry_run=dry_run, invite=invite)
    title = f"Check {filename}" if dry_run else f"Import {filename}"
    run = await _hand_over(context, made, "students.import_file", title, dry_run=dry_run, invite=invite)
    made = await context.db.update(StudentImport, made.id, state="checking" if dry_run else "applying", task_id=run.id)
    return made, None


def _page(made: StudentImport) -> str:
    return f"/students/import/{made.id}"


async def _hand_over(context: Context, made: StudentImport, task: str, title: str, **how: Any) -> TaskRun:
    run = await progress.start(context, task, title, total=made.rows, link=_page(made))
    await tasks.enqueue(context, task, import_id=made.id, run_id=run.id, lock=f"{task}:{made.id}", **how)
    return run


async def _nothing(_: int) -> None:
    return None


async def read_and_judge(context: Context, made: StudentImport, advance: Advance = _nothing) -> dict[str, Any]:
    """Read the kept file and keep what was found of every row."""
    async with _turn(context):
        await _read(context, made, advance)
        report = await _judge(context, made.id)
        await context.db.run(repository.FORGET_ROWS, import_id=made.id)
        await _keep(context, made.id, everything=True)
    await context.db.update(StudentImport, made.id, state="checked", counts=_counts(report))
    return report


async def write_file(
    context: Context, made: StudentImport, *, dry_run: bool, invite: bool, advance: Advance = _nothing
) -> dict[str, Any]:
    """Read the kept file and write its good rows; a dry run keeps what it found, so that it can be applied later."""
    if dry_run:
        return await read_and_judge(context, made, advance)

    async def half(done: int) -> None:
        await advance(done // 2)

    async def second_half(done: int) -> None:
        await advance((made.rows + done) // 2)

    async with _turn(context):
        await _read(context, made, half)
        await _judge(context, made.id)
        report = await _write(context, made, invite=invite, advance=second_half)
        await _keep(context, made.id, everything=False)
    return report


async def write_checked(
    context: Context, made: StudentImport, *, invite: bool, advance: Advance = _nothing
) -> dict[str, Any]:
    """Write the good rows of a checked import. They are judged again: the world may have moved on."""
    async with _turn(context):
        numbers = [r["number"] for r in await context.db.rows(repository.GOOD_NUMBERS, import_id=made.id)]
        await context.db.run(
            repository.RECALL, import_id=made.id, numbers=numbers, candidates=[new_id() for _ in numbers]
        )
        await _judge(context, made.id)
        report = await _write(context, made, invite=invite, advance=advance)
        await context.db.run(repository.SETTLE, import_id=made.id)
    about = {**made.about, "rows_kept": True}
    await context.db.update(StudentImport, made.id, about=about)
    return report


@asynccontextmanager
async def _turn(context: Context) -> AsyncIterator[None]:
    """One import of an institution at a time, with its temporary tables, gone afterwards."""
    await context.db.run(repository.TAKE_TURN, institution=str(context.institution_id))
    await context.db.run(repository.INCOMING)
    await context.db.run(repository.JUDGED)
    await context.db.run(repository.BY_HASHING)
    yield
    await context.db.run(repository.AS_USUAL)
    await context.db.run(repository.AGAIN)


async def _read(context: Context, made: StudentImport, advance: Advance) -> None:
    kept = await context.db.get(StudentImportFile, made.id, "The file of this import")
    mapping = {int(index): name for index, name in made.mapping.items()}
    done = 0
    try:
        async for _, batch in spreadsheets.read(kept.content, mapping, await bounds(context)):
            records = [(number, cells, given, errors, new_id()) for number, cells, given, errors in batch]
            if records:
                await context.db.copy("incoming", repository.INCOMING_COLUMNS, records)
            done += len(records)
            await advance(done)
    except spreadsheets.RefusedError as error:
        raise refused(error) from error


async def _judge(context: Context, import_id: UUID) -> dict[str, Any]:
    await context.db.run(repository.ANALYZE_INCOMING)
    await _decide(context)
    await context.db.run(repository.ANALYZE_JUDGED)
    return await _report(context, import_id)


async def _decide(context: Context, kept: UUID | None = None) -> None:
    """Every row by itself, and then those that must wait for another to let go of its roll number."""
    await context.db.run(repository.JUDGE, academic=list(ACADEMIC))
    while await context.db.run(repository.STILL_HELD, kept=kept):
        pass


async def _report(context: Context, import_id: UUID) -> dict[str, Any]:
    counts = {r["outcome"]: r["n"] for r in await context.db.rows(repository.COUNTS)}
    errors = await context.db.rows(repository.ERRORS, most=MOST_ERRORS)
    return {
        "import_id": str(import_id),
        "total": sum(counts.values()),
        "created": counts.get("new", 0),
        "updated": counts.get("update", 0),
        "unchanged": counts.get("unchanged", 0),
        "failed": counts.get("bad", 0),
        "errors": [dict(error) for error in errors],
    }


def _counts(report: Mapping[str, Any]) -> dict[str, int]:
    return {
        "new": report["created"], "update": report["updated"], "unchanged": report["unchanged"], "bad": report["failed"],
    }  # fmt: skip


async def _keep(context: Context, import_id: UUID, *, everything: bool) -> None:
    await context.db.run(repository.KEEP, import_id=import_id, institution_id=context.institution_id, all=everything)


async def _write(context: Context, made: StudentImport, *, invite: bool, advance: Advance) -> dict[str, Any]:
    """Insert and update what was judged, a batch of row numbers at a time so that progress can be seen."""
    by = await _responsible(context, made)
    last = await context.db.value("SELECT coalesce(max(number), 0) FROM judged")
    await context.db.run(repository.LET_GO)
    for first in range(0, last + 1, BATCH):
        span = {"first": first, "last": first + BATCH - 1}
        new = await context.db.rows(repository.NEW_PEOPLE, **span)
        if new:
            people = [(record["id"], record["email"], record["full_name"]) for record in new]
            enrolled = await identity.enrol(context, people, Role.STUDENT)
            if len(enrolled) < len(people):
                await context.db.run(repository.TOO_LATE, made=enrolled, **span)
            stated = {"institution_id": context.institution_id, "now": context.now, "by": by}
            await context.db.run(repository.INSERT_NEW, **stated, **span)
        await context.db.run(repository.UPDATE_KNOWN, now=context.now, by=by, **span)
        renamed = await context.db.rows(repository.RENAMED, **span)
        if renamed:
            await identity.rename_people(context, [(record["id"], record["full_name"]) for record in renamed])
        await advance(min(first + BATCH, made.rows))
        await asyncio.sleep(0)
    report = await _report(context, made.id)
    await context.db.update(StudentImport, made.id, state="applied", counts=_counts(report), applied_at=context.now)
    await context.db.run(repository.FORGET_FILE, import_id=made.id)
    if invite and report["created"]:
        await tasks.enqueue(context, "students.invite_imported", import_id=made.id)
    context.record("students.imported", import_id=made.id)
    person = await identity.find_user(context, by)
    who, added, changed = person.full_name, report["created"], report["updated"]
    sentence = f"{who} imported {made.filename}: {added} students added, {changed} changed, {report['failed']} left out"
    facts = {name: report[name] for name in ("total", "created", "updated", "unchanged", "failed")}
    await audit.record(context, "students.import", ("import", made.id), sentence, **facts)
    return report


async def _responsible(context: Context, made: StudentImport) -> UUID:
    """Who vouches for the figures: the importer; for the command line, the institution's first administrator."""
    by = made.started_by or await context.db.value(repository.SOMEBODY_IN_CHARGE)
    if by is None:
        raise Conflict("Create an administrator first: somebody has to vouch for the figures.", code="nobody_in_charge")
    return UUID(str(by))


async def correct_row(
    context: Context, import_id: UUID, number: int, values: Mapping[str, str], *, leave_out: bool | None
) -> StudentImportRow:
    """Mend one row in the page: new cells by field, read and judged again at once; or leave it out, or take it back."""
    made = await find(context, import_id, lock=True)
    _require(made, "checked")
    row = await context.db.one(StudentImportRow, repository.ROW, import_id=import_id, number=number)
    if row is None:
        raise Missing("This row")
    where = {name: int(index) for index, name in made.mapping.items()}
    cells = [*row.cells, *[""] * (len(made.about["columns"]) - len(row.cells))]
    for name, value in values.items():
        if name not in where:
            raise Invalid.field(f"values/{name[:40]}", "The file has no column for this field.")
        cells[where[name]] = value
    before = row.given
    await _note(context, made, f"{'left out' if leave_out else 'mended'} row {number} of")
    await _judge_again(context, made, number, cells, leave_out=bool(leave_out))
    # Rows that were refused because they say the same as this one did: it may say something else now.
    for twin in await context.db.rows(
        repository.TWINS, import_id=import_id, number=number, email=before.get("email"), roll_no=before.get("roll_no")
    ):
        await _judge_again(context, made, twin["number"], twin["cells"])
    counts = {r["outcome"]: r["n"] for r in await context.db.rows(repository.KEPT_COUNTS, import_id=import_id)}
    await context.db.update(StudentImport, import_id, counts=counts)
    mended = await context.db.one(StudentImportRow, repository.ROW, import_id=import_id, number=number)
    assert mended is not None
    return mended


async def _judge_again(
    context: Context, made: StudentImport, number: int, cells: list[str], *, leave_out: bool = False
) -> None:
    """Read and judge one row anew, against what is on file and against the other rows of the file."""
    checker = rules.Checker({int(i): n for i, n in made.mapping.items()}, await bounds(context))
    checked = checker.check(number, cells)
    email, roll_no = checked.values.get("email"), checked.values.get("roll_no")
    same = await context.db.row(
        repository.SAME_ELSEWHERE, import_id=made.id, number=number, email=email, roll_no=roll_no
    )
    if same is not None:
        label = columns.BY_NAME[same["column"]].label
        message = f"{label} stands in row {same['number']} already. Keep one of the two rows."
        value = str(checked.values.get(same["column"]) or "")
        checked.errors.append(rules.problem(same["column"], value, "duplicate", message))
    found = await _judge_one(context, made.id, cells, checked)
    if leave_out:
        found = {**found, "outcome": "left_out"}
    await context.db.run(repository.REPLACE_ROW, import_id=made.id, number=number, cells=cells, **found)


async def _judge_one(context: Context, import_id: UUID, cells: Sequence[str], checked: rules.Checked) -> dict[str, Any]:
    import orjson

    record = (
        checked.number, orjson.dumps(list(cells)).decode(), orjson.dumps(checked.values, default=float).decode(),
        orjson.dumps(checked.errors).decode() if checked.errors else None, new_id(),
    )  # fmt: skip
    async with _turn(context):
        await context.db.copy("incoming", repository.INCOMING_COLUMNS, [record])
        await _decide(context, import_id)
        found = await context.db.row(repository.JUDGED_ROW)
    assert found is not None
    return dict(found)


async def bad_rows(context: Context, import_id: UUID) -> str:
    """The bad rows as CSV with what is wrong beside them: mended there, the same file can be imported again."""
    made = await find(context, import_id)
    found = await context.db.rows(repository.BAD_ROWS, import_id=import_id)
    header = [column["header"] for column in made.about["columns"]]
    lines = [spreadsheets.csv_line([*header, "What is wrong"])]
    for record in found:
        said = " ".join(f"{e['column']}: {e['message']}" for e in record["errors"])
        cells = [*record["cells"], *[""] * (len(header) - len(record["cells"]))]
        lines.append(spreadsheets.csv_line([*cells, said]))
    # Excel reads UTF-8 only where a BOM says so.
    return "\ufeff" + "".join(lines)
