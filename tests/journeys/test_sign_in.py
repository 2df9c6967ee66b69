"""Getting in, in the browser: by a code, by a passkey, with a new password, as somebody new. On a desktop and on a phone."""

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from careerdesk.demo.service import PASSWORD
from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium, signed_in
from tests.servers import RunningServer, running

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as started:
        yield started


def mails_to(server: RunningServer, address: str) -> list[str]:
    """The texts of the mails to an address, the oldest first."""
    found = []
    for path in sorted((server.data / "outbox").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain",))
        if address in str(mail["To"]) and body is not None:
            found.append(body.get_content())
    return found


def code_for(server: RunningServer, address: str, *, nth: int = 1) -> tuple[str, str]:
    """The code in the nth mail to an address, and the link that fills it in."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        mails = mails_to(server, address)
        if len(mails) >= nth:
            code, link = re.search(r"\b(\d{6})\b", mails[nth - 1]), re.search(r"https?://\S+", mails[nth - 1])
            assert code is not None
            assert link is not None
            return code[1], link[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address}")


async def opened(browser: Browser, server: RunningServer, device: dict[str, Any], path: str = "/login") -> Page:
    context: BrowserContext = await browser.new_context(base_url=server.url, locale="en-IN", **device)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(path)
    return page


async def name_oneself(page: Page, address: str) -> None:
    await page.get_by_label("E-mail").fill(address)
    await page.get_by_role("button", name="Continue", exact=True).click()


async def type_code(page: Page, code: str, button: str) -> None:
    await page.get_by_label("Code", exact=True).fill(code)
    await page.get_by_role("button", name=button, exact=True).click()


@DEVICES
async def test_somebody_new_registers_confirms_and_finds_the_first_steps(
    server: RunningServer, device: dict[str, Any]
) -> None:
    address = f"new.{'phone' if device is PHONE else 'desk'}@people.example"
    async with chromium() as browser:
        page = await opened(browser, server, device, "/register")
        await page.get_by_label("Full name").fill("Nila New")
        await page.get_by_label("E-mail").fill(address)
        await page.get_by_label("Branch").fill("Computer Science")
        await page.get_by_label("Password").fill("a sentence to remember")
        await page.get_by_role("button", name="Register").click()
        await expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
        code, _ = code_for(server, address)
        wrong = "000000" if code != "000000" else "111111"
        await type_code(page, wrong, "Confirm")
        await expect(page.get_by_text("This code is not right").first).to_be_visible()
        # Pasted with its space, as a mail shows it.
        field = page.get_by_label("Code", exact=True)
        await field.fill("")
        await field.evaluate(
            """(field, text) => { const data = new DataTransfer(); data.setData("text", text);
            field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
            f" {code[:3]} {code[3:]} ",
        )
        await expect(field).to_have_value(code)
        await page.get_by_role("button", name="Confirm", exact=True).click()
        await expect(page).to_have_url(f"{server.url}/welcome")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome, Nila")
        await page.get_by_role("button", name="These are right").click()
        await expect(page.locator("li", has_text="Your details")).to_contain_text("Completed")
        await page.get_by_role("link", name="Go on without").click()
        await expect(page.get_by_text("A few first steps are left.")).to_be_visible()


@DEVICES
async def test_a_code_instead_of_a_password(server: RunningServer, device: dict[str, Any]) -> None:
    address = "student@demo.careerdesk.example" if device is PHONE else "coordinator@demo.careerdesk.example"
    async with chromium() as browser:
        page = await opened(browser, server, device)
        await name_oneself(page, address)
        await page.get_by_role("button", name="Send me a code instead").click()
        await expect(page.get_by_text(re.compile(r"valid for [45]:\d\d minutes"))).to_be_visible()
        await expect(page.get_by_text("2 left today")).to_be_visible()
        code, _ = code_for(server, address)
        await type_code(page, code, "Sign in")
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await expect(page).to_have_url(f"{server.url}/")
        # The device is remembered, and can be forgotten.
        await page.goto("/me?tab=security")
        devices = page.locator("section", has=page.get_by_role("heading", name="Remembered devices"))
        await expect(devices).to_contain_text("this device")
        await devices.get_by_role("button", name="Forget").click()
        await expect(devices).to_have_count(0)


async def test_an_address_that_nobody_has_sees_the_same(server: RunningServer) -> None:
    async with chromium() as browser:
        told = []
        for address in ("officer@demo.careerdesk.example", "nobody@demo.careerdesk.example"):
            page = await opened(browser, server, DESKTOP)
            await name_oneself(page, address)
            await page.get_by_role("button", name="Send me a code instead").click()
            await expect(page.get_by_label("Code", exact=True)).to_be_visible()
            text = await page.get_by_role("main").inner_text()
            told.append(re.sub(r"\d:\d\d|\d+ s\b", "#", text.replace(address, "ADDRESS")))
        assert told[0].replace("o•••", "•••") == told[1].replace("n•••", "•••")


async def test_the_link_in_the_mail_fills_the_code_in_and_sends_nothing(server: RunningServer) -> None:
    address = "lecturer@demo.careerdesk.example"
    async with chromium() as browser:
        page = await opened(browser, server, PHONE)
        await name_oneself(page, address)
        await page.get_by_role("button", name="Send me a code instead").click()
        await expect(page.get_by_label("Code", exact=True)).to_be_visible()
        code, link = code_for(server, address)
        page = await opened(browser, server, PHONE, link)
        await expect(page.get_by_label("Code", exact=True)).to_have_value(code)
        assert "#" not in page.url, "the code left the address bar"
        await page.wait_for_timeout(500)
        assert page.url.endswith("/verify"), "opening the link changes nothing"
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("navigation").first).to_be_visible()


@DEVICES
async def test_a_forgotten_password_is_replaced(server: RunningServer, device: dict[str, Any]) -> None:
    address = "industry@demo.careerdesk.example" if device is PHONE else "recruiter@demo.careerdesk.example"
    async with chromium() as browser:
        page = await opened(browser, server, device)
        await name_oneself(page, address)
        await page.get_by_role("link", name="Forgot your password?").click()
        await expect(page.get_by_label("E-mail")).to_have_value(address)
        await page.get_by_role("button", name="Send me a code").click()
        code, _ = code_for(server, address)
        await page.get_by_label("Code", exact=True).fill(code)
        await page.get_by_role("button", name="Change password").click()
        await expect(page.get_by_text("Choose a password").first).to_be_visible()
        await expect(page.get_by_label("Code", exact=True)).to_have_value(code)
        await page.get_by_label("New password").fill("another long sentence")
        await page.get_by_role("button", name="Change password").click()
        await expect(page.get_by_text("Your password is changed")).to_be_visible()
        await name_oneself(page, address)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("alert").first).to_be_visible()
        await page.get_by_label("Password").fill("another long sentence")
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("navigation").first).to_be_visible()


@DEVICES
async def test_a_passkey_is_added_and_signs_in(server: RunningServer, device: dict[str, Any]) -> None:
    who = "student" if device is PHONE else "officer"
    async with (
        chromium() as browser,
        signed_in(browser, server, f"{who}@demo.careerdesk.example", **device) as page,
    ):
        cdp = await page.context.new_cdp_session(page)
        await cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        await cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        await page.goto("/me?tab=security")
        await page.get_by_role("button", name="Add a passkey").click()
        await expect(page.get_by_text("Passkey added")).to_be_visible()
        keys = page.locator("section", has=page.get_by_role("heading", name="Passkeys"))
        await keys.get_by_role("button", name="Rename").click()
        await page.get_by_role("dialog").get_by_label("Name").fill("The lab's laptop")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(keys).to_contain_text("The lab's laptop")
        await page.context.clear_cookies()
        if device is PHONE:
            # Offered in the field's own list, where this authenticator answers at once.
            await page.goto("/login")
        else:
            await page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
            await page.goto("/login")
            await page.get_by_role("button", name="Use a passkey").click()
        await expect(page).to_have_url(f"{server.url}/")
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await page.goto("/me?tab=security")
        await expect(keys).to_contain_text("last used")
        await keys.get_by_role("button", name="Remove").click()
        await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        await expect(keys).to_contain_text("None yet")
