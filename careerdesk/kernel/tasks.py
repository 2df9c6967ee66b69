"""Work in the background: declared beside the code it belongs to, enqueued in the same transaction as the change that
asks for it, carried out by any worker (procrastinate on PostgreSQL; docs/decisions/0005).

A task is `async def name(context, *, some_id: str)`, gets a context of its own with one transaction, and takes ids,
never objects. It may run more than once (a worker can die after the work and before the receipt), so it must look at
the state before it acts.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from careerdesk.kernel.context import Closing, Context, House, system_context

if TYPE_CHECKING:
    import procrastinate

log = structlog.get_logger("careerdesk.tasks")
TaskFunction = Callable[..., Awaitable[Any]]

DEFER = """procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(job.queue, job.name, job.priority, job.lock, job.once, job.args, job.at)::procrastinate_job_to_defer_v1
    FROM jsonb_to_recordset(:jobs::jsonb)
        AS job (queue text, name text, priority integer, lock text, once text, args jsonb, at timestamptz)))
"""
INSTITUTIONS = "SELECT institution_ids()"


@dataclass(frozen=True, slots=True)
class TaskDefinition:
    """What a task is. `cron`: runs at those minutes, once for every institution; `on`: runs after that event; `priority`:
    the higher go first."""

    name: str
    function: TaskFunction
    queue: str
    retries: int
    timeout: float
    cron: str | None
    on: str | None
    priority: int


REGISTRY: dict[str, TaskDefinition] = {}
_LISTENERS: dict[str, list[TaskDefinition]] = {}


def task(
    name: str,
    *,
    queue: str = "default",
    retries: int = 5,
    timeout: float = 300,
    cron: str | None = None,
    on: str | None = None,
    priority: int = 0,
) -> Callable[[TaskFunction], TaskFunction]:
    """Declare a task. Its docstring says what it does; `timeout` is in seconds. `priority`: somebody is waiting for it, so it
    goes before what has less."""

    def declare(function: TaskFunction) -> TaskFunction:
        if not function.__doc__:
            raise TypeError(f"The task {name} has no docstring.")
        if name in REGISTRY:
            raise TypeError(f"Two tasks are called {name}.")
        definition = TaskDefinition(name, function, queue, retries, timeout, cron, on, priority)
        REGISTRY[name] = definition
        if on:
            _LISTENERS.setdefault(on, []).append(definition)
        return function

    return declare


async def enqueue(
    context: Context,
    name: str,
    *,
    at: datetime | None = None,
    lock: str | None = None,
    once: str | None = None,
    **arguments: Any,
) -> None:
    """Enqueue a task in the context's transaction. `lock`: one at a time of that name; `once`: not a second time while
    one of that name waits; `at`: not before. The arguments are bound to the task's signature here, not in the worker."""
    definition = REGISTRY[name]
    inspect.signature(definition.function).bind(context, **arguments)
    await context.db.value(f"SELECT {DEFER}", jobs=[_job(context, definition, arguments, at, lock, once)])


def listeners(context: Context) -> Closing | None:
    """The call that enqueues what listens to the events that the context recorded."""
    jobs = [
        _job(context, definition, event.arguments)
        for event in context.events
        for definition in _LISTENERS.get(event.name, ())
    ]
    return Closing(DEFER, {"jobs": jobs}) if jobs else None


def _job(
    context: Context,
    definition: TaskDefinition,
    arguments: dict[str, Any],
    at: datetime | None = None,
    lock: str | None = None,
    once: str | None = None,
) -> dict[str, Any]:
    tenant = context.db.tenant
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()}
    args = {"institution_id": str(tenant) if tenant else None, "arguments": plain}
    return {
        "queue": definition.queue,
        "name": definition.name,
        "priority": definition.priority,
        "lock": lock,
        "once": once,
        "args": args,
        "at": at,
    }


def worker_app(house: House) -> "procrastinate.App":
    """Procrastinate's app with every declared task, over the same database and role as the requests."""
    import procrastinate  # here: a process that only enqueues does not need it

    url = house.database.url
    options = f"-c role={house.database.role}" if house.database.role else ""
    connector = procrastinate.PsycopgConnector(
        conninfo=url, min_size=1, max_size=4, kwargs={"options": options, "application_name": "careerdesk-worker"}
    )
    app = procrastinate.App(connector=connector)
    for definition in REGISTRY.values():
        if definition.cron:
            _register_periodic(app, house, definition)
        else:
            _register(app, house, definition)

    @app.periodic(cron="* * * * *")
    @app.task(name="kernel.pick_up_stalled", queueing_lock="kernel.pick_up_stalled", pass_context=True)
    async def pick_up_stalled(job: Any, timestamp: int) -> None:
        """Give the work of workers that died to others."""
        for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
            log.warning("stalled task picked up", task=stalled.task_name, job=stalled.id)
            await app.job_manager.retry_job(stalled)

    return app


def _register(app: "procrastinate.App", house: House, definition: TaskDefinition) -> None:
    import procrastinate

    retry = procrastinate.RetryStrategy(max_attempts=definition.retries, exponential_wait=4)

    @app.task(name=definition.name, queue=definition.queue, retry=retry)
    async def run(institution_id: str | None, arguments: dict[str, Any]) -> None:
        await carry_out(house, definition, UUID(institution_id) if institution_id else None, arguments)


def _register_periodic(app: "procrastinate.App", house: House, definition: TaskDefinition) -> None:
    assert definition.cron is not None

    @app.periodic(cron=definition.cron)
    @app.task(name=definition.name, queue=definition.queue, queueing_lock=definition.name)
    async def run(timestamp: int) -> None:
        await carry_out_everywhere(house, definition)


async def carry_out(
    house: House, definition: TaskDefinition, institution: UUID | None, arguments: dict[str, Any]
) -> None:
    """Run one task now, in a context of its own."""
    async with asyncio.timeout(definition.timeout), system_context(house, institution) as context:
        await definition.function(context, **arguments)


async def carry_out_everywhere(house: House, definition: TaskDefinition) -> None:
    """Run a periodic task once for every institution; one that fails does not cost the others."""
    async with system_context(house, None) as platform:
        institutions = [record[0] for record in await platform.db.rows(INSTITUTIONS)]
    for institution in institutions:
        try:
            await carry_out(house, definition, institution, {})
        except Exception:
            log.exception("periodic task failed", task=definition.name, institution=str(institution))


async def work(house: House, stop: asyncio.Event, *, concurrency: int = 4) -> None:
    """Carry tasks out until `stop` is set; what is running then may finish for up to 20 s."""
    app = worker_app(house)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                delete_jobs="never",
                shutdown_graceful_timeout=20,
                fetch_job_polling_interval=0.5,
            )
        )
        waiter = asyncio.create_task(stop.wait())
        await asyncio.wait({worker, waiter}, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
