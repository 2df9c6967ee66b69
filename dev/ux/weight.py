"""Compressed JavaScript that a first visit loads, as it went over the wire."""

from playwright.async_api import Browser

from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import Screen

LIMITS = {
    "sign-in": 90,
    "register": 90,
    "new password": 90,
    "code from a mail": 90,
    "sign-in refused elsewhere": 90,
    "first steps, student": 180,
    "student home": 180,
    "jobs": 180,
    "applications, board": 180,
    "landing": 0,
    "public job": 0,
}
OFFICE = 300


async def scripts_of(browser: Browser, url: str, screen: Screen) -> int:
    """Bytes of script on a first visit, headers left out."""
    async with visiting(browser, url, screen.who) as context:
        page = await context.new_page()
        wire = await context.new_cdp_session(page)
        await wire.send("Network.enable")
        scripts: set[str] = set()
        sizes: dict[str, int] = {}
        wire.on(
            "Network.responseReceived",
            lambda event: (
                scripts.add(event["requestId"])
                if event["type"] == "Script" or event["response"]["mimeType"].endswith("javascript")
                else None
            ),
        )
        wire.on(
            "Network.loadingFinished",
            lambda event: sizes.__setitem__(event["requestId"], int(event["encodedDataLength"])),
        )
        await page.goto(screen.path)
        await settled(page)
        await page.wait_for_timeout(500)
        return sum(size for request, size in sizes.items() if request in scripts)


async def measure(browser: Browser, url: str, screens: list[Screen]) -> Report:
    report = Report("Weight: compressed JavaScript of a first visit")
    for screen in screens:
        limit = LIMITS.get(screen.name, OFFICE if screen.who not in (None, "student") else 240)
        size = await scripts_of(browser, url, screen) / 1000
        report.add(size <= limit, f"{screen.name} ({screen.who or 'signed out'})", f"{size:.0f} of {limit} KB")
    return report
