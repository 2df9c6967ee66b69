"""An offer in the browser: asked about, shown to parents, declined with a reason, accepted in three taps."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.async_api import Browser, Page, expect

from careerdesk.demo.service import PASSWORD
from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running
from tests.stories import TO_OFFER

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
OFFICER = "officer@demo.careerdesk.example"
TERMS: dict[str, Any] = {
    "ctc": 1_200_000,
    "parts": [{"name": "Fixed", "amount": 1_000_000}, {"name": "Variable", "amount": 200_000}],
    "joining_date": "2031-07-01",
    "joining_place": "Kochi dockyard",
    "conditions": "No backlog at the end of the year.",
}


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def _api(server: RunningServer, who: str) -> httpx2.Client:
    return httpx2.Client(
        base_url=f"{server.url}/api/v1", timeout=60, headers={"Authorization": f"Bearer {server.token(who)}"}
    )


def _offered(office: httpx2.Client, email: str, company: str) -> str:
    """A job of that company, and an offer of it to that student, who had applied."""
    job = office.post("/jobs", json={"company": company, "title": "Ship Surveyor"}).raise_for_status().json()
    login = office.post("/auth/login", json={"email": email, "password": PASSWORD}).raise_for_status().json()
    bearer = {"Authorization": f"Bearer {login['access_token']}"}
    application = office.post("/applications", json={"job_id": job["id"]}, headers=bearer).raise_for_status().json()
    for action in TO_OFFER:
        body = TERMS if action == "release-offer" else {}
        office.post(f"/applications/{application['id']}/actions/{action}", json=body).raise_for_status()
    return str(application["id"])


def _free_students(office: httpx2.Client, count: int) -> list[str]:
    """Students of the demo season who are on file, verified and without a place."""
    found = office.get("/admin/students?placed=false&verified=true&limit=60").raise_for_status().json()["items"]
    return [one["email"] for one in found if one["state"] == "active"][:count]


async def _asks_and_shares(page: Page) -> str:
    await page.get_by_role("button", name="Ask a question").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Send question").click()
    await expect(dialog.get_by_text("Write your question").first).to_be_visible()
    await dialog.get_by_label("Your question").fill("Is the joining day fixed?")
    await dialog.get_by_role("button", name="Send question").click()
    await expect(page.get_by_text("Is the joining day fixed?")).to_be_visible()
    await page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link to this offer")
    await expect(link).to_have_value(re.compile(r"/o/[\w.-]+$"))
    return await link.input_value()


async def _opened_signed_out(browser: Browser, url: str, *, works: bool) -> None:
    context = await browser.new_context(java_script_enabled=False, **PHONE)
    try:
        page = await context.new_page()
        answer = await page.goto(url)
        assert answer is not None
        assert answer.status == (200 if works else 404)
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_contain_text("Offer for" if works else "This link does not work any more")
        if works:
            await expect(page.get_by_text("Kochi dockyard")).to_be_visible()
    finally:
        await context.close()


async def _declines(page: Page) -> None:
    await page.get_by_role("button", name="Decline offer").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Something else").click()
    await dialog.get_by_role("button", name="Decline offer").click()
    await expect(dialog.get_by_text("Say why in your own words").first).to_be_visible()
    await dialog.get_by_role("button", name="Further studies").click()
    await dialog.get_by_role("button", name="Decline offer").click()
    await expect(page.get_by_text("You declined this offer.")).to_be_visible()


async def test_an_offer_is_asked_about_shared_and_declined(server: RunningServer) -> None:
    with _api(server, "officer") as office:
        (email,) = _free_students(office, 1)
        application_id = _offered(office, email, "Journey Drydock")
        async with chromium() as browser:
            async with signed_in(browser, server, email, **PHONE) as page:
                await page.goto(f"/applications/{application_id}/offer")
                await expect(page.get_by_role("heading", level=1)).to_contain_text("Offer from Journey Drydock")
                await expect(page.get_by_text("No backlog at the end of the year.")).to_be_visible()
                await expect(page.get_by_text("Variable")).to_be_visible()
                url = await _asks_and_shares(page)
                await _opened_signed_out(browser, url, works=True)
                await page.get_by_role("button", name="Take the link back").click()
                await expect(page.get_by_role("button", name="Make a link")).to_be_visible()
                await _opened_signed_out(browser, url, works=False)
                await _declines(page)
            async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
                await page.goto(f"/applications/{application_id}")
                await expect(page.get_by_text("Question asked")).to_be_visible()
                await expect(page.get_by_text("Further studies").first).to_be_visible()
        offer = office.get(f"/applications/{application_id}/offer").json()
        assert (offer["state"], offer["reason_code"], offer["shared_until"]) == ("DECLINED", "higher_studies", None)
        assert [one["text"] for one in offer["questions"]] == ["Is the joining day fixed?"]


async def test_an_offer_is_accepted_in_three_taps_and_can_be_kept(server: RunningServer) -> None:
    with _api(server, "officer") as office:
        (email,) = _free_students(office, 1)
        application_id = _offered(office, email, "Journey Slipway")
        async with chromium() as browser, signed_in(browser, server, email, **PHONE) as page:
            await page.goto("/")
            await page.get_by_role("link", name="Review offer").first.click()
            await page.goto(f"/applications/{application_id}/offer")
            await page.get_by_role("button", name="Accept offer").click()
            await page.get_by_role("dialog").get_by_role("button", name="Accept offer").click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text("You are placed at Journey Slipway.")
            await expect(page.get_by_text("Placed as Ship Surveyor at Journey Slipway")).to_be_visible()
            await expect(page.get_by_text("Join on Tue 1 Jul 2031 in Kochi dockyard.")).to_be_visible()
            await expect(page.get_by_role("button", name="Print")).to_be_visible()
            await expect(page.get_by_role("button", name="Make a link")).to_be_visible()
        offer = office.get(f"/applications/{application_id}/offer").json()
        assert offer["state"] == "ACCEPTED"


async def test_an_answer_that_comes_too_late_says_why(server: RunningServer) -> None:
    with _api(server, "officer") as office:
        (email,) = _free_students(office, 1)
        application_id = _offered(office, email, "Journey Quay")
        async with chromium() as browser, signed_in(browser, server, email, **DESKTOP) as page:
            await page.goto(f"/applications/{application_id}/offer")
            await page.get_by_role("button", name="Accept offer").click()
            offer = office.get(f"/applications/{application_id}/offer").json()
            office.post(f"/offers/{offer['id']}/actions/revoke", json={"reason": "Berth closed"}).raise_for_status()
            await page.get_by_role("dialog").get_by_role("button", name="Accept offer").click()
            await expect(page.get_by_text("Your answer did not count.")).to_be_visible()
            await page.get_by_role("button", name="Show how it stands").click()
            await expect(page.get_by_text("This offer is no longer open.")).to_be_visible()
