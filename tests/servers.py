"""The real server in a process of its own, with the demo season, as `make run` starts it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from careerdesk.demo.service import PASSWORD
from tests import loglines

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class RunningServer:
    url: str
    data: Path
    process: "subprocess.Popen[str]"
    metrics_port: int

    def token(self, local: str, host: str = "demo.careerdesk.example") -> str:
        """An access token of a demo sign-in."""
        body = {"email": f"{local}@{host}", "password": PASSWORD}
        answer = httpx2.post(f"{self.url}/api/v1/auth/login", json=body)
        answer.raise_for_status()
        token: str = answer.json()["access_token"]
        return token


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database_url: str, data: Path, *, workers: int = 1, **settings: str) -> Iterator[str]:
    """The address of a server, of one process or several, on a database that is there already."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAREERDESK_")}
    environment |= {
        "CAREERDESK_ENV": "test",
        "CAREERDESK_DATABASE_URL": database_url,
        "CAREERDESK_DATA_DIR": str(data),
        "CAREERDESK_PUBLIC_URL": f"http://localhost:{port}",
        **settings,
    }
    program = str(Path(sys.executable).with_name("careerdesk"))
    command = [program, "serve", "--port", str(port), "--workers", str(workers), "--no-tasks"]
    with (data / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
        try:
            _wait(RunningServer(f"http://localhost:{port}", data, process, 0))
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)
            loglines.collect(data)


@contextmanager
def running(*options: str, **settings: str) -> Iterator[RunningServer]:
    """A server on a free port. `settings` become CAREERDESK_… variables."""
    data = Path(tempfile.mkdtemp(prefix="careerdesk-run-"))
    data.chmod(0o711)  # as root the database runs as a user of its own, who has to come through
    port, metrics = free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAREERDESK_")}
    environment |= {
        "CAREERDESK_ENV": "test",
        "CAREERDESK_DATA_DIR": str(data),
        "CAREERDESK_PUBLIC_URL": f"http://localhost:{port}",
        "CAREERDESK_METRICS_PORT": str(metrics),
        "CAREERDESK_RATE_LIMIT__ENABLED": "false",
        **{f"CAREERDESK_{name.upper()}": value for name, value in settings.items()},
    }
    command = [str(Path(sys.executable).with_name("careerdesk")), "serve", "--demo", "--port", str(port), *options]
    log = (data / "server.log").open("w")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
    server = RunningServer(f"http://localhost:{port}", data, process, metrics)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()
        loglines.collect(data)
        shutil.rmtree(data, ignore_errors=True)


def _wait(server: RunningServer, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if httpx2.get(f"{server.url}/health/ready").status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise RuntimeError((server.data / "server.log").read_text()[-4000:])
