"""Long work as data: what is running, how far it is, what it found. Shown at `GET /tasks/{id}`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Base, Tenant, key
from careerdesk.kernel.errors import Missing

STATES = ("queued", "running", "succeeded", "failed", "cancelled")


class TaskRun(Tenant, Base):
    """One piece of long work. `done` of `total` in the work's own units; `report` is what it found."""

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
WHERE id = :id AND state IN ('queued', 'running')
"""


async def start(context: Context, kind: str, title: str, *, total: int | None = None) -> TaskRun:
    """Write down that long work is asked for."""
    user_id = context.actor.user_id if context.actor else None
    return await context.db.insert(
        TaskRun, kind=kind, title=title, state="queued", done=0, total=total, started_by=user_id
    )


async def advance(context: Context, run_id: UUID, done: int, total: int | None = None) -> None:
    """Say how far it is, in a transaction of its own, so that it is seen while the work goes on."""
    async with context.separately() as aside:
        await aside.db.run(ADVANCE, id=run_id, done=done, total=total, now=aside.now)


async def finish(context: Context, run_id: UUID, report: dict[str, Any], *, done: int, total: int) -> None:
    """Say that it went well and what it found."""
    await context.db.update(
        TaskRun, run_id, state="succeeded", done=done, total=total, report=report, finished_at=context.now
    )


async def fail(context: Context, run_id: UUID, error: str) -> None:
    """Say that it failed and what to do, in a transaction of its own (the work's is rolled back)."""
    async with context.separately() as aside:
        await aside.db.update(TaskRun, run_id, state="failed", error=error, finished_at=aside.now)


async def find(context: Context, run_id: UUID) -> TaskRun:
    """The work, where the caller started it or belongs to the office; 404 otherwise."""
    from careerdesk.kernel.access import Reach

    run = await context.db.get(TaskRun, run_id, "This task")
    if context.reach("tasks.read") < Reach.TENANT and run.started_by != context.user_id:
        raise Missing("This task")
    return run
