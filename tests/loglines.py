"""Every log line that the suite makes, in this process and in the servers that it starts, and every secret that it saw:
`contracts/test_logs.py` reads the ones for the others when everything else has run."""

import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from functools import wraps
from pathlib import Path
from typing import Any

import structlog

from careerdesk.entry import app, logs
from careerdesk.identity import tokens
from careerdesk.kernel.settings import Settings

HERE = tempfile.NamedTemporaryFile(prefix="careerdesk-log-", suffix=".log")  # noqa: SIM115 - as long as the suite
FILES: list[Path] = [Path(HERE.name)]
SERVERS: list[str] = []
"""What the servers wrote, read before their folders went."""
SECRETS: set[str] = set()
"""Passwords, tokens, codes and keys that were made or typed."""
PHRASES: set[str] = set()
"""Secrets of several words: passwords."""
_WORD = re.compile(r"[\w-]{6,}")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
SHAPES = {
    "an access token": re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"),
    "an API key": re.compile(r"cd_live_[A-Za-z0-9]{6,}"),
    "a password hash": re.compile(r"\$argon2id\$"),
    "a private key": re.compile(r"BEGIN [A-Z ]*PRIVATE KEY"),
    "an authorization header": re.compile(r"(?i)\bbearer\s+[\w.-]{20,}"),
}


def seen(*secrets: str) -> None:
    """Remember secrets; what is too short to be told from ordinary text is left out."""
    for one in secrets:
        if len(one) >= 6:
            (SECRETS if _WORD.fullmatch(one) else PHRASES).add(one)


def seen_in_mail(text: str) -> None:
    """The codes and links of a mail."""
    seen(*_CODE.findall(text), *re.findall(r"#([\w-]{30,})", text))


def _watch(module: Any, name: str) -> None:
    made: Callable[..., str] = getattr(module, name)

    @wraps(made)
    def remembered(*given: Any, **named: Any) -> str:
        secret = made(*given, **named)
        seen(secret)
        return secret

    setattr(module, name, remembered)


def watch() -> None:
    """Keep every line of this process, and remember what it hands out."""
    for name in ("new_secret", "access_token"):
        _watch(tokens, name)
    configure = logs.configure

    def configured(settings: Settings) -> None:
        configure(settings.model_copy(update={"log_level": "debug", "log_format": "json"}))
        structlog.configure(logger_factory=structlog.BytesLoggerFactory(file=HERE))  # type: ignore[arg-type]

    app.configure = configured
    handler = logging.FileHandler(HERE.name)
    handler.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)


def collect(data: Path) -> None:
    """Read what a server wrote, and the mails that it left in its outbox."""
    log = data / "server.log"
    if log.exists():
        lines = log.read_text(errors="replace").splitlines()
        # What `serve --demo` tells whoever starts it is meant to be read.
        SERVERS.append("\n".join(line for line in lines if not line.lstrip().startswith("Sign in with the password")))
    for mail in (data / "outbox").glob("*.eml"):
        body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body()
        if body is not None:
            seen_in_mail(body.get_content())
    key = data / "secret_key"
    if key.exists():
        seen(key.read_text().strip())


def lines() -> Iterator[str]:
    """Every line, of this process and of every server."""
    HERE.flush()
    for path in FILES:
        yield from path.read_text(errors="replace").splitlines()
    for text in SERVERS:
        yield from text.splitlines()


def told(line: str, secrets: set[str]) -> str | None:
    """What a line gives away, or None."""
    for what, shape in SHAPES.items():
        if shape.search(line):
            return what
    words = {word for word in _WORD.findall(line) if not word.isdigit()}
    if words & secrets or any(phrase in line for phrase in PHRASES):
        return "a secret that the suite saw"
    # Six digits are told from a figure by standing alone: instants, ids and durations have other characters beside them.
    digits = {one for one in _CODE.findall(line) if one in secrets}
    return "a one-time code" if any(re.search(rf"(?<![\w.:-]){one}(?![\w.:-])", line) for one in digits) else None
