"""Whatever goes wrong, the answer is a problem document that says what, and never the input."""

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client


@pytest.mark.as_(Role.OFFICER)
async def test_values_that_contradict_what_is_there_are_a_422(client: Client) -> None:
    job = await client.post("/jobs", json={"company": "Acme", "title": "Tester", "salary_max": 5})
    answer = await client.patch(f"/jobs/{job.json()['id']}", json={"salary_min": 999_999_999_999.0})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "pay range" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/auth/login", 405),
        ("POST", "/auth/login", 422),
        ("GET", "/applications", 401),
    ],
)
async def test_the_frameworks_own_refusals_look_the_same(client: Client, method: str, path: str, status: int) -> None:
    answer = await client.request(method, path)
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(body)
    assert body["request_id"] == answer.headers["x-request-id"]


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "body",
    [b'{"min_cgpa": NaN}', b'{"min_cgpa": Infinity}', b'{"min_cgpa": 1e999}', b'{"title": "\\ud800"}', b'{"title": "\\u0000"}',
     b'{"openings": 9223372036854775808}', b'{"deadline": "0001-01-01T00:00:00+14:00"}', b"[", b"\xff", b'"text"'],
)  # fmt: skip
async def test_hostile_json_is_refused_without_an_echo(client: Client, body: bytes) -> None:
    answer = await client.post("/jobs", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "NaN" not in answer.text
    assert "9223372036854775808" not in answer.text


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "query",
    [
        "limit=-1",
        "limit=0",
        "limit=101",
        "page=-1",
        "page=99999999999999999999",
        "sort=password_hash",
        "q=%00",
        "nothing=1",
    ],
)
async def test_lists_refuse_what_they_did_not_offer(client: Client, query: str) -> None:
    answer = await client.get(f"/applications?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.as_(Role.OFFICER)
async def test_a_path_answers_with_and_without_its_slash(client: Client) -> None:
    plain, slashed = await client.get("/jobs"), await client.get("/jobs/")
    assert plain.status_code == slashed.status_code == 200
    assert plain.json() == slashed.json()
