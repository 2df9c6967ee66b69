"""Background work: checking and writing large files, inviting who came in, forgetting old imports."""

import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from careerdesk.kernel import progress, tasks
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Problem
from careerdesk.kernel.tasks import task
from careerdesk.students import repository, service
from careerdesk.students.models import StudentImport
from careerdesk.students.service import imports

INVITED_AT_ONCE = 200
SECONDS_BETWEEN_SIGNS = 0.5

progress.cancellable("students.check_import", leaves="Nothing was checked. The file and its columns are kept.")
progress.cancellable("students.apply_import", leaves="No student was added or changed. What was checked is kept.")
progress.cancellable("students.import_file", leaves="No student was added or changed. The file is kept.")

progress.cancellable("students.undo_import", leaves="Nothing was taken back. The import stands.")

Work = Callable[[StudentImport, imports.Advance], Awaitable[dict[str, Any]]]


async def _carry_out(
    context: Context, import_id: str, run_id: str, work: Work, *states: str, back: str, failed: str = "failed"
) -> None:
    """Do it with signs of progress. A repeat after a success does nothing; what fails says so on the page, and the
    import goes back to where it can be tried again. Cancelled, everything is as it was: the state `back`."""
    made = await imports.find(context, UUID(import_id), lock=True)
    if made.state not in states:
        return
    run, last = UUID(run_id), 0.0

    async def advance(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_SIGNS:
            await progress.advance(context, run, min(done, made.rows))
            last = time.monotonic()

    try:
        await advance(0)
        report = await work(made, advance)
    except progress.CancelledError:
        await context.db.abandon()
        await context.db.begin()
        await context.db.update(StudentImport, made.id, state=back)
        await progress.cancelled(context, run)
        return
    except Problem as problem:
        await context.db.abandon()
        await context.db.begin()
        await context.db.update(StudentImport, made.id, state=failed)
        await progress.fail(context, run, problem.detail)
        return
    except Exception:
        await context.db.abandon()
        await progress.fail(context, run, "Something went wrong on our side. Nothing was written; it is tried again.")
        raise
    await progress.finish(context, run, report, done=made.rows, total=made.rows)


@task("students.check_import", retries=2, timeout=1800)
async def check_import(context: Context, *, import_id: str, run_id: str) -> None:
    """Read the file of an import and judge every row."""
    await _carry_out(
        context,
        import_id,
        run_id,
        lambda made, advance: imports.read_and_judge(context, made, advance),
        "checking",
        back="uploaded",
    )


@task("students.apply_import", retries=2, timeout=1800)
async def apply_import(context: Context, *, import_id: str, run_id: str, invite: bool) -> None:
    """Write the good rows of a checked import."""
    await _carry_out(
        context,
        import_id,
        run_id,
        lambda made, advance: imports.write_checked(context, made, invite=invite, advance=advance),
        "applying",
        back="checked",
    )


@task("students.import_file", retries=2, timeout=1800)
async def import_file(context: Context, *, import_id: str, run_id: str, dry_run: bool, invite: bool) -> None:
    """Read a file and write its good rows in one go."""
    await _carry_out(
        context,
        import_id,
        run_id,
        lambda made, advance: imports.write_file(context, made, dry_run=dry_run, invite=invite, advance=advance),
        "checking",
        "applying",
        back="uploaded",
    )


@task("students.undo_import", retries=2, timeout=1800)
async def undo_import(context: Context, *, import_id: str, run_id: str, by: str) -> None:
    """Take an applied import back."""
    await _carry_out(
        context,
        import_id,
        run_id,
        lambda made, advance: service.take_back_import(context, made, advance, UUID(by)),
        "undoing",
        back="applied",
        failed="applied",
    )


@task("students.invite_imported")
async def invite_imported(context: Context, *, import_id: str, after: str | None = None) -> None:
    """Have the new students of an import invited, some hundred at a time so that other mail is not held up."""
    made = await imports.find(context, UUID(import_id))
    found = await context.db.rows(
        repository.INVITABLE, at=made.applied_at, after=UUID(after) if after else None, most=INVITED_AT_ONCE
    )
    for record in found:
        await tasks.enqueue(context, "identity.send_invitation", user_id=record["user_id"])
    if len(found) == INVITED_AT_ONCE:
        await tasks.enqueue(context, "students.invite_imported", import_id=import_id, after=str(found[-1]["user_id"]))


@task("students.forget_imports", cron="41 3 * * *")
async def forget_imports(context: Context) -> None:
    """Forget imports after 90 days, and those that were never written after a week: they hold copies of people's data."""
    await context.db.run(repository.PURGE, now=context.now)
