"""The mails that carry a code, or say why there is none."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from careerdesk.codes.states import Module

_PURPOSE = {
    Module.REGISTER: ("Your code for opening an account", "open an account"),
    Module.LOGIN: ("Your code for signing in", "sign in"),
    Module.FORGETPASSWORD: ("Your code for a new password", "choose a new password"),
}
_TEXT = """{greeting},

{code} is your code to {purpose} at {institution}. It works once, for {minutes}.

You can also open this page, which fills the code in:
{link}

It was asked for from {origin}. If that was not you, do nothing: without the code nothing happens.
Nobody of {institution} will ever ask you for this code. Do not pass it on.

{institution}
"""
_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 34rem; margin: 2rem auto; padding: 0 1rem">
<p>{greeting},</p>
<p>this is your code to {purpose} at {institution}. It works once, for {minutes}.</p>
<p style="font-size: 2rem; letter-spacing: .25em; font-weight: 600; margin: 1rem 0">{code}</p>
<p>You can also <a href="{link}">open the page that fills it in</a>.</p>
<p>It was asked for from {origin}. If that was not you, do nothing: without the code nothing happens.
Nobody of {institution} will ever ask you for this code. Do not pass it on.</p>
<p>{institution}</p>
</body></html>
"""
_KNOWN = """{greeting},

somebody, most likely you, wanted to open an account at {institution} with this address. There is one already.

Sign in: {public_url}/login
If you do not know the password, have a code mailed there instead, or choose a new one.

It was asked for from {origin}. If that was not you, you need not do anything.

{institution}
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, in whose name, and from where it was asked for. `about`: what the code is bound to
    beside its address; `query`: how our pages are told the institution, where it is not the default one."""

    to: str
    name: str | None
    institution: str
    origin: str
    about: str = ""
    known: bool = False
    query: str = ""

    @property
    def greeting(self) -> str:
        return f"Dear {self.name}" if self.name else "Hello"


def with_code(letter: Letter, module: Module, code: str, seconds: int, public_url: str) -> tuple[str, str, str]:
    """Subject, text and HTML. The page that the link opens fills the code in and sends nothing by itself: mail scanners
    open links. The code stands behind the #, which no server sees."""
    subject, purpose = _PURPOSE[module]
    minutes = f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"
    link = f"{public_url}/verify{letter.query}#module={module.value}&email={quote(letter.to, safe='')}&code={code}"
    values = {
        "subject": f"{subject} at {letter.institution}",
        "greeting": letter.greeting,
        "code": code,
        "purpose": purpose,
        "institution": letter.institution,
        "minutes": minutes,
        "link": link,
        "origin": letter.origin,
    }
    html = _HTML.format(**{name: escape(value) for name, value in values.items()})
    return values["subject"], _TEXT.format(**values), html


def already_known(letter: Letter, public_url: str) -> tuple[str, str]:
    """Subject and text for who registers with an address that has an account."""
    text = _KNOWN.format(
        greeting=letter.greeting, institution=letter.institution, origin=letter.origin, public_url=public_url
    )
    return f"You already have an account at {letter.institution}", text
