"""About the installation itself: health, flows, long work."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import careerdesk
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.audit import service as audit
from careerdesk.corrections.states import CORRECTION_FLOW
from careerdesk.jobs.states import JOB_FLOW
from careerdesk.kernel import progress
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.kernel.tasks import REGISTRY
from careerdesk.offers.states import OFFER_FLOW
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import roles_with

meta = Router("meta", "/meta")
tasks = Router("tasks", "/tasks")
health = Router("health", "/health", root="")
known = Router("known", "/.well-known", root="")


class Health(BaseModel):
    status: str
    version: str
    environment: str
    scheduler: dict[str, Any]


class TaskQuery(PageQuery):
    """`active`: not over yet; `mine`: what I started."""

    state: Literal["queued", "running", "succeeded", "failed", "cancelled"] | None = None
    kind: str | None = Field(None, max_length=60)
    active: bool | None = None
    mine: bool | None = None


class StartedBy(BaseModel):
    id: UUID
    name: str


class TaskLine(BaseModel):
    """Long work. `done` of `total` in its own units; `link`: the page of the app that shows it and its report;
    `error`: what went wrong, or what a cancelled one left behind."""

    id: UUID
    kind: str
    title: str
    state: str
    done: int
    total: int | None
    link: str | None
    error: str | None
    started_at: datetime | None
    finished_at: datetime | None
    cancel_asked_at: datetime | None
    created_at: datetime
    can_cancel: bool


class TaskItem(TaskLine):
    report: dict[str, Any] | None


class TaskListItem(TaskLine):
    started_by: StartedBy | None


class TaskPage(Page):
    items: list[TaskListItem]


class CancelAsked(TaskItem):
    leaves: str = Field(description="What stays, in a sentence")


def shown_task(run: progress.TaskRun) -> dict[str, Any]:
    named = {name: getattr(run, name) for name in TaskItem.model_fields if name != "can_cancel"}
    return {**named, "can_cancel": progress.can_cancel(run.kind, run.state)}


@health.get("", public=True, bare=True, returns=Health)
async def get_health(request: Request) -> Health:
    """Whether the installation is well."""
    working = request.app.state.working
    return Health(
        status="ok",
        version=careerdesk.__version__,
        environment=request.app.state.house.settings.env,
        scheduler={
            "running": working is not None and not working.done(),
            "jobs": sorted(name for name, task in REGISTRY.items() if task.cron),
        },
    )


@health.get("/live", public=True, bare=True)
async def get_live() -> Response:
    """Whether the process answers."""
    return answer({"status": "ok"})


@health.get("/ready", public=True, bare=True)
async def get_ready(request: Request) -> Response:
    """Whether requests can be served: the database answers and its schema is ours."""
    from careerdesk.migrations import head

    house = request.app.state.house
    try:
        async with house.database.pool.acquire(timeout=2) as connection:
            revision = await connection.fetchval("SELECT version_num FROM alembic_version", timeout=2)
    except Exception:
        return answer({"status": "unavailable", "database": "does not answer"}, 503, {"Retry-After": "5"})
    if revision != head():
        return answer(
            {"status": "unavailable", "database": f"is at {revision}, not {head()}"}, 503, {"Retry-After": "5"}
        )
    redis, shared = house.adapters.get("redis"), "not used: PostgreSQL keeps what is short-lived"
    if redis is not None:
        shared = "ok" if await redis.ping() else "degraded: does not answer, PostgreSQL serves in its place"
    settings = house.settings
    sends = settings.mail.host or settings.sendgrid.api_key
    mail = "ok" if sends else "degraded: no SMTP server and no SendGrid key is set, mails are written to the outbox"
    return answer({"status": "ok", "database": "ok", "redis": shared, "mail": mail})


@known.get("/change-password", public=True, bare=True, hidden=True, status=302)
async def get_change_password() -> Response:
    """Where one changes one's password: password managers ask here."""
    return RedirectResponse("/me?tab=security", 302)


@meta.get("/flows", public=True)
async def get_flows(context: Current) -> Response:
    """Every flow as data: states, moves, who may make them."""
    return answer({flow.name: flow.as_data() for flow in (APPLICATION_FLOW, JOB_FLOW, OFFER_FLOW, CORRECTION_FLOW)})


@meta.get("/permissions", public=True)
async def get_permissions(context: Current) -> Response:
    """Which roles hold which permission: what a page that is closed says it takes."""
    return answer({permission.value: [role.value for role in roles_with([permission])] for permission in Permission})


@tasks.get("", needs=Permission.TASKS_READ, returns=TaskPage)
async def list_tasks(context: Current, query: Annotated[TaskQuery, Asked]) -> Json:
    """Long work, the newest first."""
    return Json(await progress.page(context, query))


@tasks.get("/{task_id}", needs=Permission.TASKS_READ, returns=TaskItem)
async def get_task(context: Current, task_id: UUID) -> TaskItem:
    """How far a piece of long work is."""
    return TaskItem(**shown_task(await progress.find(context, task_id)))


@tasks.post("/{task_id}/cancel", needs=Permission.TASKS_CANCEL, returns=CancelAsked, status=202)
async def cancel_task(context: Current, task_id: UUID) -> CancelAsked:
    """Ask long work to stop; it does within seconds."""
    run, leaves = await progress.ask_to_cancel(context, task_id)
    sentence = f"{context.caller.full_name} asked to cancel: {run.title}"
    await audit.record(context, "tasks.cancel", ("task", run.id), sentence)
    return CancelAsked(**shown_task(run), leaves=leaves)
