"""About the installation itself: health, flows, long work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

import careerdesk
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.jobs.states import JOB_FLOW
from careerdesk.kernel import progress
from careerdesk.kernel.routing import Current, Router, answer
from careerdesk.kernel.tasks import REGISTRY
from careerdesk.offers.states import OFFER_FLOW
from careerdesk.permissions.actions import Permission

meta = Router("meta", "/meta")
tasks = Router("tasks", "/tasks")
health = Router("health", "/health", root="")


class Health(BaseModel):
    status: str
    version: str
    environment: str
    scheduler: dict[str, Any]


class TaskItem(BaseModel):
    id: UUID
    kind: str
    title: str
    state: str
    done: int
    total: int | None
    started_at: datetime | None
    finished_at: datetime | None
    report: dict[str, Any] | None
    error: str | None
    created_at: datetime


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
    mail = "ok" if house.settings.mail.host else "degraded: no SMTP server is set, mails are written to the outbox"
    return answer({"status": "ok", "database": "ok", "mail": mail})


@meta.get("/flows", public=True)
async def get_flows(context: Current) -> Response:
    """Every flow as data: states, moves, who may make them."""
    return answer({flow.name: flow.as_data() for flow in (APPLICATION_FLOW, JOB_FLOW, OFFER_FLOW)})


@tasks.get("/{task_id}", needs=Permission.TASKS_READ, returns=TaskItem)
async def get_task(context: Current, task_id: UUID) -> TaskItem:
    """How far a piece of long work is."""
    return TaskItem.model_validate(await progress.find(context, task_id), from_attributes=True)
