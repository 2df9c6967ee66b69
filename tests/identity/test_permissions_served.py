"""Which roles hold which permission, as data for the page that is closed."""

from tests.conftest import Client
from tests.stories import ok


async def test_a_closed_page_can_say_who_may_open_it(client: Client) -> None:
    served = ok(await client.get("/meta/permissions"))
    assert served["audit.read"] == ["OFFICER", "ADMIN"]
    assert served["profile.read"] == ["STUDENT"]
