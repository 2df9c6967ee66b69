"""Rendering the templates of the public pages."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from careerdesk.pages import rules
from careerdesk.pages.words import KINDS, LANGUAGES, LOCALES, WORDS

HERE = Path(__file__).parent
FONTS = ("inter-latin.woff2", "inter-rupee.woff2", "noto-devanagari-400.woff2", "noto-devanagari-600.woff2")
CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@lru_cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["data_block"] = lambda value: Markup(rules.data_block(value))  # noqa: S704 - escapes all that could end it
    made.globals |= {"languages": LANGUAGES, "locales": LOCALES}
    return made


@lru_cache
def stylesheet() -> str:
    return (HERE / "templates" / "public.css").read_text()


@lru_cache
def font(name: str) -> bytes | None:
    """One of the fonts that the stylesheet names; None for anything else."""
    return (HERE / "templates" / "fonts" / name).read_bytes() if name in FONTS else None


def page(
    template: str, language: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> Response:
    """A page as an answer: no script may run in it, and nobody may frame it."""
    text = _environment().get_template(template).render(
        lang=language, t=WORDS[language], kinds=KINDS[language], rules=rules, **values
    )  # fmt: skip
    sent = {
        "Content-Security-Policy": CSP,
        "Content-Language": language,
        "Vary": "Accept-Language, X-Institution, Cookie",
        "Cache-Control": "no-cache",
        **(headers or {}),
    }
    return Response(text, status, sent, media_type="text/html; charset=utf-8")
