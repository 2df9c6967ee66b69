"""Debian's Chromium under Playwright, and the steps that browser journeys share."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from careerdesk.demo.service import PASSWORD
from tests.servers import RunningServer

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: `make browser` says how")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def signed_in(browser: Browser, server: RunningServer, email: str, **device: Any) -> AsyncIterator[Page]:
    """A page on which somebody has signed in through the form. An error in the page fails the journey."""
    context = await browser.new_context(base_url=server.url, locale="en-IN", timezone_id="Asia/Kolkata", **device)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_default_timeout(15_000)
    await page.goto("/login")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Continue", exact=True).click()
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page).not_to_have_url(f"{server.url}/login")
    yield page
    await context.close()
    assert wrong == []
