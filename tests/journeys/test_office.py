"""The office's days in the browser: a posting from a pasted text to approval, applicants on a board, a correction."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
OFFICER = "officer@demo.careerdesk.example"
RECRUITER = "recruiter@demo.careerdesk.example"
TEXT = """Role: Tidal Power Engineer
Location: Kochi
CTC: 12 LPA
Eligibility: CGPA 7.5 and above, no active backlogs
2027 batch
Bond: 2 years service agreement
Joining July 2027
Apply by 12 Dec 2027 5 pm

You keep turbines under water turning, and write down why they stopped when they did.
"""
QUESTION = "What does leaving before two years cost?"
ANSWER = "One lakh, counted down month by month."


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def api(server: RunningServer) -> httpx2.Client:
    return httpx2.Client(
        base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {server.token('officer')}"}
    )


async def _posting_is_written(browser: Browser, server: RunningServer) -> str:
    async with signed_in(browser, server, RECRUITER, **DESKTOP) as page:
        await page.goto("/jobs/new")
        await page.get_by_label("Text of the description").fill(TEXT)
        await page.get_by_role("button", name="Fill the fields").click()
        await expect(page.get_by_label("Role", exact=True)).to_have_value("Tidal Power Engineer")
        await expect(page.get_by_label("Bond in months")).to_have_value("24")
        await expect(page.get_by_label("CGPA at least")).to_have_value("7.5")
        joining = page.get_by_label("Joining", exact=False).first
        await expect(joining).to_have_accessible_description("Guessed from “Joining July 2027”. Please check.")
        await joining.fill("2027-07-05")
        await expect(joining).to_have_accessible_description("")

        bond = "There is a bond of 24 months, but not what leaving earlier costs."
        await expect(page.get_by_label("Leaving earlier costs")).to_have_accessible_description(bond)
        await expect(page.get_by_role("button", name=bond)).to_be_visible()
        before = await page.locator(".big-number").inner_text()
        await page.get_by_label("CGPA at least").fill("9.9")
        await expect(page.get_by_role("button", name="CGPA alone leaves out")).to_be_visible()
        await expect(page.locator(".big-number")).not_to_have_text(before)
        await page.get_by_label("CGPA at least").fill("7.5")
        await expect(page.locator(".big-number")).to_have_text(before)

        await page.get_by_role("button", name="Preview as student").click()
        await expect(page.get_by_role("dialog")).to_contain_text("You keep turbines under water turning")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Submit for approval").click()
        await expect(page.get_by_text("The office looks at it")).to_be_visible()
        return page.url.rsplit("/", 1)[-1]


async def _office_asks(browser: Browser, server: RunningServer, job_id: str) -> None:
    async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto(f"/jobs/{job_id}")
        await page.get_by_role("button", name="Ask a question").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Ask a question").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Write the question")
        await dialog.get_by_label("Your question").fill(QUESTION)
        await dialog.get_by_role("button", name="Ask a question").click()
        await expect(page.get_by_text("Waits for the company’s answer")).to_be_visible()


async def _company_answers(browser: Browser, server: RunningServer, job_id: str) -> None:
    async with signed_in(browser, server, RECRUITER, **DESKTOP) as page:
        await page.goto(f"/jobs/{job_id}")
        await expect(page.get_by_text(QUESTION)).to_be_visible()
        await page.get_by_role("button", name="Answer and submit again").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Your answer").fill(ANSWER)
        await dialog.get_by_role("button", name="Send answer").click()
        await expect(page.get_by_text("The office looks at it")).to_be_visible()


async def _office_approves(browser: Browser, server: RunningServer, job_id: str) -> None:
    async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto(f"/jobs/{job_id}")
        await expect(page.get_by_text(QUESTION)).to_be_visible()
        await expect(page.get_by_text(ANSWER)).to_be_visible()
        await page.keyboard.press("a")
        await expect(page.get_by_role("region", name="Approval")).to_have_count(0)


async def test_a_posting_is_read_checked_asked_about_and_approved(server: RunningServer) -> None:
    async with chromium() as browser:
        job_id = await _posting_is_written(browser, server)
        await _office_asks(browser, server, job_id)
        await _company_answers(browser, server, job_id)
        await _office_approves(browser, server, job_id)
    job = api(server).get(f"/jobs/{job_id}").json()
    assert (job["state"], job["ctc"], job["bond_months"], job["min_cgpa"]) == ("OPEN", 1_200_000, 24, 7.5)
    assert (job["joining_date"], job["question"], job["question_answer"]) == ("2027-07-05", QUESTION, ANSWER)


def _busiest(server: RunningServer) -> str:
    items = api(server).get("/applications?status=APPLIED&limit=100").json()["items"]
    ids = [str(item["job"]["id"]) for item in items]
    return max(set(ids), key=ids.count)


def _statuses(server: RunningServer, job_id: str) -> dict[str, Any]:
    items = api(server).get(f"/applications/job/{job_id}?limit=100").json()["items"]
    return {item["student"]["full_name"]: (item["status"], item["held"]) for item in items}


async def _on_the_board(page: Page, server: RunningServer, job_id: str) -> None:
    before = _statuses(server, job_id)
    await page.goto(f"/jobs/{job_id}/applicants?view=board")
    card = page.locator("[data-lane=APPLIED] [data-card]").first
    name = await card.get_by_role("heading").inner_text()
    await card.get_by_role("button", name=f"More for {name}").click()
    await expect(page.get_by_role("menuitem", name="Move to Shortlisted")).to_be_disabled()
    await page.keyboard.press("Escape")
    await card.drag_to(page.locator("[data-lane=SELECTED]"))
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("will move to")
    await page.keyboard.press("Control+Enter")
    await expect(dialog).to_have_count(0)
    await expect(card).to_contain_text("in a moment")
    assert _statuses(server, job_id)[name][1] is not None
    await page.get_by_role("status").get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Undone: 1 application stays where it was")).to_be_visible()
    assert _statuses(server, job_id) == before


async def _by_keys(page: Page, server: RunningServer, job_id: str) -> None:
    await page.goto(f"/jobs/{job_id}/applicants?status=APPLIED")
    opened = page.locator("tr.is-open")
    first = await opened.get_by_role("link").first.inner_text()
    await page.keyboard.press("a")
    await expect(opened).not_to_contain_text(first)  # on to the next
    second = await opened.get_by_role("link").first.inner_text()
    await page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Reason").fill("The places are filled.")
    await page.keyboard.press("Control+Enter")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("link", name=first, exact=True)).to_have_count(0, timeout=30_000)
    await expect(page.get_by_role("link", name=second, exact=True)).to_have_count(0, timeout=30_000)
    now = _statuses(server, job_id)
    assert (now[first], now[second]) == (("SELECTED", None), ("REJECTED", None))


async def test_applicants_move_on_a_board_and_by_keys_with_a_way_back(server: RunningServer) -> None:
    job_id = _busiest(server)
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await _on_the_board(page, server, job_id)
        await _by_keys(page, server, job_id)


async def test_a_correction_is_accepted(server: RunningServer) -> None:
    wanted = api(server).get("/admin/corrections?state=ASKED").json()
    one = wanted["items"][0]
    async with chromium() as browser, signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto("/corrections")
        await expect(page.get_by_role("heading", level=1)).to_contain_text(f"{wanted['total']} corrections wait")
        row = page.locator(f"tr[data-row='{one['id']}']")
        await row.get_by_role("button", name="Accept").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text(one["reason"])
        await dialog.get_by_label("Note").fill("Seen on the grade card.")
        await dialog.get_by_role("button", name="Accept").click()
        await expect(row).to_have_count(0)
        await page.goto(f"/students/{one['student']['id']}")
        await expect(page.get_by_role("list").filter(has_text="accepted the correction")).to_be_visible()
    student = api(server).get(f"/admin/students/{one['student']['id']}").json()
    assert student[one["field"]] == one["wanted"]
