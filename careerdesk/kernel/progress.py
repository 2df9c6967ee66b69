"""Long work as data: what is running, how far it is, what it found. Shown at `GET /tasks` and `GET /tasks/{id}`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Base, Tenant, key
from careerdesk.kernel.errors import Conflict, Missing
from careerdesk.kernel.paging import Listing, PageQuery

STATES = ("queued", "running", "succeeded", "failed", "cancelled")


class TaskRun(Tenant, Base):
    """One piece of long work. `done` of `total` in the work's own units; `report` is what it found; `link`: the page of
    the app that shows it."""

    __tablename__ = "task_runs"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES!r}", name="state"),
        CheckConstraint("done >= 0 AND (total IS NULL OR done <= total)", name="progress"),
        CheckConstraint("(state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)", name="finished"),
        Index("ix_task_runs_institution_id_created_at", "institution_id", "created_at"),
    )

    id: Mapped[UUID] = key()
    kind: Mapped[str]
    title: Mapped[str]
    link: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    started_by: Mapped[UUID | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


ADVANCE = """
UPDATE task_runs SET state = 'running', done = :done, total = coalesce(:total, total), updated_at = :now,
    started_at = coalesce(started_at, :now)
WHERE id = :id AND state IN ('queued', 'running') RETURNING cancel_asked_at IS NOT NULL
"""
CANCEL = """
UPDATE task_runs SET cancel_asked_at = coalesce(cancel_asked_at, :now), updated_at = :now
WHERE id = :id AND state IN ('queued', 'running') RETURNING *
"""
# Work whose task looks for a wish to cancel on its way, and what is left behind then.
_CANCELLABLE: dict[str, str] = {}

RUNS = Listing(
    item="""
        r.id, r.kind, r.title, r.state, r.done, r.total, r.link, r.error, r.created_at, r.started_at, r.finished_at,
        r.cancel_asked_at, (SELECT json_build_object('id', u.id, 'name', u.full_name) FROM users u
            WHERE u.id = r.started_by) AS started_by
    """,
    source="task_runs r",
    where="(:all::boolean OR r.started_by = :me)",
    filters={
        "state": "r.state = :state",
        "kind": "r.kind = :kind",
        "active": "(r.state IN ('queued', 'running')) = :active",
        "mine": "(r.started_by = :me) = :mine",
        "q": "r.title ILIKE :q_like",
    },
    sorts={"created_at": "r.created_at", "finished_at": "r.finished_at NULLS", "title": "r.title"},
    default_sort="-created_at",
    tie="r.id DESC",
)


class CancelledError(Exception):
    """Somebody asked to stop. Whoever does the work undoes what it wrote and says so with `cancelled`."""


def cancellable(kind: str, *, leaves: str) -> None:
    """Declare that work of this kind can be cancelled, and in a sentence what stays of it."""
    _CANCELLABLE[kind] = leaves


async def start(
    context: Context, kind: str, title: str, *, total: int | None = None, link: str | None = None
) -> TaskRun:
    """Write down that long work is asked for. `link`: the page of the app that shows it."""
    user_id = context.actor.user_id if context.actor else None
    return await context.db.insert(
        TaskRun, kind=kind, title=title, state="queued", done=0, total=total, started_by=user_id, link=link
    )


async def advance(context: Context, run_id: UUID, done: int, total: int | None = None) -> None:
    """Say how far it is, in a transaction of its own, so that it is seen while the work goes on. Raises
    `CancelledError` where somebody asked to stop."""
    async with context.separately() as aside:
        stop = await aside.db.value(ADVANCE, id=run_id, done=done, total=total, now=aside.now)
    if stop:
        raise CancelledError


async def finish(context: Context, run_id: UUID, report: dict[str, Any], *, done: int, total: int) -> None:
    """Say that it went well and what it found. Whoever started it hears of it, unless they are waiting for the answer."""
    await context.db.update(
        TaskRun, run_id, state="succeeded", done=done, total=total, report=report, finished_at=context.now
    )
    if in_background(context):
        context.record("task.finished", run_id=run_id)


async def fail(context: Context, run_id: UUID, error: str) -> None:
    """Say that it failed and what to do, in a transaction of its own (the work's is rolled back)."""
    async with context.separately() as aside:
        await aside.db.update(TaskRun, run_id, state="failed", error=error, finished_at=aside.now)
        aside.record("task.finished", run_id=run_id)


async def cancelled(context: Context, run_id: UUID) -> None:
    """Say that it stopped because somebody asked for it."""
    run = await context.db.get(TaskRun, run_id, "This task")
    leaves = _CANCELLABLE.get(run.kind)
    await context.db.update(TaskRun, run_id, state="cancelled", error=leaves, finished_at=context.now)


def in_background(context: Context) -> bool:
    """Whether a worker is at work, and nobody waits for the answer."""
    return context.actor is None or context.actor.user_id is None


async def find(context: Context, run_id: UUID, permission: str = "tasks.read") -> TaskRun:
    """The work, where the caller started it or belongs to the office; 404 otherwise."""
    run = await context.db.get(TaskRun, run_id, "This task")
    if context.reach(permission) < Reach.TENANT and run.started_by != context.user_id:
        raise Missing("This task")
    return run


async def page(context: Context, query: PageQuery) -> bytes:
    """One page of long work: the caller's own; the office's whole institution's."""
    everybodys = context.reach("tasks.read") >= Reach.TENANT
    return await RUNS.page(context.db, query, _with_cancel, all=everybodys, me=context.user_id)


def _with_cancel(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "can_cancel": can_cancel(item["kind"], item["state"])}


def can_cancel(kind: str, state: str) -> bool:
    return kind in _CANCELLABLE and state in ("queued", "running")


async def ask_to_cancel(context: Context, run_id: UUID) -> tuple[TaskRun, str]:
    """Ask long work to stop: it does within seconds, and what it says it leaves behind is the second value. 409 where it
    is over, or of a kind that cannot be stopped halfway."""
    run = await find(context, run_id, "tasks.cancel")
    if run.kind not in _CANCELLABLE:
        raise Conflict("This cannot be stopped halfway.", code="not_cancellable", state=run.state)
    asked = await context.db.one(TaskRun, CANCEL, id=run_id, now=context.now)
    if asked is None:
        raise Conflict("This is over already.", code="task_over", state=run.state)
    return asked, _CANCELLABLE[run.kind]
