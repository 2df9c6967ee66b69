"""Bad luck in the browser: each kind has an answer that says what happened, loses nothing and tells what to do."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, Route, expect

from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
OFFICER = "officer@demo.careerdesk.example"
STUDENT = "student@demo.careerdesk.example"
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def failing(status: int, code: str, detail: str, **headers: str):  # type: ignore[no-untyped-def]
    """A route handler that answers as the server does when it cannot."""
    body = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": "req-12345678",
    }

    async def answer(route: Route) -> None:
        await route.fulfill(
            status=status,
            content_type="application/problem+json",
            body=json.dumps(body),
            headers={"x-request-id": "req-12345678", **headers},
        )

    return answer


async def test_a_list_that_fails_says_so_and_comes_back(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.route("**/api/v1/admin/students?*", failing(500, "unexpected", "Something broke on our side."))
        await page.goto("/students")
        await expect(page.get_by_text("could not be loaded")).to_be_visible()
        await expect(page.get_by_text("req-12345678")).to_be_visible()
        await expect(page.locator("tr[data-row]")).to_have_count(0)
        await expect(page.get_by_text("No students")).to_have_count(0)  # never the words of an empty list

        await page.unroute("**/api/v1/admin/students?*")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.locator("tr[data-row]").first).to_be_visible()


async def test_a_busy_server_costs_nothing_that_was_typed(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, STUDENT, **PHONE) as page:
        await page.goto("/me")
        await page.get_by_role("textbox", name="About you").fill("Builds small robots on weekends.")
        await page.route(
            "**/api/v1/users/me/profile",
            failing(
                503, "unavailable", "The database does not answer. Try again in a minute.", **{"retry-after": "60"}
            ),
        )
        await page.get_by_role("button", name="Save profile").click()
        await expect(page.get_by_role("alert")).to_contain_text("Try again in a minute")
        await expect(page.get_by_role("textbox", name="About you")).to_have_value("Builds small robots on weekends.")

        await page.unroute("**/api/v1/users/me/profile")
        await page.get_by_role("button", name="Save profile").click()
        await expect(page.get_by_text("Profile saved")).to_be_visible()


async def test_no_network_is_said_and_the_form_waits(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, STUDENT, **PHONE) as page:
        await page.goto("/me")
        await page.get_by_label("Phone").fill("+919800000001")
        await page.context.set_offline(True)
        await expect(page.get_by_text("offline", exact=False).first).to_be_visible()
        await page.get_by_role("button", name="Save profile").click()
        await expect(page.get_by_role("alert").first).to_be_visible()
        await expect(page.get_by_label("Phone")).to_have_value("+919800000001")
        await page.context.set_offline(False)
        await page.get_by_role("button", name="Save profile").click()
        await expect(page.get_by_text("Profile saved")).to_be_visible()


async def test_a_session_that_ends_in_mid_form_is_taken_up_again_over_it(server: RunningServer) -> None:
    from careerdesk.demo.service import PASSWORD

    async with chromium() as browser, signed_in(browser, server, STUDENT, **PHONE) as page:
        await page.goto("/me")
        await page.get_by_role("textbox", name="About you").fill("Half a sentence that must not be lost")
        await page.context.clear_cookies()
        await page.get_by_role("button", name="Save profile").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Password").fill(PASSWORD)
        await dialog.get_by_role("button", name="Sign in and go on").click()
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_role("textbox", name="About you")).to_have_value(
            "Half a sentence that must not be lost"
        )
        await page.get_by_role("button", name="Save profile").click()
        await expect(page.get_by_text("Profile saved")).to_be_visible()


async def test_an_offer_answered_in_another_tab_is_told_and_not_repeated(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, STUDENT, **PHONE) as page:
        await page.get_by_role("link", name="Review offer").first.click()
        await page.get_by_role("button", name="Accept offer").locator("visible=true").first.click()
        application = page.url.split("/")[-2]
        # The other tab, at the same moment.
        status = await page.evaluate(
            "(id) => fetch(`/api/v1/applications/${id}/actions/decline-offer`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({reason_code: 'pay'})}).then((answer) => answer.status)",
            application,
        )
        assert status == 200
        await page.get_by_role("dialog").get_by_role("button", name="Accept offer").click()
        await expect(page.get_by_text("Your answer did not count")).to_be_visible()
        await page.get_by_role("button", name="Show how it stands").click()
        await expect(page.get_by_text("You declined this offer")).to_be_visible()


LONG = "Venkatanarasimharajuvaripeta Subrahmanyeswara Ramachandramurthy"
NAMES = [LONG, "Sukarno", "अनन्या देशमुख", "محمد عبد الرحمن الشريف"]


async def one_more(page: Page, name: str, number: int) -> None:
    text = f"email,full_name,roll_no,branch,cgpa\nname{number}@people.example,{name},NAME{number},CSE,9.9\n"
    status = await page.evaluate(
        """(text) => { const form = new FormData(); form.set("file", new File([text], "one.csv", {type: "text/csv"}));
        return fetch("/api/v1/admin/students/import", {method: "POST", body: form}).then((answer) => answer.status); }""",
        text,
    )
    assert status == 200


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_names_of_every_kind_are_shown_whole(server: RunningServer, device: dict[str, object]) -> None:
    async with chromium() as browser, signed_in(browser, server, OFFICER, **device) as page:
        for number, name in enumerate(NAMES):
            await one_more(page, name, number)
        await page.goto("/students?q=NAME&sort=full_name")
        for name in NAMES:
            link = page.get_by_role("link", name=name)
            await expect(link).to_be_visible()
            # Whole: nothing of it is cut off at the edge of its cell.
            assert await link.evaluate(
                "(one) => one.scrollWidth <= one.clientWidth + 1 || getComputedStyle(one).display === 'inline'"
            )
        assert await page.evaluate(TOO_WIDE) <= 0
        await page.get_by_role("link", name=LONG).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text(LONG)
        assert await page.evaluate(TOO_WIDE) <= 0


async def test_a_deadline_is_told_in_the_institutions_zone_wherever_the_reader_is(server: RunningServer) -> None:
    async with chromium() as browser:
        clocks: list[str] = []
        for zone in ("Asia/Kolkata", "America/New_York"):
            context = await browser.new_context(base_url=server.url, locale="en-IN", timezone_id=zone, **DESKTOP)
            page = await context.new_page()
            token = server.token("student")
            await context.set_extra_http_headers({"authorization": f"Bearer {token}"})
            await page.goto("/jobs")
            clocks.append(await page.locator(".item time").first.inner_text())
            await context.close()
        assert clocks[0] == clocks[1]
        assert clocks[0].endswith("IST")


async def test_a_description_of_50_kb_is_read_and_scrolls_in_its_place(server: RunningServer) -> None:
    text = "\n\n".join(f"Paragraph {n}: you write software that other people can read. " * 4 for n in range(190))
    assert 45_000 < len(text) < 50_000
    async with chromium() as browser, signed_in(browser, server, OFFICER, **PHONE) as page:
        made = await page.evaluate(
            """(text) => fetch("/api/v1/jobs", {method: "POST", headers: {"content-type": "application/json"},
            body: JSON.stringify({company: "Long Words", title: "Writer", description: text})}).then((answer) => answer.json())""",
            text,
        )
        await page.goto(f"/jobs/{made['id']}")
        await expect(page.get_by_text("Paragraph 189")).to_have_count(1)
        assert await page.evaluate(TOO_WIDE) <= 0


async def test_ten_thousand_students_are_pages_and_not_a_wall(server: RunningServer) -> None:
    lines = "".join(
        f"many{n}@people.example,Many Student {n},MANY{n:05d},Civil,{5 + n % 50 / 10}\n" for n in range(10_000)
    )
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        status = await page.evaluate(
            """(text) => { const form = new FormData(); form.set("file", new File([text], "many.csv", {type: "text/csv"}));
            return fetch("/api/v1/admin/students/import", {method: "POST", body: form}).then((answer) => answer.status); }""",
            "email,full_name,roll_no,branch,cgpa\n" + lines,
        )
        assert status in (200, 202)
        found = 0
        for _ in range(120):
            found = await page.evaluate(
                "() => fetch('/api/v1/admin/students?q=MANY0&limit=1').then((a) => a.json()).then((list) => list.total)"
            )
            if found == 10_000:
                break
            await page.wait_for_timeout(1000)
        assert found == 10_000
        await page.goto("/students?q=MANY0&sort=roll_no")
        await expect(page.get_by_text("10,000 match").locator("visible=true").first).to_be_visible(timeout=15_000)
        rows = page.locator("tr[data-row]")
        assert await rows.count() <= 50
        await page.get_by_role("button", name="Next").click()
        await expect(rows.first).to_be_visible()
        await expect(page).to_have_url(f"{server.url}/students?q=MANY0&sort=roll_no&page=2")
