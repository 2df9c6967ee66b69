"""Which addresses of a profile are what they say they are."""

import re
from urllib.parse import urlsplit

import idna

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_UNSAFE = re.compile(r"[\s\\<>\"'`^{|}\x00-\x1f\x7f]")


def link(text: str, *, site: str | None = None) -> str:
    """An https address in one form; ValueError says what is wrong. `site`: it must lead there, or to a part of it.
    Whoever leaves the scheme out means https."""
    if _UNSAFE.search(text):
        raise ValueError("This is not an address that a browser can open.")
    full = text if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) else f"https://{text}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        raise ValueError("This is not an address that a browser can open.") from None
    if parts.scheme.lower() != "https":
        raise ValueError("Write an address that begins with https://.")
    # https://linkedin.com@elsewhere.example leads elsewhere.
    if "@" in parts.netloc or port is not None:
        raise ValueError("Leave out names, passwords and ports: only the site and the page.")
    host = _ascii(host)
    if not _HOST.fullmatch(host):
        raise ValueError("This is not the name of a site.")
    if site is not None:
        if host != site and not host.endswith(f".{site}"):
            raise ValueError(f"This does not lead to {site}.")
        if not parts.path.strip("/"):
            raise ValueError(f"Add your name: https://{site}/…")
    tail = (
        (parts.path or "")
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )
    return f"https://{host}{tail}"


def _ascii(host: str) -> str:
    """A name in other letters, as the network knows it: look-alikes show."""
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return ""
