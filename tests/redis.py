"""A real `redis-server`, started for tests that need one. `make test` installs it where that is possible (dev/redis.sh)."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import redis

from tests.servers import free_port


@dataclass(frozen=True)
class RunningRedis:
    url: str
    process: "subprocess.Popen[bytes]"

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url, decode_responses=True)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)


@contextmanager
def running_redis() -> Iterator[RunningRedis]:
    """A server on a free port, which keeps nothing. Skips the test where there is no program, and says why."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server here: dev/redis.sh installs it")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="careerdesk-redis-") as folder:
        command = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            folder,
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        server = RunningRedis(f"redis://127.0.0.1:{port}/0", process)
        try:
            _wait(server)
            yield server
        finally:
            if process.poll() is None:
                server.kill()


def _wait(server: RunningRedis, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with server.client() as client:
                client.ping()
                return
        except redis.RedisError:
            time.sleep(0.02)
    raise RuntimeError("redis-server did not start")
