"""People, roles, keys and switches in the browser: what an administrator does, and what it does to others at once."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.async_api import Page, expect

from careerdesk.demo.service import PASSWORD
from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.journeys.test_sign_in import code_for, mails_to, name_oneself, opened, type_code
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
ADMIN = "admin@demo.careerdesk.example"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def api(server: RunningServer, who: str) -> httpx2.Client:
    headers = {"authorization": f"Bearer {server.token(who)}"}
    return httpx2.Client(base_url=f"{server.url}/api/v1", headers=headers)


async def open_person(page: Page, email: str, role: str = "") -> None:
    """The page of somebody, found in the list of people."""
    await page.goto(f"/people?q={email}" + (f"&role={role}" if role else ""))
    await page.locator("main a.name").click()
    await expect(page.get_by_text(email).first).to_be_visible()


async def say_why(page: Page, button: str, reason: str) -> None:
    """Press a button of the page, and confirm it with a reason."""
    await page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Why").fill(reason)
    await dialog.get_by_role("button", name=button, exact=True).click()


async def test_a_recruiter_of_a_foreign_domain_is_invited_with_a_reason_and_comes(server: RunningServer) -> None:
    address = "rita@agency.example"
    with api(server, "officer") as office:
        company = office.get("/companies", params={"q": "Aravalli"}).json()["items"][0]
        office.patch(f"/companies/{company['id']}", json={"domains": ["aravalli.example"]}).raise_for_status()
    async with chromium() as browser:
        async with signed_in(browser, server, ADMIN, **DESKTOP) as page:
            await page.goto("/people")
            await page.get_by_role("button", name="Invite person").click()
            dialog = page.get_by_role("dialog")
            await dialog.get_by_label("Full name").fill("Rita Agent")
            await dialog.get_by_label("E-mail").fill(address)
            await dialog.get_by_label("Role").select_option("RECRUITER")
            await dialog.get_by_label("Company").select_option(company["name"])
            await dialog.get_by_role("button", name="Send invitation").click()
            await expect(dialog.get_by_role("alert")).to_contain_text(f"does not belong to {company['name']}")
            assert mails_to(server, address) == []
            await dialog.get_by_label("Why this address").fill("The agency that recruits for them")
            await dialog.get_by_role("button", name="Send invitation").click()
            await expect(page.get_by_text(f"Invitation sent to {address}")).to_be_visible()
            await open_person(page, address)
            await expect(page.get_by_text("Invited").first).to_be_visible()
        link = invitation_of(server, address)
        page = await opened(browser, server, PHONE, link)
        await page.get_by_label("Choose a password").fill("a sentence of Rita's")
        await page.get_by_role("button", name="Accept and sign in").click()
        await expect(page.get_by_role("navigation").first).to_be_visible()


def invitation_of(server: RunningServer, address: str) -> str:
    for _ in range(200):
        found = [link for text in mails_to(server, address) if (link := re.search(r"https?://\S+/invitation\S+", text))]
        if found:
            return found[-1][0]
        time.sleep(0.1)
    raise AssertionError("no invitation came")


async def test_a_role_is_given_until_a_day(server: RunningServer) -> None:
    async with chromium() as browser, signed_in(browser, server, ADMIN, **PHONE) as page:
        await open_person(page, "lecturer@demo.careerdesk.example")
        await page.get_by_role("button", name="Edit", exact=True).click()
        dialog = page.get_by_role("dialog")
        row = dialog.get_by_role("listitem").filter(has_text="looks after students, jobs and applications")
        await row.get_by_role("checkbox").check()
        await row.get_by_label("Until").fill("2031-03-31")
        await dialog.get_by_label("Why").first.fill("Stands in for a term")
        await dialog.get_by_role("button", name="Save roles").click()
        await expect(page.get_by_text("Roles saved")).to_be_visible()
        await expect(page.locator("main li", has_text="Coordinator")).to_contain_text(
            re.compile(r"until .*31 Mar 2031")
        )
    with api(server, "lecturer") as lecturer:
        assert set(lecturer.get("/auth/me").json()["roles"]) == {"UNIVERSITY_SUPERVISOR", "COORDINATOR"}


async def test_whoever_is_switched_off_loses_the_page_that_is_open(server: RunningServer) -> None:
    address = "coordinator@demo.careerdesk.example"
    async with (
        chromium() as browser,
        signed_in(browser, server, address, **DESKTOP) as theirs,
        signed_in(browser, server, ADMIN, **DESKTOP) as page,
    ):
        await theirs.goto("/students")
        await expect(theirs.get_by_role("heading", level=1)).to_be_visible()
        await open_person(page, address)
        await say_why(page, "Switch off", "Left the university")
        await expect(page.get_by_text("Every session has ended")).to_be_visible()
        await theirs.get_by_role("link", name="Applicants").first.click()
        ended = theirs.get_by_role("dialog")
        await expect(ended).to_contain_text("Your session has ended")
        await ended.get_by_label("Password").fill(PASSWORD)
        await ended.get_by_role("button", name="Sign in and go on").click()
        await expect(ended.get_by_role("alert").first).to_be_visible()
        await say_why(page, "Switch on", "Came back")
        await expect(page.get_by_text("Switched on again")).to_be_visible()
        await ended.get_by_label("Password").fill(PASSWORD)
        await ended.get_by_role("button", name="Sign in and go on").click()
        await expect(ended).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_acting_in_a_students_place_answers_no_offer_and_leads_back(
    server: RunningServer, device: dict[str, Any]
) -> None:
    reason = f"Helps with a {'phone' if device is PHONE else 'desktop'}"
    with api(server, "student") as student:
        offered = {"status": "OFFER_RELEASED"}
        offer = student.get("/applications", params=offered).json()["items"][0]["id"]
    async with chromium() as browser, signed_in(browser, server, ADMIN, **device) as page:
        await open_person(page, "student@demo.careerdesk.example", "STUDENT")
        await page.get_by_role("button", name="Act as", exact=True).click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Act as", exact=True).click()
        await expect(dialog.get_by_text("Say why").first).to_be_visible()
        await dialog.get_by_label("Why").fill(reason)
        await dialog.get_by_role("button", name="Act as", exact=True).click()
        banner = page.get_by_text("You are acting as Asha Agarwal")
        await expect(banner).to_be_visible()
        await page.goto(f"/applications/{offer}/offer")
        await expect(banner).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.get_by_role("button", name=re.compile("^(Accept|Decline)"))).to_have_count(0)
        # Asked for all the same, it is refused.
        answer = await page.request.post(
            f"/api/v1/applications/{offer}/actions/accept-offer", headers={"origin": server.url}, data={}
        )
        assert answer.status == 403
        await page.goto("/me")
        await expect(banner).to_be_visible()
        await expect(page.get_by_role("link", name="Security")).to_have_count(0)
        await page.get_by_role("button", name="Stop acting").click()
        await expect(banner).to_have_count(0)
        await page.goto("/people")
        await expect(page.get_by_role("button", name="Invite person")).to_be_visible()
    with api(server, "student") as student:
        told = [
            one["facts"] for one in student.get("/notifications").json()["items"] if one["event"] == "account.acted"
        ]
        assert reason in [facts["reason"] for facts in told]


async def test_an_api_key_works_for_a_program_until_it_is_revoked(server: RunningServer) -> None:
    async with (
        chromium() as browser,
        signed_in(browser, server, "officer@demo.careerdesk.example", **DESKTOP) as page,
    ):
        await page.goto("/me?tab=connected")
        await page.get_by_role("button", name="Make a key").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("Timetable import")
        await dialog.get_by_role("button", name="Make a key").click()
        await expect(dialog.get_by_text("Choose at least one permission").first).to_be_visible()
        await dialog.get_by_label("companies.read").check()
        await dialog.get_by_role("button", name="Make a key").click()
        key = await page.get_by_label("Key", exact=True).input_value()
        assert key.startswith("cd_live_")
        await page.get_by_role("button", name="I have kept it").click()
        program = httpx2.Client(base_url=f"{server.url}/api/v1", headers={"authorization": f"Bearer {key}"})
        assert program.get("/companies").status_code == 200
        assert program.get("/admin/students").json()["code"] == "key_scope"
        await page.reload()
        await expect(page.get_by_text("Timetable import")).to_be_visible()
        await expect(page.get_by_text("last used")).to_be_visible()
        assert key not in await page.content()
        await page.get_by_role("button", name="Revoke").click()
        await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        await expect(page.get_by_text("Key revoked")).to_be_visible()
        assert program.get("/companies").json()["code"] == "key_not_valid"


async def test_what_is_switched_off_is_gone_from_the_screens(server: RunningServer) -> None:
    async with (
        chromium() as browser,
        signed_in(browser, server, "officer@demo.careerdesk.example", **PHONE) as theirs,
        signed_in(browser, server, ADMIN, **DESKTOP) as page,
    ):

        async def switch(*names: str) -> None:
            await page.goto("/settings?tab=features")
            for name in names:
                async with page.expect_response(lambda answer: "/admin/features/" in answer.url) as told:
                    await page.get_by_role("switch", name=name).click()
                assert (await told.value).ok

        names = ("API keys", "Passkeys", "Registering oneself")
        await switch(*names)
        await theirs.goto("/me?tab=security")
        await expect(theirs.get_by_role("heading", name="Password")).to_be_visible()
        await expect(theirs.get_by_role("heading", name="Passkeys")).to_have_count(0)
        await expect(theirs.get_by_role("link", name="Connected")).to_have_count(0)
        door = await opened(browser, server, PHONE)
        await expect(door.get_by_label("E-mail")).to_be_visible()
        await door.wait_for_load_state("networkidle")
        await expect(door.get_by_role("button", name="Use a passkey")).to_have_count(0)
        await expect(door.get_by_role("link", name="Register")).to_have_count(0)
        await door.goto("/register")
        await expect(door.get_by_text("Nobody registers here by themselves")).to_be_visible()
        await switch(*names)
        await theirs.reload()
        await expect(theirs.get_by_role("link", name="Connected")).to_be_visible()


async def test_password_and_code_ask_a_remembered_device_for_the_password_alone(server: RunningServer) -> None:
    """In the second institution, whose door is named in the address."""
    address, admin = "student@other.careerdesk.example", "admin@other.careerdesk.example"
    async with chromium() as browser:
        async with signed_in(browser, server, admin, **DESKTOP) as page:
            await page.goto("/settings?tab=signIn")
            await page.get_by_role("radio", name=re.compile("^Password and a code")).check()
            await page.get_by_role("button", name="Save").click()
            await expect(page.get_by_text("Saved").first).to_be_visible()
        page = await opened(browser, server, PHONE, "/login?institution=other")
        await name_oneself(page, address)
        await expect(page.get_by_role("button", name="Send me a code instead")).to_have_count(0)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("checkbox", name="Remember this device")).to_be_checked()
        code, link = code_for(server, address)
        assert "institution=other" in link
        await type_code(page, code, "Sign in")
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await page.goto("/me?tab=security")
        await page.get_by_role("button", name="Sign out", exact=True).click()
        await expect(page).to_have_url(re.compile("/login"))
        await page.goto("/login?institution=other")
        await name_oneself(page, address)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("navigation").first).to_be_visible()
        assert len(mails_to(server, address)) == 1
