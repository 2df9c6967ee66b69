"""`python -m dev.ux.shots`: every screen as a picture into docs/screens, and the page that shows them."""

import argparse
import asyncio
import base64
import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

from playwright.async_api import Browser

from dev.ux.browse import settled, visiting
from dev.ux.screens import Screen, screens
from tests.journeys.browser import chromium
from tests.servers import running

FOLDER = Path(__file__).parents[2] / "docs/screens"
LOOKS = [("desktop", 1440, 900, "light", "en"), ("phone", 360, 780, "dark", "hi")]
WORDS = {
    None: "Signed out",
    "student": "Student",
    "officer": "Placement officer",
    "admin": "Administrator",
    "recruiter": "Recruiter",
}


def _file(screen: Screen, look: str) -> str:
    name = re.sub(r"[^a-z]+", "-", f"{screen.who or 'door'} {screen.name}".lower()).strip("-")
    return f"{name}-{look}.webp"


async def _take(browser: Browser, url: str, found: list[Screen]) -> None:
    for look, width, height, theme, language in LOOKS:
        for who in dict.fromkeys(screen.who for screen in found):
            async with visiting(
                browser, url, who, width=width, height=height, theme=theme, language=language
            ) as context:
                await context.add_cookies([{"name": "careerdesk_lang", "value": language, "url": url}])
                page = await context.new_page()
                await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                wire = await context.new_cdp_session(page)
                for screen in (one for one in found if one.who == who):
                    await page.goto(screen.path)
                    await settled(page)
                    await page.wait_for_timeout(300)
                    shot = await wire.send("Page.captureScreenshot", {"format": "webp", "quality": 62})
                    (FOLDER / _file(screen, look)).write_bytes(base64.b64decode(shot["data"]))


def _page(found: list[Screen]) -> str:
    lines = [
        "# Screens",
        "",
        "Taken by `make screens` from the demo season: a desktop in the light theme and English, a phone in the dark theme and Hindi.",
        "",
    ]
    for who in dict.fromkeys(screen.who for screen in found):
        lines += [f"## {WORDS[who]}", ""]
        for screen in (one for one in found if one.who == who):
            desktop, phone = (_file(screen, look) for look in ("desktop", "phone"))
            lines += [
                f"### {screen.name[0].upper()}{screen.name[1:]}", "",
                f'<img src="{desktop}" alt="{screen.name}, desktop" width="640"> <img src="{phone}" alt="{screen.name}, phone" width="200">', "",
            ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


async def _all(url: str) -> None:
    found = screens(url)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    async with chromium() as browser:
        await _take(browser, url, found)
    (FOLDER / "README.md").write_text(_page(found))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m dev.ux.shots", description=__doc__)
    asked.add_argument("--url", help="a running demo server, instead of one of its own")
    options = asked.parse_args()
    with nullcontext(SimpleNamespace(url=options.url)) if options.url else running() as server:
        asyncio.run(_all(server.url))
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
