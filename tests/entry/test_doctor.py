"""What `careerdesk doctor` says of Redis."""

from careerdesk.entry.maintenance import redis_finding
from careerdesk.kernel.settings import Settings
from tests.redis import running_redis
from tests.servers import free_port


def told(url: str | None) -> tuple[bool, str]:
    found = redis_finding(Settings(_env_file=None, redis_url=url))  # type: ignore[call-arg, arg-type]
    return found.wrong, found.text


def test_where_it_is_not_used_nothing_is_wrong() -> None:
    assert told(None) == (False, "redis: not used, PostgreSQL keeps codes and counters")


def test_it_is_asked_and_what_is_wrong_is_said_without_the_password() -> None:
    with running_redis() as server:
        assert told(server.url) == (False, "redis: answers")
    wrong, text = told(f"redis://:a-secret-word@127.0.0.1:{free_port()}/0")
    assert wrong
    assert "CAREERDESK_REDIS_URL" in text
    assert "a-secret-word" not in text
