"""Real servers for tests: `careerdesk serve` as a process of its own, on a free port of loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(database_url: str, data_dir: Path, *, workers: int = 1, **settings: str) -> Iterator[str]:
    """The address of a server on that database. Its log is shown when it does not start."""
    port = free_port()
    log = data_dir / f"serve-{port}.log"
    base = f"http://localhost:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CAREERDESK_")},
        "CAREERDESK_ENV": "test",
        "CAREERDESK_DATABASE_URL": database_url,
        "CAREERDESK_DATA_DIR": str(data_dir),
        "CAREERDESK_PUBLIC_URL": base,
        "CAREERDESK_LOG_LEVEL": "warning",
        **settings,
    }
    command = [sys.executable, "-m", "careerdesk", "serve", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                if httpx2.get(f"{base}/health/ready", timeout=2).status_code == 200:
                    break
            except httpx2.HTTPError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")
            time.sleep(0.1)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
