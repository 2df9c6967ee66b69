"""No log line gives away a password, a code, a token or a key. Runs last, over everything that the suite has logged."""

import pytest

from careerdesk.demo.service import PASSWORD as DEMO_PASSWORD
from tests import loglines
from tests.conftest import PASSWORD

loglines.seen(PASSWORD, DEMO_PASSWORD)


def test_no_line_of_the_whole_suite_holds_a_secret() -> None:
    lines = list(loglines.lines())
    assert lines, "nothing was logged, so nothing was shown"
    wrong = [(what, line[:300]) for line in lines if (what := loglines.told(line, loglines.SECRETS))]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        '{"event": "request", "token": "eyJhbGciOiJIUzI1NiJ9.eyJzaWQiOiIxIn0.abcdefghijk"}',
        "Authorization: Bearer abcdefghijklmnopqrstuvwxyz",
        '{"event": "sent", "code": "482913"}',
        "password=correct horse battery",
        "cd_live_0123456789abcdef",
        "INSERT … $argon2id$v=19$m=19456",
    ],
)
def test_the_reader_would_find_one(line: str) -> None:
    assert loglines.told(line, {"482913"})


def test_the_reader_leaves_figures_alone() -> None:
    assert (
        loglines.told('{"ms": 482913.5, "at": "2026-11-21T10:48:29.482913Z", "id": "a-482913-b"}', {"482913"}) is None
    )
