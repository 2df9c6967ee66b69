"""The server as people start it: it answers, says how it is, is measured, and stops in order."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

import careerdesk
from tests.servers import RunningServer, running


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running(log_level="info", log_format="json") as started:
        yield started


def test_health_says_what_runs(server: RunningServer) -> None:
    answer = httpx2.get(f"{server.url}/health")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["version"], body["environment"]) == ("ok", careerdesk.__version__, "test")
    assert body["scheduler"]["running"] is True
    assert body["scheduler"]["jobs"]


def test_live_and_ready_are_different_questions(server: RunningServer) -> None:
    assert httpx2.get(f"{server.url}/health/live").json() == {"status": "ok"}
    ready = httpx2.get(f"{server.url}/health/ready")
    assert ready.status_code == 200
    assert ready.json()["database"] == "ok"
    assert "degraded" in ready.json()["mail"]


def test_programs_get_a_card_and_browsers_get_the_app(server: RunningServer) -> None:
    card = httpx2.get(server.url, headers={"Accept": "application/json"})
    assert card.json()["api"] == "/api/v1"
    page = httpx2.get(f"{server.url}/jobs", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert '<div id="root">' in page.text


def test_answers_carry_the_headers_that_protect_people(server: RunningServer) -> None:
    headers = httpx2.get(f"{server.url}/api/v1/jobs?institution=demo").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-request-id"]
    assert "server" not in headers


def test_other_origins_get_no_permission(server: RunningServer) -> None:
    answer = httpx2.options(
        f"{server.url}/api/v1/jobs", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert "access-control-allow-origin" not in answer.headers


def test_metrics_are_on_a_port_of_their_own(server: RunningServer) -> None:
    httpx2.get(f"{server.url}/api/v1/jobs?institution=demo")
    text = httpx2.get(f"http://127.0.0.1:{server.metrics_port}/metrics").text
    samples = {sample.name: sample for family in text_string_to_metric_families(text) for sample in family.samples}
    lists = [line for line in text.splitlines() if 'jobs"' in line and "_count" in line and 'status="200"' in line]
    assert len(lists) == 1
    assert samples["process_resident_memory_bytes"].value > 0
    assert "careerdesk_http" not in httpx2.get(f"{server.url}/metrics").text


def test_the_log_is_json_with_request_ids_and_no_secret(server: RunningServer) -> None:
    token = server.token("officer")
    answer = httpx2.get(f"{server.url}/api/v1/auth/me?x=hidden-in-query", headers={"Authorization": f"Bearer {token}"})
    time.sleep(0.2)
    text = (server.data / "server.log").read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    mine = [line for line in lines if line.get("request_id") == answer.headers["x-request-id"]]
    assert [(line["method"], line["status"]) for line in mine] == [("GET", 200)]
    for secret in (token, 'careerdesk-demo"', "hidden-in-query"):
        assert secret not in text


def test_it_stops_in_order_and_takes_the_database_with_it() -> None:
    with running("--no-tasks") as server:
        httpx2.get(f"{server.url}/health")
        server.process.send_signal(signal.SIGTERM)
        try:
            server.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            pytest.fail((server.data / "server.log").read_text()[-2000:])
        assert not (server.data / "postgres" / "postmaster.pid").exists()
