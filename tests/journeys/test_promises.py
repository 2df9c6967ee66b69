"""The promises of `make ux` that must not be broken between two runs of it, on fewer looks: what is measured in time is left
to `make ux`, because a test is no clock."""

from collections.abc import Iterator

import pytest

from dev.ux import access, clicks, keyboard, layout, weight
from dev.ux.screens import screens
from tests.journeys.browser import chromium, needs_chromium
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def missed(report: object) -> list[str]:
    return [f"{what}: {measured}" for kept, what, measured in report.lines if not kept]  # type: ignore[attr-defined]


async def test_axe_finds_nothing_serious_on_any_screen(server: RunningServer) -> None:
    async with chromium() as browser:
        assert missed(await access.measure(browser, server.url, screens(server.url), every=False)) == []


async def test_no_screen_scrolls_sideways_at_320_px(server: RunningServer) -> None:
    async with chromium() as browser:
        assert missed(await layout.measure(browser, server.url, screens(server.url), looks=layout.LOOKS[:1])) == []


async def test_first_visits_stay_light(server: RunningServer) -> None:
    names = {"sign-in", "student home", "landing", "office home", "applicants"}
    async with chromium() as browser:
        chosen = [screen for screen in screens(server.url) if screen.name in names]
        assert len(chosen) == len(names)
        assert missed(await weight.measure(browser, server.url, chosen)) == []


async def test_the_top_tasks_need_no_mouse(server: RunningServer) -> None:
    async with chromium() as browser:
        assert missed(await keyboard.measure(browser, server.url)) == []


async def test_the_top_tasks_take_as_few_taps_as_promised(server: RunningServer) -> None:
    async with chromium() as browser:
        assert missed(await clicks.measure(browser, server.url)) == []
