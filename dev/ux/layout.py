"""Nothing breaks at 320 px (which is 400 % zoom of 1280), in landscape, or with text at 200 %."""

from playwright.async_api import Browser

from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import Screen

# A scroller of its own (a table, a row of chips, the lanes of a board) may be wider than the window; the page may not.
WIDER = """() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 1) return null;
  const guilty = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .filter((one) => { for (let up = one.parentElement; up; up = up.parentElement) { const how = getComputedStyle(up).overflowX; if (how !== 'visible') return false; } return true; });
  const last = guilty.at(-1);
  return `${over} px too wide: ${last ? last.tagName + '.' + last.className : '?'}`;
}"""
LOOKS: list[tuple[str, dict[str, int], str]] = [
    ("320 px (400 % zoom)", {"width": 320, "height": 640}, "html{}"),
    ("landscape phone, 640 x 320", {"width": 640, "height": 320}, "html{}"),
    ("768 px, text at 200 %", {"width": 768, "height": 900}, "200%"),
    ("1440 px", {"width": 1440, "height": 900}, "html{}"),
]


async def measure(
    browser: Browser, url: str, screens: list[Screen], looks: list[tuple[str, dict[str, int], str]] = LOOKS
) -> Report:
    report = Report("Layout: no sideways scroll")
    for name, size, text in looks:
        wrong: list[str] = []
        for language in ("en", "hi"):
            for who in dict.fromkeys(screen.who for screen in screens):
                async with visiting(browser, url, who, language=language, **size) as context:
                    page = await context.new_page()
                    for screen in (one for one in screens if one.who == who):
                        await page.goto(screen.path)
                        try:
                            await settled(page)
                            if text == "200%":
                                await page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
                            over = await page.evaluate(WIDER)
                        except Exception as error:
                            over = str(error)[:120]
                        if over:
                            wrong.append(f"{screen.name} ({language}): {over}")
        report.add(not wrong, f"{len(screens)} screens, 2 languages, {name}", f"{len(wrong)} break")
        for one in wrong:
            print(f"         {one}")
    return report
