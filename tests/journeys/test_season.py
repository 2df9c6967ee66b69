"""A placement season in the browser, from import to placed: the story that the product exists for."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx2
import openpyxl
import pytest
from playwright.async_api import Browser, Page, expect

from careerdesk.demo.service import PASSWORD
from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running
from tests.stories import TO_OFFER

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
OFFICER = "officer@demo.careerdesk.example"
BATCH = "JRNY"
BRANCH = "Marine Engineering"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def rows(start: int, count: int) -> list[list[str]]:
    """Students of a branch that the demo season does not have."""
    return [
        [
            f"{BATCH}{n:03d}",
            f"Journey Student{n}",
            f"journey{n}@people.example",
            BRANCH,
            "8.25",
            "2027",
            "0",
            "80",
            "78",
        ]
        for n in range(start, start + count)
    ]


HEADERS = ["Roll No.", "Name of the student", "E-mail ID", "Branch", "CGPA (out of 10)", "Passing year", "Active backlogs",
           "Xth %", "XIIth %"]  # fmt: skip


def a_csv(folder: Path) -> Path:
    made = rows(1, 30)
    made[4][4] = "eighty"  # a CGPA in words
    made[9][2] = "not an address"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([HEADERS, *made])
    path = folder / "registrar.csv"
    path.write_bytes(b"\xef\xbb\xbf" + buffer.getvalue().encode())
    return path


def an_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    for n, row in enumerate(rows(31, 12)):
        row[4] = "12.5" if n == 3 else row[4]  # above the scale
        sheet.append(row)
    path = folder / "registrar.xlsx"
    book.save(path)
    return path


async def _import(page: Page, file: Path, count: int) -> None:
    """File, columns, check: up to the list of what is wrong."""
    await page.goto("/students/import")
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("9 of 9 columns are understood")
    await page.get_by_role("button", name=f"Check {count} rows").click()


async def _officer_imports(browser: Browser, server: RunningServer, folder: Path) -> None:
    async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await _import(page, a_csv(folder), 30)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("2 rows need you")
        cgpa = page.get_by_label(re.compile(r"^CGPA, row"))
        await cgpa.fill("8.05")
        await cgpa.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("1 row needs you")
        await page.get_by_role("button", name="Import 29 rows").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("29 rows are in", timeout=30_000)
        await expect(page.get_by_role("link", name="Download this row")).to_be_visible()

        await _import(page, an_xlsx(folder), 12)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("1 row needs you")
        await page.get_by_role("button", name="Import 11 rows").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("11 rows are in", timeout=30_000)
        await page.goto(f"/students?q={BATCH}")
        await expect(page.get_by_role("link", name="Journey Student1", exact=True)).to_be_visible()


async def _officer_posts(browser: Browser, server: RunningServer) -> str:
    async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.get_by_role("link", name="Post job").click()
        await page.get_by_label("Company").fill("Journey Shipyard")
        await page.get_by_label("Role", exact=True).fill("Marine Engineer")
        await page.get_by_label("Place", exact=False).first.fill("Kochi")
        await page.get_by_label("Pay per year (CTC)").fill("1200000")
        await page.get_by_label("CGPA at least").fill("7")
        await page.get_by_role("button", name="Publish job").click()
        await expect(page).to_have_url(re.compile(r"/jobs/[0-9a-f-]{36}"))
        found = re.search(r"[0-9a-f-]{36}", page.url)
        assert found is not None
        return found[0]


def _invited(server: RunningServer) -> dict[str, str]:
    """Address → the secret of the invitation that was mailed there. The trial's mails lie in the data folder."""
    found = {}
    for file in (server.data / "outbox").glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        secret = re.search(r"invitation#([\w-]+)", mail.get_content())
        if secret:
            found[str(mail["to"]).strip("<>")] = secret[1]
    return found


async def _everybody_applies(server: RunningServer, job_id: str, but: str) -> None:
    """The students who were imported take up their invitations, and all but one apply."""
    async with httpx2.AsyncClient(base_url=f"{server.url}/api/v1", timeout=60) as api:
        for _ in range(100):
            invited = _invited(server)
            if len(invited) >= 40:
                break
            await asyncio.sleep(0.2)
        assert len(invited) == 40
        for address, secret in invited.items():
            accept = {"token": secret, "password": PASSWORD}
            tokens = (await api.post("/auth/invitations/accept", json=accept)).raise_for_status().json()
            if address != but:
                bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
                (await api.post("/applications", json={"job_id": job_id}, headers=bearer)).raise_for_status()


async def _student_applies(browser: Browser, server: RunningServer, email: str, job_id: str) -> None:
    async with signed_in(browser, server, email, **PHONE) as page:
        await page.goto("/jobs")
        await page.get_by_role("link", name="Marine Engineer").first.click()
        await expect(page.get_by_text("You can apply.")).to_be_visible()
        await page.get_by_role("button", name="Apply", exact=True).click()
        await page.get_by_role("button", name="Send application").click()
        await expect(page.get_by_text("Your application is in.")).to_be_visible()
        closed = await page.context.request.get("/api/v1/jobs?eligible=false&limit=1")
        refused = (await closed.json())["items"][0]
        await page.goto(f"/jobs/{refused['id']}")
        await expect(page.get_by_text(refused["verdict"]["summary"]).first).to_be_visible()


async def _officer_moves_forty(browser: Browser, server: RunningServer, job_id: str, chosen: str) -> None:
    async with signed_in(browser, server, OFFICER, **DESKTOP) as page:
        await page.goto(f"/jobs/{job_id}/applicants")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("40 wait for your move")
        for action in ("Select", "Start process", "Schedule interview", "Shortlist"):
            await page.get_by_role("checkbox", name="Select all on this page").check()
            every = page.get_by_role("button", name="Select all 40")
            if await every.count():
                await every.click()
            await expect(page.get_by_text("40 selected")).to_be_visible()
            await (
                page.get_by_role("region", name="Selection")
                .get_by_role("button", name=action, exact=False)
                .first.click()
            )
            dialog = page.get_by_role("dialog")
            await expect(dialog.get_by_text("will move to")).to_be_visible()
            await dialog.get_by_role("button", name=re.compile(rf"^{action}: 40")).click()
            await expect(dialog).to_be_hidden()
        await page.goto(f"/jobs/{job_id}/applicants?q={chosen}")
        await page.get_by_role("link", name=chosen, exact=True).first.click()
        await page.get_by_role("button", name="Release offer").first.click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Release offer").click()
        await expect(dialog).to_be_hidden()
        # Held for ten seconds, so that it can be undone before the student hears of it.
        async with asyncio.timeout(30):
            while True:
                found = await page.context.request.get(f"/api/v1/applications/job/{job_id}?q={chosen}")
                if (await found.json())["items"][0]["status"] == "OFFER_RELEASED":
                    break
                await asyncio.sleep(0.5)


async def _student_accepts(browser: Browser, server: RunningServer, email: str) -> None:
    async with signed_in(browser, server, email, **PHONE) as page:
        await page.goto("/")
        await page.get_by_role("link", name="Review offer").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Offer from Journey Shipyard")
        await page.get_by_role("button", name="Accept offer").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Accept offer").click()
        await expect(page.get_by_text("Placed").first).to_be_visible()


def _figures(server: RunningServer) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {server.token('officer')}"}
    answer = httpx2.get(f"{server.url}/api/v1/admin/stats", headers=headers)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


async def test_a_season_runs_from_import_to_placed(server: RunningServer, tmp_path: Path) -> None:
    before = _figures(server)
    chosen, email = "Journey Student7", "journey7@people.example"
    async with chromium() as browser:
        await _officer_imports(browser, server, tmp_path)
        job_id = await _officer_posts(browser, server)
        await _everybody_applies(server, job_id, but=email)
        await _student_applies(browser, server, email, job_id)
        await _officer_moves_forty(browser, server, job_id, chosen)
        await _student_accepts(browser, server, email)

    after = _figures(server)
    assert after["total_students"] == before["total_students"] + 40
    assert after["placed_students"] == before["placed_students"] + 1
    assert after["active_jobs"] == before["active_jobs"] + 1
    headers = {"Authorization": f"Bearer {server.token('officer')}"}
    api = httpx2.Client(base_url=f"{server.url}/api/v1", headers=headers)
    application = api.get(f"/applications/job/{job_id}?q={email}").json()["items"][0]
    assert (application["status"], application["offer"]["state"]) == ("PLACED", "ACCEPTED")
    steps = [step["move"] for step in api.get(f"/applications/{application['id']}/history").json()["items"]]
    assert steps == ["apply", *TO_OFFER, "accept-offer"]
    audit = api.get(f"/admin/audit?subject_type=application&subject_id={application['id']}&limit=50").json()["items"]
    assert [entry["action"].removeprefix("applications.") for entry in reversed(audit)] == steps
    assert audit[0]["sentence"] == f"{chosen} accepted the offer of Marine Engineer at Journey Shipyard"
    assert api.get("/admin/audit/verification").json() == {"valid": True, "first_broken": None}
    student = api.get(f"/admin/students?q={email}").json()["items"][0]
    assert (student["placed_company"], student["applications_count"]) == ("Journey Shipyard", 1)
