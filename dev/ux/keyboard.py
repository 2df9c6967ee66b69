"""The top tasks without a mouse: every step is reached by Tab, is seen to have the focus, and is not covered by a bar."""

from collections.abc import Awaitable, Callable

import httpx2
from playwright.async_api import Browser, Page, expect

from careerdesk.demo.service import PASSWORD
from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import DEMO, _token

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.tabIndex < 0) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const at = document.elementFromPoint(Math.min(Math.max(box.x + Math.min(box.width / 2, 40), 1), innerWidth - 2), Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2));
  const label = one.labels?.[0]?.innerText ?? '';
  return {
    name: (one.getAttribute('aria-label') ?? (label || one.innerText || one.value || '')).trim(),
    visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    covered: !(at && (one.contains(at) || at.contains(one) || at.closest('label')?.contains(one))),
  };
}"""


async def reach(page: Page, name: str, *, most: int = 120, back: bool = False) -> None:
    """Tab until the element of that name has the focus; the focus must be visible and uncovered there."""
    for _ in range(most):
        now = await page.evaluate(FOCUS)
        if now and name.casefold() in now["name"].casefold():
            if not now["visible"]:
                raise AssertionError(f"“{name}” does not show that it has the focus")
            if now["covered"]:
                raise AssertionError(f"“{name}” is covered while it has the focus")
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"“{name}” is not reached by {most} tabs")


async def sign_in(page: Page, url: str) -> None:
    await page.goto("/login")
    await reach(page, "E-mail")
    await page.keyboard.type(f"student@{DEMO}")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Password")).to_be_visible()
    await reach(page, "Password")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation").first).to_be_visible()


async def ask_for_a_code(page: Page, url: str) -> None:
    """Up to the code's own field, and back to the password."""
    await page.goto("/login")
    await reach(page, "E-mail")
    await page.keyboard.type(f"officer@{DEMO}")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Password")).to_be_visible()
    await reach(page, "Send me a code instead")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Code", exact=True)).to_be_visible()
    await reach(page, "Code")
    await page.keyboard.type("000000")
    await reach(page, "Remember this device")
    await page.keyboard.press("Space")
    await reach(page, "Use a password instead")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Password")).to_be_visible()


async def invite(page: Page, url: str) -> None:
    await page.goto("/people")
    await settled(page)
    await reach(page, "Invite person")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await reach(page, "Full name")
    await page.keyboard.type("Kay Board")
    await reach(page, "E-mail")
    await page.keyboard.type("kay.board@people.example")
    await reach(page, "Send invitation")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await reach(page, "Invite person", most=1)  # the focus is where it was


async def switch_a_feature(page: Page, url: str) -> None:
    await page.goto("/settings?tab=features")
    await settled(page)
    for expected in (False, True):
        await reach(page, "Acting in another")
        await page.keyboard.press("Space")
        await expect(page.get_by_role("switch", name="Acting in another")).to_be_checked(checked=expected)
        await expect(page.get_by_role("switch", name="Acting in another")).to_be_enabled()


async def apply(page: Page, url: str) -> None:
    found = httpx2.get(
        f"{url}/api/v1/jobs?eligible=true&active_only=true&limit=50", headers=_token(url, "student")
    ).json()
    job = next(one for one in found["items"] if not one["application"])
    await page.goto(f"/jobs/{job['id']}")
    await settled(page)
    await reach(page, "Apply")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await reach(page, "Send application")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("reference", ignore_case=True)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def move_a_card(page: Page, url: str) -> None:
    """By the card's menu: where it cannot go stays there, with its reason."""
    await page.goto("/applications")
    await settled(page)
    await reach(page, "More for")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await expect(page.get_by_role("menu")).to_contain_text("Move to")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)


async def read_an_offer(page: Page, url: str) -> None:
    found = httpx2.get(
        f"{url}/api/v1/applications?status=OFFER_RELEASED&limit=1", headers=_token(url, "student")
    ).json()["items"]
    if not found:
        return
    await page.goto("/")
    await settled(page)
    await reach(page, "Review offer")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{url}/applications/{found[0]['id']}/offer")
    await settled(page)
    await reach(page, "Accept offer")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await reach(page, "Accept offer", most=1)  # the focus is where it was


async def palette(page: Page, url: str) -> None:
    await page.goto("/")
    await settled(page)
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.type("students")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{url}/students")


async def walk_applicants(page: Page, url: str) -> None:
    job = httpx2.get(f"{url}/api/v1/applications?status=APPLIED&limit=1", headers=_token(url, "officer")).json()[
        "items"
    ][0]["job"]["id"]
    await page.goto(f"/jobs/{job}/applicants?status=APPLIED")
    await settled(page)
    first = await page.locator("tr.is-open").get_attribute("data-row")
    await page.keyboard.press("j")
    await expect(page.locator("tr.is-open")).not_to_have_attribute("data-row", first or "")
    await page.keyboard.press("x")
    await page.keyboard.press("a")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")


async def post_a_job(page: Page, url: str) -> None:
    await page.goto("/jobs/new")
    await settled(page)
    await reach(page, "Role")
    await page.keyboard.type("Keyboard Engineer")
    await reach(page, "Company")
    await page.keyboard.type("Keys and Co")
    await page.keyboard.press("Escape")
    await reach(page, "Save draft")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Keyboard Engineer")


Story = Callable[[Page, str], Awaitable[None]]
STORIES: list[tuple[str | None, str, Story]] = [
    (None, "signs in", sign_in),
    (None, "asks for a code instead", ask_for_a_code),
    ("student", "applies", apply),
    ("student", "opens a card's menu", move_a_card),
    ("student", "reads and may accept an offer", read_an_offer),
    ("officer", "goes by the palette", palette),
    ("officer", "walks through applicants and selects", walk_applicants),
    ("officer", "posts a job", post_a_job),
    ("admin", "invites somebody", invite),
    ("admin", "switches a feature off and on", switch_a_feature),
]


async def measure(browser: Browser, url: str) -> Report:
    report = Report("Keyboard alone")
    for who, what, story in STORIES:
        async with visiting(browser, url, who) as context:
            page = await context.new_page()
            try:
                await story(page, url)
                report.add(True, f"{who or 'somebody'} {what}", "done")
            except Exception as error:
                report.add(False, f"{who or 'somebody'} {what}", str(error)[:420])
    return report
