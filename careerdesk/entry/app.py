"""The HTTP app: middleware, routes, the web app's files."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

import careerdesk
from careerdesk.entry import metrics, web
from careerdesk.entry.house import build
from careerdesk.entry.logs import configure
from careerdesk.entry.routers import load_tasks, routers
from careerdesk.kernel import problems
from careerdesk.kernel.context import House
from careerdesk.kernel.edge import Edge
from careerdesk.kernel.routing import Shortcut
from careerdesk.kernel.settings import Settings
from careerdesk.kernel.tasks import work


def create_app(settings: Settings | None = None, *, database_url: str | None = None, worker: bool = False) -> FastAPI:
    """The app. `worker`: carry out background work in the same process."""
    settings = settings or Settings()
    configure(settings)
    house = build(settings, database_url) if (database_url or settings.database_url) else None
    load_tasks()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assert house is not None, "no database"
        await house.database.start()
        _settle_memory()
        stop = asyncio.Event()
        working = asyncio.create_task(work(house, stop)) if worker else None
        app.state.working = working
        try:
            with metrics.served(settings):
                yield
        finally:
            stop.set()
            if working is not None:
                await asyncio.wait({working}, timeout=25)
            if "redis" in house.adapters:
                await house.adapters["redis"].close()
            await house.database.stop()

    docs = settings.env != "production"
    app = FastAPI(
        title="Careerdesk",
        version=careerdesk.__version__,
        description="The open career office: placements, training and outreach for universities.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.house = house
    app.state.show_docs = docs
    problems.install(app)
    for router in routers():
        # Into one flat list: an included router is matched twice and costs a tenth of a millisecond.
        app.router.routes.extend(router.routes)
    web.install(app, Path(careerdesk.__file__).parent / "web")
    if not settings.cors_origins:
        app.add_middleware(Shortcut, routes=app.router.routes)
    else:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=False,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Institution"],
        )
    app.add_middleware(Edge, settings=settings)
    return app


def _settle_memory() -> None:
    """What was imported stays: the collector need not look at half a million objects again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def house_of(app: FastAPI) -> House:
    house: House = app.state.house
    return house
