"""Chromium with somebody signed in, in a theme, a language and a width."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from careerdesk.demo.service import PASSWORD
from dev.ux.screens import DEMO

_sessions: dict[tuple[str, str], Any] = {}


async def _state(browser: Browser, url: str, who: str) -> Any:
    if (url, who) not in _sessions:
        context = await browser.new_context(base_url=url)
        answer = await context.request.post(
            "/api/v1/auth/login", data={"email": f"{who}@{DEMO}", "password": PASSWORD}, headers={"origin": url}
        )
        if not answer.ok:
            raise RuntimeError(f"{who} cannot sign in: {await answer.text()}")
        _sessions[url, who] = await context.storage_state()
        await context.close()
    return _sessions[url, who]


@asynccontextmanager
async def visiting(
    browser: Browser,
    url: str,
    who: str | None,
    *,
    width: int = 1440,
    height: int = 900,
    theme: str = "light",
    language: str = "en",
    **device: Any,
) -> AsyncIterator[BrowserContext]:
    """A browser of somebody's own, signed in where `who` is said."""
    state = await _state(browser, url, who) if who else None
    context = await browser.new_context(
        base_url=url, storage_state=state, viewport={"width": width, "height": height}, locale="en-IN",
        timezone_id="Asia/Kolkata", **device,
    )  # fmt: skip
    context.set_default_timeout(15_000)
    await context.add_init_script(
        f"localStorage.setItem('careerdesk.theme', '{theme}'); localStorage.setItem('careerdesk.lang', '{language}')"
    )
    try:
        yield context
    finally:
        await context.close()


async def settled(page: Page) -> None:
    """Until nothing loads any more and nothing is drawn as a skeleton."""
    await page.wait_for_load_state("load")
    await page.wait_for_function(
        "() => document.querySelector('h1, main, body > header') && !document.querySelector('.skeleton, [aria-busy=true]')",
        timeout=15_000,
    )
    await page.evaluate("() => document.fonts.ready")
