"""Single mails: by SMTP (SendGrid: sendgrid.py), or as files in the data folder's outbox while no server is configured."""

from __future__ import annotations

import os
import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import aiosmtplib

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,62}")
_MESSAGE_ID = re.compile(r"<[^<>@\s\x00-\x1f\x7f]+@[^<>@\s\x00-\x1f\x7f]+>")
# Stricter than RFC 5322 on purpose: no comments, no groups, no quoted local parts, one address.
_SPEC = r"[^\s<>@,;:\"\\()\[\]]+@[^\s<>@,;:\"\\()\[\]]+"
_ONE_ADDRESS = re.compile(
    rf'(?:(?:"(?P<quoted>[^"\\<>]*)"|(?P<name>[^"<>@,;:]*))\s*<(?P<spec>{_SPEC})>)|(?P<bare>{_SPEC})'
)
# What the envelope or this module decides; a caller's header must not contradict it.
_OURS = {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version"}
_LONGEST_SUBJECT = 500
_PERMANENT = 500  # SMTP answers from here on mean: do not try this again


class MailError(Exception):
    """A mail was not sent, or we cannot know. Never holds the text of the mail."""


class TemporaryMailError(MailError):
    """Not accepted now; the same mail may be accepted later."""


class UncertainMailError(TemporaryMailError):
    """The connection broke after the text was handed over: accepted or not, we did not hear.

    Sending it again under the same Message-ID is right; receivers recognise the repeat.
    """


class PermanentMailError(MailError):
    """Refused for good: trying again will not help."""


class MalformedMailError(PermanentMailError, ValueError):
    """The message cannot be put into a mail at all: an address or a header is not one."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One mail to one person. ``message_id`` stays the same when a task is repeated."""

    to: str
    subject: str
    text: str
    html: str | None = None
    message_id: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Mailer(Protocol):
    """Whatever can send a mail. Returns the Message-ID; raises a ``MailError``."""

    async def send(self, message: Message) -> str: ...


class SmtpMailer:
    """Sends over SMTP, one connection a mail. ``start_tls=None`` means: where the server offers it."""

    def __init__(
        self,
        *,
        host: str,
        port: int = 587,
        sender: str,
        username: str | None = None,
        password: str | None = None,
        use_tls: bool | None = None,
        start_tls: bool | None = None,
        timeout: float = 30.0,
    ) -> None:
        self._sender = one_address(sender)
        self._host, self._port, self._timeout = host, port, timeout
        self._username, self._password = username, password
        self._use_tls = port == 465 if use_tls is None else use_tls
        self._start_tls = False if self._use_tls else start_tls

    async def send(self, message: Message) -> str:
        mail = compose(message, self._sender)
        envelope_from, envelope_to = self._sender.addr_spec, one_address(message.to).addr_spec
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username or None,
            password=self._password or None,
            use_tls=self._use_tls,
            start_tls=self._start_tls,
            timeout=self._timeout,
        )
        handed_over = False
        try:
            async with client:
                international = not (envelope_from + envelope_to).isascii()
                if international and not client.supports_extension("smtputf8"):
                    raise PermanentMailError(f"{self._host} does not take addresses outside ASCII.")
                options = {"options": ["SMTPUTF8"], "encoding": "utf-8"} if international else {}
                await client.mail(envelope_from, **options)  # type: ignore[arg-type]
                await client.rcpt(envelope_to, encoding="utf-8" if international else "ascii")
                handed_over = True
                await client.data(mail.as_bytes(policy=SMTPUTF8 if international else SMTP))
                handed_over = False  # accepted: a connection that breaks at QUIT takes nothing back
        except aiosmtplib.SMTPResponseException as error:
            said = f"{self._host} answered {error.code} {error.message}"[:300]
            raise (PermanentMailError if error.code >= _PERMANENT else TemporaryMailError)(said) from None
        except aiosmtplib.SMTPNotSupported as error:
            raise PermanentMailError(
                f"{self._host} cannot do what the settings ask for: {error.message}"[:300]
            ) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            said = f"{self._host}:{self._port}: {type(error).__name__}: {error}"[:300]
            raise (UncertainMailError if handed_over else TemporaryMailError)(said) from None
        return str(mail["Message-ID"])


class OutboxMailer:
    """Writes every mail as an ``.eml`` file, which any mail program opens. For development and demos."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = one_address(sender)

    async def send(self, message: Message) -> str:
        mail = compose(message, self._sender)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Sorted by time; the receiver's address is in the mail, not in the name, where it would need cleaning.
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{time.time_ns() % 1_000_000_000:09d}-{secrets.token_hex(3)}.eml"
        unfinished = self._folder / f".{name}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(mail.as_bytes(policy=SMTPUTF8))
        unfinished.rename(self._folder / name)
        return str(mail["Message-ID"])


def compose(message: Message, sender: Address) -> EmailMessage:
    """The MIME message. Nothing a caller passes can add a header, a receiver or a second message."""
    receiver = one_address(message.to)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = receiver
    # A line break in a job's title is an accident of pasting, not worth losing the mail for.
    mail["Subject"] = _CONTROL.sub(" ", message.subject).strip()[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = _message_id(message, sender)
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in message.headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
            raise MalformedMailError(f"{name[:40]!r} is not a header a mail may bring along.")
        if _CONTROL.search(value):
            raise MalformedMailError(f"The header {name} holds a control character.")
        del mail[name]
        mail[name] = value
    mail.set_content(message.text, cte="quoted-printable" if not message.text.isascii() else None)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
    return mail


def _message_id(message: Message, sender: Address) -> str:
    chosen = message.message_id or f"<{secrets.token_hex(16)}@{sender.domain or 'localhost'}>"
    if not _MESSAGE_ID.fullmatch(chosen):
        raise MalformedMailError("A Message-ID looks like <name@domain>.")
    return chosen


def one_address(text: str) -> Address:
    """Exactly one address, with or without a name: ``Asha Rao <asha@example.edu>``."""
    found = _ONE_ADDRESS.fullmatch(text.strip(" ")) if not _CONTROL.search(text) else None
    if found is None:
        raise MalformedMailError("Not one e-mail address.")
    try:
        username, _, domain = (found["spec"] or found["bare"]).rpartition("@")
        return Address((found["name"] or found["quoted"] or "").strip(), username, domain)
    except (HeaderParseError, ValueError, IndexError):
        raise MalformedMailError("Not one e-mail address.") from None
