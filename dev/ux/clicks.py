"""How many taps or key presses each top task takes. Typing of content does not count; opening the first page does not either."""

import csv
import io
from collections.abc import Awaitable, Callable

import httpx2
from playwright.async_api import Browser, Locator, Page, expect

from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import _token


class Hand:
    """Counts what a person does."""

    def __init__(self, page: Page) -> None:
        self.page, self.n = page, 0

    async def tap(self, target: Locator) -> None:
        self.n += 1
        await target.click()

    async def press(self, keys: str) -> None:
        self.n += 1
        await self.page.keyboard.press(keys)


async def needs_me(hand: Hand, url: str) -> None:
    await hand.page.goto("/")
    await expect(hand.page.get_by_role("heading", level=1)).to_contain_text("need")


async def apply(hand: Hand, url: str) -> None:
    found = httpx2.get(
        f"{url}/api/v1/jobs?eligible=true&active_only=true&limit=50", headers=_token(url, "student")
    ).json()
    job = next(one for one in found["items"] if not one["application"])
    await hand.page.goto(f"/jobs/{job['id']}")
    await settled(hand.page)
    await hand.tap(hand.page.get_by_role("button", name="Apply", exact=True).locator("visible=true"))
    await hand.tap(hand.page.get_by_role("dialog").get_by_role("button", name="Send application"))
    await expect(hand.page.get_by_role("dialog")).to_contain_text("Application")


async def accept(hand: Hand, url: str) -> None:
    await hand.page.goto("/")
    await hand.tap(hand.page.get_by_role("link", name="Review offer").first)
    await hand.tap(hand.page.get_by_role("button", name="Accept offer").locator("visible=true").first)
    await hand.tap(hand.page.get_by_role("dialog").get_by_role("button", name="Accept offer"))
    await expect(hand.page.get_by_text("You are placed at")).to_be_visible()


async def closes_today(hand: Hand, url: str) -> None:
    await hand.page.goto("/")
    await settled(hand.page)
    await expect(hand.page.locator("main")).to_contain_text("48")


async def move_many(hand: Hand, url: str) -> None:
    office = _token(url, "officer")
    jobs = httpx2.get(f"{url}/api/v1/jobs?state=OPEN&limit=100", headers=office).json()["items"]
    waiting = {
        job["id"]: httpx2.get(
            f"{url}/api/v1/applications/job/{job['id']}?status=APPLIED&limit=1", headers=office
        ).json()["total"]
        for job in jobs
    }
    job = max(waiting, key=lambda one: waiting[one])
    await hand.page.goto(f"/jobs/{job}/applicants?status=APPLIED")
    await settled(hand.page)
    await hand.tap(hand.page.get_by_role("checkbox", name="Select all on this page"))
    await hand.press("a")
    await expect(hand.page.get_by_role("dialog")).to_contain_text("move")
    await hand.press("Control+Enter")
    await expect(hand.page.get_by_role("dialog")).to_have_count(0)
    await expect(hand.page.get_by_role("button", name="Undo")).to_be_visible()


async def bring_in(hand: Hand, url: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([
        ["email", "full_name", "roll_no", "branch", "cgpa"], ["clicks@people.example", "Click Counter", "CLICK1", "CSE", "8.1"],
    ])  # fmt: skip
    await hand.page.goto("/students")
    await hand.tap(hand.page.get_by_role("link", name="Import"))
    hand.n += 1  # choosing the file
    await hand.page.locator("input[type=file]").set_input_files(
        {"name": "batch.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    )
    await hand.tap(hand.page.get_by_role("button", name="Check"))
    await hand.tap(
        hand.page.get_by_role("button", name="Import 1").or_(hand.page.get_by_role("button", name="Import")).last
    )
    await expect(hand.page.get_by_role("heading", level=1)).to_contain_text("1")


async def shortlist(hand: Hand, url: str) -> None:
    recruiter = _token(url, "recruiter")
    found = httpx2.get(f"{url}/api/v1/applications?status=INTERVIEW_SCHEDULED&limit=1", headers=recruiter).json()[
        "items"
    ]
    await hand.page.goto(f"/jobs/{found[0]['job']['id']}/applicants?status=INTERVIEW_SCHEDULED")
    await settled(hand.page)
    await hand.page.get_by_role("heading", level=1).click()
    await hand.press("s")
    await expect(hand.page.get_by_role("button", name="Undo")).to_be_visible()


Task = Callable[[Hand, str], Awaitable[None]]
TASKS: list[tuple[str, str, int, Task]] = [
    ("student", "sees what needs an answer", 0, needs_me),
    ("student", "applies with what is on file", 2, apply),
    ("student", "accepts an offer", 3, accept),
    ("officer", "sees what closes today", 0, closes_today),
    ("officer", "moves a page of applicants to the next stage", 3, move_many),
    ("officer", "imports students", 4, bring_in),
    ("recruiter", "shortlists one candidate", 1, shortlist),
]


async def measure(browser: Browser, url: str) -> Report:
    report = Report("Taps: as few as promised")
    for who, what, most, task in TASKS:
        size = {"width": 360, "height": 800} if who == "student" else {}
        async with visiting(browser, url, who, **size) as context:
            hand = Hand(await context.new_page())
            try:
                await task(hand, url)
                report.add(hand.n <= most, f"{who} {what}", f"{hand.n} of {most}")
            except Exception as error:
                report.add(False, f"{who} {what}", f"does not get there: {str(error)[:300]}")
    return report
