"""The document that the web app comes in: who is signed in, and what the first screen needs, named in it."""

import json
import re
from collections.abc import Iterator

import httpx2
import pytest

from careerdesk.demo.service import PASSWORD
from tests.servers import RunningServer, running

TOLD = re.compile(r'<script type="application/json" id="me">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def visit(server: RunningServer, who: str | None, path: str = "/", **headers: str) -> httpx2.Response:
    with httpx2.Client(base_url=server.url, headers={"accept": "text/html", **headers}) as browser:
        if who:
            body = {"email": f"{who}@demo.careerdesk.example", "password": PASSWORD}
            browser.post("/api/v1/auth/login", json=body, headers={"origin": server.url}).raise_for_status()
        return browser.get(path)


def test_the_document_says_who_is_signed_in(server: RunningServer) -> None:
    answer = visit(server, "student")
    told = TOLD.search(answer.text)
    assert told
    assert json.loads(told[1])["email"] == "student@demo.careerdesk.example"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "cookie" in answer.headers["vary"]


def test_nobody_is_named_to_who_is_not_signed_in(server: RunningServer) -> None:
    for answer in (visit(server, None), visit(server, None, cookie="careerdesk_session=made-up")):
        assert answer.status_code == 200
        assert not TOLD.search(answer.text)
        assert "@demo" not in answer.text


def test_a_name_cannot_end_the_element_it_stands_in(server: RunningServer) -> None:
    with httpx2.Client(base_url=server.url, headers={"accept": "text/html"}) as browser:
        body = {"email": "recruiter@demo.careerdesk.example", "password": PASSWORD}
        browser.post("/api/v1/auth/login", json=body, headers={"origin": server.url}).raise_for_status()
        name = "Ann </script><script>alert(1)</script>"
        changed = browser.patch("/api/v1/auth/me", json={"full_name": name}, headers={"origin": server.url})
        assert changed.status_code == 200
        told = TOLD.search(browser.get("/").text)
        assert told
        assert json.loads(told[1])["full_name"] == name


def test_what_the_first_screen_fetches_is_there(server: RunningServer) -> None:
    """Each file and each list that the document names answers; a list under another address would be fetched twice."""
    for who, path in (("student", "/"), ("student", "/jobs"), ("officer", "/"), ("officer", "/students")):
        text = visit(server, who, path).text
        named = re.findall(r'<link rel="(modulepreload|preload)"[^>]* href="([^"]+)"', text)
        assert named
        with httpx2.Client(base_url=server.url, headers={"authorization": f"Bearer {server.token(who)}"}) as client:
            for _, address in named:
                assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_files_of_the_build_travel_packed(server: RunningServer) -> None:
    script = re.search(r'href="(/assets/base-[^"]+\.js)"', visit(server, None).text)
    assert script
    for coding in ("br", "gzip"):
        with httpx2.stream("GET", server.url + script[1], headers={"accept-encoding": coding}) as answer:
            assert answer.headers["content-encoding"] == coding
            assert "immutable" in answer.headers["cache-control"]
