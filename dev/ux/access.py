"""axe-core on every screen × theme × width × language: nothing serious or critical."""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from dev.ux.browse import settled, visiting
from dev.ux.report import Report
from dev.ux.screens import Screen

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
BAD = {"serious", "critical"}


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, how bad, and the first place."""
    # Through the debugger, because the page's own policy admits no foreign script.
    await page.evaluate(AXE.read_text())
    # Bars that stay cover what lies below them at this very scroll position only; `keyboard` looks at what has the focus.
    await page.evaluate(
        "() => { for (const bar of document.querySelectorAll('.bottomnav, .sticky-act, .selbar, .topbar, thead th')) bar.style.position = 'static'; }"
    )
    found: dict[str, Any] = await page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:110]} | {one['nodes'][0].get('failureSummary', '')[:160]}"
        for one in found["violations"]
        if one["impact"] in BAD
    ]


async def measure(browser: Browser, url: str, screens: list[Screen], *, every: bool = True) -> Report:
    """`every`: all combinations; otherwise one light desktop and one dark phone in the other language."""
    report = Report("Accessibility: axe, nothing serious or critical")
    looks = (
        [(width, theme, language) for width in (1280, 360) for theme in ("light", "dark") for language in ("en", "hi")]
        if every
        else [(1280, "light", "en"), (360, "dark", "hi")]
    )
    for width, theme, language in looks:
        wrong: list[str] = []
        for who in dict.fromkeys(screen.who for screen in screens):
            async with visiting(browser, url, who, width=width, height=800, theme=theme, language=language) as context:
                page = await context.new_page()
                for screen in (one for one in screens if one.who == who):
                    await page.goto(screen.path)
                    try:
                        await settled(page)
                        wrong += [f"{screen.name}: {one}" for one in await violations(page)]
                    except Exception as error:
                        wrong.append(f"{screen.name}: {str(error)[:160]}")
        what = f"{len(screens)} screens, {width} px, {theme}, {language}"
        report.add(not wrong, what, f"{len(wrong)} found")
        for one in wrong:
            print(f"         {one}")
    return report
