"""The stand on which everything is measured: a database with a large season, people with sessions, and servers."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from careerdesk import migrations
from careerdesk.demo import service as demo
from careerdesk.identity import tokens
from careerdesk.kernel import embedded
from careerdesk.kernel.ids import new_id

ROOT = Path(__file__).parents[1]
DATA = ROOT / "var" / "benchmarks"
SECRET = "benchmark-secret-that-guards-nothing-at-all"
TICKS = os.sysconf("SC_CLK_TCK")
SESSION = """
INSERT INTO sessions (id, institution_id, user_id, kind, ip, user_agent, created_at, seen_at, expires_at)
VALUES (%s, %s, %s, 'token', '', 'benchmark', %s, %s, %s)
"""
# Moves are made once each, and deadlines pass.
_USED_UP = """
SELECT (SELECT count(*) FROM applications WHERE status = 'APPLIED') < 4000
    OR (SELECT max(applied_at) FROM applications) < now() - interval '4 days'
"""


@dataclass(frozen=True)
class Process:
    """A server under load."""

    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


class Stand:
    """Made once and kept in var/benchmarks: 10,000 students, 1,000 jobs, some 35,000 applications."""

    def __init__(self, server: embedded.Server) -> None:
        self.server = server
        self.connection = psycopg.connect(server.url, autocommit=True)

    def prepare(self) -> None:
        migrations.upgrade(self.server.url)
        if demo.is_empty(self.server.url) or self.value(_USED_UP):
            print("Making the season of 10,000 students (about half a minute) …", flush=True)
            demo.load(self.server.url, students=10_000, now=datetime.now(UTC), reset=True)
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_rows (id uuid PRIMARY KEY, institution_id uuid NOT NULL, at timestamptz NOT NULL)"
        )
        self.connection.execute("GRANT INSERT ON bench_rows TO careerdesk_app")
        self.connection.execute("VACUUM ANALYZE")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        return self.rows(sql, *values)[0][0]

    def token(self, user_id: UUID) -> str:
        """An access token of a session made for the occasion."""
        now, session = datetime.now(UTC), new_id()
        home = self.value("SELECT institution_id FROM users WHERE id = %s", user_id)
        self.connection.execute(SESSION, [session, home, user_id, now, now, now + timedelta(days=1)])
        return tokens.access_token(SECRET.encode(), session, user_id, now, timedelta(hours=12))

    def person(self, local: str) -> UUID:
        found: UUID = self.value("SELECT id FROM users WHERE email = %s", f"{local}@demo.careerdesk.example")
        return found

    @contextmanager
    def serve(self, name: str, *command: str) -> Iterator[Process]:
        """A server in a process of its own, answering before this returns."""
        port = free_port()
        environment = {
            **os.environ,
            "CAREERDESK_ENV": "test",
            "CAREERDESK_DATABASE_URL": self.server.app_url,
            "CAREERDESK_SECRET_KEY": SECRET,
            "CAREERDESK_DATA_DIR": str(DATA / "app"),
            "CAREERDESK_LOG_LEVEL": "error",
            "CAREERDESK_RATE_LIMIT__ENABLED": "false",
            "BENCH_DATABASE_URL": self.server.app_url,
            "BENCH_OWNER_URL": self.server.url,
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a server is not compiled anew at every start
        process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment)
        try:
            until_it_answers(port)
            yield Process(name, port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)

    def product(self) -> Any:
        return self.serve("product", str(Path(sys.executable).with_name("careerdesk")), "serve", "--no-tasks")

    def limit(self) -> Any:
        return self.serve("limit", *_uvicorn("benchmarks.limit:app"))

    def peer(self) -> Any:
        return self.serve("peer", *_uvicorn("benchmarks.peer:app"))


def _uvicorn(app: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--loop",
        "uvloop",
        "--http",
        "httptools",
        "--no-access-log",
        "--log-level",
        "error",
    ]


@contextmanager
def stand() -> Iterator[Stand]:
    DATA.mkdir(parents=True, exist_ok=True)
    with embedded.start(DATA) as server:
        made = Stand(server)
        made.prepare()
        yield made
        made.connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if line.recv(100).startswith(b"HTTP/1.1"):
                    return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"Nothing answers on port {port}.")


def http(method: str, path: str, token: str, body: Any = None) -> str:
    """A request as it goes over the line."""
    text = "" if body is None else json.dumps(body)
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(text.encode())}\r\n"
    elif method != "GET":
        head += "Content-Length: 0\r\n"
    return f"{head}\r\n{text}"


def load(server: Process, requests: dict[str, Any], **plan: Any) -> dict[str, Any]:
    """Run the load generator; its result with the server's processor time a request."""
    plan = {"port": server.port, "connections": 32, "seconds": 4, **plan, "requests": requests}
    before = server.cpu_seconds()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    result: dict[str, Any] = json.loads(done.stdout)
    result["cpu_ms"] = (server.cpu_seconds() - before) * 1000 / max(1, result["requests"])
    wrong = {status: n for status, n in result["statuses"].items() if not status.startswith("2")}
    if wrong and not plan.get("tolerant"):
        raise RuntimeError(f"{server.name} answered {wrong}")
    return result
