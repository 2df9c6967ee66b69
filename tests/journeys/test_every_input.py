"""Schemathesis against the running server: whatever a client sends, as whoever, is answered as the document says."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT, RunningServer, running

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)
# What would end the caller's own session is left to the tests of sessions.
# Every value at the edge of what the document admits costs about a minute a caller; the rest of them are fuzzed only.
THOROUGH = ("officer", "student", None)
BRIEF = ("admin", "coordinator", "recruiter", "industry", "lecturer", "operator")


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running("--no-tasks") as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("who", [*THOROUGH, *BRIEF], ids=lambda who: who or "signed out")
def test_no_input_surprises_the_server(server: RunningServer, who: str | None, tmp_path: Path) -> None:
    phases = "coverage,fuzzing" if who in THOROUGH else "fuzzing"
    command = [
        str(Path(sys.executable).with_name("st")), "run", str(ROOT / "docs/reference/openapi.json"), "--url", server.url,
        "--checks", CHECKS, "--phases", phases, "--max-examples", "6", "--seed", "7", "--no-color", "--continue-on-failure",
        "--generation-database", "none", "--exclude-path-regex", "/auth/(logout|sessions/)",
    ]  # fmt: skip
    if who is not None:
        host = "careerdesk.example" if who == "operator" else "demo.careerdesk.example"
        command += ["--header", f"Authorization: Bearer {server.token(who, host)}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
