"""`python -m dev.ux [access layout weight speed lighthouse clicks keyboard] [--url …] [--quick]`: what was promised, what holds."""

import argparse
import asyncio
import sys
from contextlib import nullcontext
from types import SimpleNamespace

from dev.ux import access, clicks, keyboard, layout, lighthouse, speed, weight
from dev.ux.report import Report
from dev.ux.screens import screens
from tests.journeys.browser import chromium
from tests.servers import running

PARTS = ("weight", "clicks", "keyboard", "layout", "access", "speed", "lighthouse")


async def measure(url: str, parts: list[str], quick: bool) -> list[Report]:
    found = screens(url)
    reports: list[Report] = []

    def begin(part: str) -> bool:
        wanted = part in parts
        if wanted:
            print(f"\n{part}", flush=True)
        return wanted

    async with chromium() as browser:
        if begin("weight"):
            reports.append(await weight.measure(browser, url, found))
        if begin("layout"):
            reports.append(await layout.measure(browser, url, found))
        if begin("access"):
            reports.append(await access.measure(browser, url, found, every=not quick))
        if begin("speed"):
            reports.append(await speed.measure(browser, url, found))
        # These change the season, so they come last.
        if begin("keyboard"):
            reports.append(await keyboard.measure(browser, url))
        if begin("clicks"):
            reports.append(await clicks.measure(browser, url))
    if begin("lighthouse"):
        reports.append(lighthouse.measure(url))
    return reports


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m dev.ux", description=__doc__)
    asked.add_argument("parts", nargs="*", default=list(PARTS), help=" ".join(PARTS))
    asked.add_argument("--url", help="a running demo server, instead of one of its own")
    asked.add_argument("--quick", action="store_true", help="two looks instead of eight for accessibility")
    options = asked.parse_args()
    server = nullcontext(SimpleNamespace(url=options.url)) if options.url else running()
    with server as started:
        reports = asyncio.run(measure(started.url, options.parts, options.quick))
    missed = [(report.title, what) for report in reports for kept, what, _ in report.lines if not kept]
    print(f"\n{sum(len(report.lines) for report in reports)} promises measured, {len(missed)} not kept")
    for title, what in missed:
        print(f"  {title}: {what}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
