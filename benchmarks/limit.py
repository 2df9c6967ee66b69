"""The limit: a bare ASGI app on the driver alone. It checks the same sign-in (signature, session row, institution) and
runs the same statement on the same data; there is nothing else in it that could cost time. What the product adds in
Python (a student's verdicts, for one) is left out here, which makes the limit stricter."""

import asyncio
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from careerdesk.identity import tokens
from careerdesk.identity.repository import SESSION
from careerdesk.kernel.access import Reach
from careerdesk.kernel.db import _numbered

SECRET = os.environ.get("CAREERDESK_SECRET_KEY", "").encode()
INSERT = "INSERT INTO bench_rows (id, institution_id, at) VALUES ($1, $2, $3)"
JSON = [(b"content-type", b"application/json")]


class Connection(asyncpg.Connection):
    """Remembers whose rows it shows, and leaves nothing behind that would have to be reset."""

    institution: UUID | None = None

    def get_reset_query(self) -> str:
        return ""


class Limit:
    def __init__(self) -> None:
        self.pool: asyncpg.Pool
        self.statements: dict[str, tuple[str, tuple[str, ...]]] = {}

    async def start(self) -> None:
        from careerdesk.applications.repository import LISTINGS as APPLICATIONS
        from careerdesk.jobs.repository import DETAILS
        from careerdesk.jobs.repository import LISTINGS as JOBS

        self.statements = {
            "/session": _numbered(SESSION),
            "/jobs": _numbered(JOBS["student"].sql((), None)),
            "/office-jobs": _numbered(JOBS["office"].sql((), None)),
            "/applications": _numbered(APPLICATIONS[Reach.TENANT].sql((), None)),
            "/job": _numbered(DETAILS["student"]),
        }
        self.pool = await asyncpg.create_pool(
            os.environ["BENCH_DATABASE_URL"],
            min_size=10,
            max_size=10,
            statement_cache_size=500,
            connection_class=Connection,
        )

    async def answer(self, scope: dict[str, Any]) -> tuple[int, bytes]:
        token = next((value for name, value in scope["headers"] if name == b"authorization"), b"")[7:].decode()
        now = datetime.now(UTC)
        session = tokens.session_of(SECRET, token, now)
        if session is None:
            return 401, b"{}"
        path: str = scope["path"]
        async with self.pool.acquire() as connection:
            text, names = self.statements["/session"]
            given: dict[str, Any] = {"id": session, "secret": None, "now": now}
            who = await connection.fetchrow(text, *[given[name] for name in names])
            if who is None:
                return 401, b"{}"
            if connection._con.institution != who["institution_id"]:
                await connection.execute("SELECT set_config('app.institution', $1, false)", str(who["institution_id"]))
                connection._con.institution = who["institution_id"]
            if path == "/insert":
                await connection.execute(INSERT, uuid4(), who["institution_id"], now)
                return 200, b"{}"
            given = {"now": now, "me": who["user_id"], "own_company": None, "limit": 20, "offset": 0}
            if path.startswith("/job/"):
                given["id"], path = UUID(path[5:]), "/job"
            text, names = self.statements[path]
            found = await connection.fetchrow(text, *[given[name] for name in names])
        if path == "/job":
            return (200, found[0].encode()) if found else (404, b"{}")
        total = found["total"]
        return 200, b'{"items":%b,"total":%d,"page":1,"limit":20,"pages":%d}' % (
            found["items"].encode(),
            total,
            -(-total // 20),
        )

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                if message["type"] == "lifespan.startup":
                    await self.start()
                    await send({"type": "lifespan.startup.complete"})
                else:
                    await asyncio.wait_for(self.pool.close(), 5)
                    await send({"type": "lifespan.shutdown.complete"})
                    return
        status, body = await self.answer(scope)
        headers = [*JSON, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


app = Limit()
