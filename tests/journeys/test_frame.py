"""What every screen shares, in the browser: palette, help, notifications, undo, closed pages, conflicts, drafts."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
OFFICER = "officer@demo.careerdesk.example"
RECRUITER = "recruiter@demo.careerdesk.example"
PATCH = """([path, body]) => fetch(path, {method: "PATCH", headers: {"content-type": "application/json"},
    body: JSON.stringify(body)}).then((answer) => answer.status)"""


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


async def somebody_else_saves(page: Page, path: str, **changes: object) -> None:
    """The same record, changed past the form that is open."""
    assert await page.evaluate(PATCH, [f"/api/v1{path}", changes]) == 200


async def test_everything_is_reached_by_keyboard(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.get_by_role("button", name="Search or do something").focus()
        await page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Search or do something")
        await expect(field).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Search or do something")).to_be_focused()

        # Go: a place by its name; the field keeps the focus while the arrows choose.
        await page.keyboard.press("Control+k")
        await page.keyboard.type("s")
        await expect(page.get_by_role("option", name="Students")).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("option", name="Students")).to_have_attribute("aria-selected", "false")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{server.url}/students")

        # Find: a person, by the server.
        name = await page.locator("tr[data-row] a.name").first.inner_text()
        await page.keyboard.press("Control+k")
        await page.keyboard.type(f"@{name}")
        await page.get_by_role("group", name="People").get_by_role("option", name=name).first.wait_for()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()

        # Do, and what is done on this page alone.
        await page.keyboard.press("Control+k")
        await expect(page.get_by_role("group", name="Suggested").get_by_role("option")).to_have_count(3)
        await page.keyboard.type("> dark")
        await page.keyboard.press("Enter")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")

        # Two keys after one another, the rows of a list, the search of the page; never while typing.
        await page.keyboard.press("g")
        await page.keyboard.press("j")
        await expect(page).to_have_url(f"{server.url}/jobs")
        await page.locator("tr[data-row]").first.wait_for()
        await page.keyboard.press("j")
        await expect(page.locator("tr[data-row] a").first).to_be_focused()
        await page.keyboard.press("/")
        await expect(page.get_by_role("searchbox")).to_be_focused()
        await page.keyboard.type("gj")
        await expect(page.get_by_role("searchbox")).to_have_value("gj")


async def test_help_tells_the_keys_and_switches_them_off(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto("/students")
        await page.locator("tr[data-row]").first.wait_for()
        await page.keyboard.press("?")
        help_ = page.get_by_role("dialog", name="Help")
        await expect(help_.get_by_text("Filters are chips in plain words")).to_be_visible()
        async with page.expect_response("**/users/me/preferences"):
            await help_.get_by_role("switch").uncheck()
        await page.keyboard.press("Escape")
        await expect(help_).to_be_hidden()
        await page.keyboard.press("?")
        await expect(help_).to_be_hidden()
        # It follows the person, not the page; the button stays.
        await page.reload()
        await page.get_by_role("button", name="Help and keys").click()
        await expect(help_.get_by_role("switch")).not_to_be_checked()
        async with page.expect_response("**/users/me/preferences"):
            await help_.get_by_role("switch").check()


async def test_a_notification_leads_to_what_it_tells(server: RunningServer) -> None:
    async with chromium() as browser:
        async with signed_in(browser, server, RECRUITER, **DESKTOP) as page:
            await page.goto("/jobs/new")
            await page.get_by_label("Role").fill("Balloon engineer")
            await page.get_by_role("button", name="Submit for approval").click()
            await expect(page.get_by_role("heading", level=1, name="Balloon engineer")).to_be_visible()
        async with signed_in(browser, server, OFFICER, **PHONE) as page:
            bell = page.get_by_role("button", name="unread notification")
            told = page.get_by_role("link", name="Balloon engineer")
            for _ in range(20):
                await page.goto("/notifications?unread=true")
                await page.locator(".notice-item, .empty").first.wait_for()
                if await told.count():
                    break
                await page.wait_for_timeout(500)
            before = await bell.get_attribute("aria-label")
            await bell.click()
            tray = page.get_by_role("dialog", name="Notifications")
            await tray.get_by_role("link", name="Balloon engineer").click()
            await expect(page.get_by_role("heading", level=1, name="Balloon engineer")).to_be_visible()
            await expect(page.locator(".bell")).not_to_have_attribute("aria-label", str(before))
            # Turned back by its button.
            await page.locator(".bell").click()
            await tray.get_by_role("button", name="Mark as unread: Balloon engineer").click()
            await expect(page.locator(".bell")).to_have_attribute("aria-label", str(before))


async def test_a_deleted_view_comes_back_with_undo(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto("/students?placed=false&min_cgpa=8")
        await page.locator("tr[data-row]").first.wait_for()
        await page.get_by_role("button", name="Saved views").click()
        await page.get_by_role("menuitem", name="Save this view").click()
        await page.get_by_label("Name of the view").fill("Strong and free")
        await page.keyboard.press("Enter")
        chip = page.get_by_role("button", name="Strong and free", exact=True)
        await chip.click()
        await page.get_by_role("menuitem", name="Delete").click()
        await expect(page.get_by_role("button", name="Saved views")).to_be_visible()
        await expect(page.get_by_role("status").get_by_text("View “Strong and free” deleted")).to_be_visible()
        await page.keyboard.press("u")
        await expect(chip).to_be_visible()
        # Nothing matches: what was asked for is repeated, and each part can be taken back.
        await page.goto("/students?placed=false&q=zzzz")
        await expect(page.get_by_text("Looked for “zzzz” and Not placed.")).to_be_visible()
        await page.get_by_role("button", name="Clear “zzzz”").click()
        await expect(page.locator("tr[data-row]").first).to_be_visible()


async def test_closed_missing_and_offline_pages_say_what_to_do(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, RECRUITER, **PHONE) as page:
        await page.goto("/audit")
        await expect(page.get_by_role("heading", level=1, name="This page is not open to your role")).to_be_visible()
        await expect(page.get_by_text("It is open to: Placement officer or Administrator.")).to_be_visible()

        await page.goto("/no/such/page")
        await expect(page.get_by_role("heading", level=1, name="This page does not exist")).to_be_visible()
        await page.get_by_role("searchbox").fill("engineer")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox")).to_have_value("engineer")
        await page.keyboard.press("Escape")

        # A list that the server cannot give names the request.
        broken = {"status": 500, "code": "internal", "title": "Broken", "request_id": "req-4711"}
        await page.route("**/api/v1/jobs?*", lambda route: route.fulfill(status=500, json=broken))
        await page.goto("/jobs")
        await expect(page.get_by_text("req-4711")).to_be_visible()
        await page.unroute("**/api/v1/jobs?*")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.locator("tr[data-row]").first).to_be_visible()

        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.context.set_offline(True)
        await page.goto("/applications")
        await expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
        await page.context.set_offline(False)
        await page.get_by_role("link", name="Try again").click()
        await expect(page).to_have_url(f"{server.url}/applications")
        await expect(page.locator("tr[data-row]").first).to_be_visible()


async def test_two_people_edit_one_record(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto("/students?q=Abhishek")
        await page.locator("tr[data-row] a.name").first.click()
        await page.get_by_role("button", name="Edit record").click()
        await page.get_by_label("CGPA").fill("6.91")
        await page.get_by_label("Phone").fill("+91 98200 00001")
        student = page.url.rsplit("/", 1)[1]
        await somebody_else_saves(page, f"/admin/students/{student}", cgpa=6.37, department="Computing")
        await page.get_by_role("button", name="Save record").click()
        conflict = page.get_by_role("dialog", name="Somebody else changed")
        await expect(conflict.get_by_text("corrected the department, cgpa")).to_be_visible()
        await expect(conflict.get_by_text("Department: Computing")).to_be_visible()
        await expect(conflict.get_by_role("button", name="Save this")).to_be_disabled()
        await conflict.get_by_label("Keep mine").check()
        await conflict.get_by_role("button", name="Save this").click()
        await expect(conflict).to_be_hidden()
        facts = page.locator(".facts").first
        await expect(facts.get_by_text("6.91")).to_be_visible()
        await expect(facts.get_by_text("Computing")).to_be_visible()
        await expect(page.get_by_text("+919820000001")).to_be_visible()


async def test_what_was_typed_waits_as_a_draft(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto("/jobs/new")
        await page.get_by_label("Role").fill("Zeppelin pilot")
        await expect(page.get_by_text("Draft saved")).to_be_visible()
        await page.get_by_role("link", name="Students").click()
        leaving = page.get_by_role("dialog", name="Leave without saving?")
        await leaving.get_by_role("button", name="Stay here").click()
        await expect(page.get_by_label("Role")).to_have_value("Zeppelin pilot")
        await page.get_by_role("link", name="Students").click()
        await leaving.get_by_role("button", name="Leave", exact=True).click()
        await expect(page).to_have_url(f"{server.url}/students")
        await page.goto("/jobs/new")
        await page.get_by_role("button", name="Take it up again").click()
        await expect(page.get_by_label("Role")).to_have_value("Zeppelin pilot")
        # Nothing of it stays after signing out.
        await page.evaluate("window.onbeforeunload = null")
        await page.get_by_role("button", name="Account menu").click()
        page.on("dialog", lambda dialog: dialog.accept())
        await page.get_by_role("menuitem", name="Sign out").click()
        await expect(page).to_have_url(f"{server.url}/login")
        kept = await page.evaluate("Object.keys(localStorage).filter((name) => name.includes('draft'))")
        assert kept == []
