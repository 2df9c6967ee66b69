"""What a code is for, how it is made and kept, and under which keys it is counted."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from careerdesk.codes.states import Module
from careerdesk.kernel.settings import AuthSettings

WRONG_EVERYWHERE = "wrong_otp_everywhere:login"
"""Wrong codes of the whole installation: what the breaker counts."""


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(key: bytes, module: Module, address: str, code: str, about: str = "") -> str:
    """How a code is kept: bound to its purpose, its address and what it is about, and worth nothing without the
    installation's key."""
    text = "\x1f".join(("otp", module, address, about, code))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the code of an address, its counters and its block stand in the store. `apart`: whose attempts are counted for
    themselves, so that a stranger who uses up the address's does not use up theirs."""

    module: Module
    address: str
    apart: str = ""

    @property
    def _who(self) -> str:
        return f"{self.address}:{self.apart}" if self.apart else self.address

    @property
    def code(self) -> str:
        return f"otp:{self.module}:{self.address}"

    @property
    def requests(self) -> str:
        return f"otp_limit:{self.module}:{self._who}"

    @property
    def wrong(self) -> str:
        tail = f":{self.apart}" if self.apart else ""
        return f"wrong_otp_attempts:{self.address}:{self.module}{tail}"

    @property
    def blocked(self) -> str:
        return f"blocked_user:{self.module}:{self._who}"

    @property
    def counters(self) -> tuple[str, ...]:
        return self.requests, self.wrong, self.blocked


def block_seconds(auth: AuthSettings, module: Module) -> int:
    """How long too many requests block."""
    return {
        Module.REGISTER: auth.otp_block_register_seconds,
        Module.LOGIN: auth.otp_block_login_seconds,
        Module.FORGETPASSWORD: auth.otp_block_forgetpassword_seconds,
    }[module]


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """Which browser that is, in our own words: what a stranger sends is not mailed to anybody."""
    name = next((label for part, label in _BROWSERS if part in user_agent), "")
    system = next((label for part, label in _SYSTEMS if part in user_agent), "")
    return " on ".join(part for part in (name, system) if part) if name else ""
