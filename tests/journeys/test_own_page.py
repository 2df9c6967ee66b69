"""One's own page, in the browser: a photo from the phone is seen in the shell, and others see what one shows."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import expect

from tests.contracts.subjects import picture
from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
STUDENT, RECRUITER = "student@demo.careerdesk.example", "recruiter@demo.careerdesk.example"
DRAWN = "image => image.complete && image.naturalWidth === 512"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


async def test_a_photo_from_the_phone_is_seen_in_the_shell(server: RunningServer, tmp_path: Path) -> None:
    photo, broken = tmp_path / "photo.jpg", tmp_path / "photo.png"
    photo.write_bytes(picture(1600, 900, "JPEG"))
    broken.write_bytes(b"\x89PNG\r\n\x1a\n<script>")
    async with chromium() as browser, signed_in(browser, server, STUDENT, **PHONE) as page:
        await page.goto("/me")
        corner = page.get_by_role("button", name="Account menu").locator("img:visible")
        await expect(corner).to_have_count(0)
        await page.get_by_label("Add a photo").set_input_files(broken)
        await expect(page.get_by_role("alert")).to_contain_text("cannot open this file")
        await page.get_by_role("button", name="Cancel").click()
        await page.get_by_label("Add a photo").set_input_files(photo)
        part = page.get_by_role("img", name="The part of the photo that is kept")
        await expect(part).to_be_visible()
        await page.get_by_label("Zoom").fill("1.5")
        # Moved to its left end, there is no blue left.
        await part.focus()
        for _ in range(16):
            await page.keyboard.press("ArrowRight")
        await page.get_by_role("button", name="Use photo").click()
        await expect(page.get_by_text("Photo saved")).to_be_visible()
        await expect(corner).to_be_visible()
        assert await corner.evaluate(DRAWN)
        red = await corner.evaluate(
            """image => { const canvas = document.createElement("canvas"); canvas.width = canvas.height = 1;
            const pen = canvas.getContext("2d"); pen.drawImage(image, 500, 250, 1, 1, 0, 0, 1, 1);
            return [...pen.getImageData(0, 0, 1, 1).data]; }"""
        )
        assert red[0] > 200 > red[2]
        # It is there on every page, after loading anew too.
        await page.goto("/")
        await expect(corner).to_be_visible()
        await page.goto("/me")
        await page.get_by_role("button", name="Remove photo").click()
        await expect(page.get_by_text("Photo removed")).to_be_visible()
        await expect(corner).to_have_count(0)


async def test_others_see_what_one_shows(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, RECRUITER, **DESKTOP) as page:
        await page.goto("/me")
        await page.get_by_role("button", name="Show what others see").click()
        await expect(page.get_by_text("Nothing. For others you have no page here.")).to_be_visible()
        await page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
        await page.get_by_role("textbox", name="LinkedIn").fill("https://linkedin.com.evil.example/in/me")
        await page.get_by_role("textbox", name="Place").fill("Pune")
        await page.get_by_role("button", name="Save page").click()
        await expect(page.get_by_text("This does not lead to linkedin.com.").first).to_be_visible()
        await expect(page.get_by_role("textbox", name="Place")).to_have_value("Pune")
        await page.get_by_role("textbox", name="LinkedIn").fill("linkedin.com/in/me")
        await page.get_by_role("button", name="Save page").click()
        await expect(page.get_by_text("Page saved")).to_be_visible()
        for name in ("Full name", "Place"):
            # Not `check()`, which looks before the page has had a moment to show what the server is asked.
            await page.get_by_role("switch", name=name).click()
            await expect(page.get_by_role("switch", name=name)).to_be_checked()
            await expect(page.get_by_role("switch", name=name)).to_be_enabled()
        await page.get_by_role("button", name="Show what others see").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Pune")
        await expect(page.get_by_role("dialog")).not_to_contain_text("linkedin.com")
        me = await (await page.request.get("/api/v1/users/me")).json()
    seen = httpx2.get(f"{server.url}/api/v1/users/{me['id']}", params={"institution": "demo"})
    assert seen.json() == {"id": me["id"], "full_name": me["full_name"], "location": "Pune"}
