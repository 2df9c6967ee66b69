"""Web Vitals on a slow phone: processor four times slower, 1.6 Mbit/s, 150 ms away."""

from typing import Any

from playwright.async_api import Browser, Page

from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import Screen

WATCH = """
window.vitals = { lcp: 0, cls: 0, inp: 0, what: '' };
new PerformanceObserver((list) => { for (const one of list.getEntries()) vitals.lcp = one.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) vitals.cls += one.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId && one.duration > vitals.inp) { vitals.inp = one.duration; vitals.what = one.name + ' ' + (one.target?.className ?? ''); } }).observe({ type: 'event', durationThreshold: 16, buffered: true });
"""
LCP, CLS, INP = 2500, 0.1, 200


async def _use(page: Page, name: str) -> None:
    """What people do there, several times."""
    if name == "sign-in":
        await page.get_by_label("E-mail").fill("nobody@example.org")
        await page.get_by_role("button", name="Continue", exact=True).click()
    elif name == "jobs":
        await page.get_by_role("button", name="Filter").click()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Saved").click()
    elif name == "applications, board":
        await page.get_by_role("button", name="List").click()
        await page.get_by_role("button", name="Calendar").click()
    elif name in ("students", "applicants"):
        await page.get_by_role("button", name="CGPA").first.click()
        await page.keyboard.press("j")
    else:
        await page.keyboard.press("Tab")
        await page.keyboard.press("Control+k")
        await page.wait_for_timeout(800)
        await page.keyboard.press("Escape")
    await page.wait_for_timeout(800)


async def vitals(browser: Browser, url: str, screen: Screen, *, wide: bool) -> dict[str, Any]:
    """LCP and the longest interaction in ms, CLS without unit."""
    size = {"width": 1280, "height": 800} if wide else {"width": 360, "height": 800}
    async with visiting(browser, url, screen.who, **size) as context:
        page = await context.new_page()
        await page.add_init_script(WATCH)
        wire = await context.new_cdp_session(page)
        await wire.send("Network.enable")
        speed = 1_600_000 / 8
        await wire.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 150, "downloadThroughput": speed, "uploadThroughput": speed},
        )
        await wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        await page.goto(screen.path)
        await settled(page)
        await page.wait_for_timeout(600)
        first: dict[str, Any] = await page.evaluate("() => ({ ...vitals })")
        await _use(page, screen.name)
        last: dict[str, Any] = await page.evaluate("() => ({ ...vitals })")
        return {"lcp": first["lcp"], "cls": last["cls"], "inp": last["inp"], "what": last["what"]}


WATCHED = ["sign-in", "landing", "student home", "jobs", "applications, board", "office home", "applicants", "students"]


async def measure(browser: Browser, url: str, screens: list[Screen]) -> Report:
    report = Report(f"Speed on a slow phone: LCP ≤ {LCP} ms, CLS ≤ {CLS}, interaction ≤ {INP} ms")
    for name in WATCHED:
        screen = next(one for one in screens if one.name == name)
        found = min(
            [await vitals(browser, url, screen, wide=screen.who == "officer") for _ in range(2)],
            key=lambda one: one["lcp"],
        )
        kept = found["lcp"] <= LCP and found["cls"] <= CLS and found["inp"] <= INP
        report.add(
            kept,
            name,
            f"LCP {found['lcp']:.0f} ms, CLS {found['cls']:.3f}, interaction {found['inp']:.0f} ms {found['what'] if found['inp'] > INP else ''}",
        )
    return report
