"""Mail over a real SMTP conversation, and into the outbox."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from careerdesk.adapters.mail import (
    MalformedMailError,
    Message,
    OutboxMailer,
    PermanentMailError,
    SmtpMailer,
    TemporaryMailError,
    UncertainMailError,
)

SENDER = "Placement Cell <placements@example.edu>"


class Inbox:
    """What the server received, and what it answers."""

    def __init__(self) -> None:
        self.mails: list[tuple[Envelope, EmailMessage]] = []
        self.to_receiver = "250 OK"
        self.to_text = "250 OK"
        self.hang_up_on_text = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_receiver.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_receiver

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hang_up_on_text:
            server.transport.abort()
            await asyncio.sleep(0.05)
        content: Any = envelope.content
        self.mails.append((envelope, email.message_from_bytes(content, policy=email.policy.default)))  # type: ignore[arg-type]
        return self.to_text


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    yield handler, controller.port
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mailer(port: int, **more: Any) -> SmtpMailer:
    return SmtpMailer(host="127.0.0.1", port=port, sender=SENDER, timeout=5, **more)


def hello(**more: Any) -> Message:
    return Message(**{"to": "asha@example.edu", "subject": "Your invitation", "text": "Welcome.\n", **more})


async def test_a_mail_arrives_as_it_was_written(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    text = "Dear Aśā,\n\n.a line that begins with a dot\n" + "long " * 300 + "\n"
    message_id = await mailer(port).send(
        hello(to="Asha Rao <asha@example.edu>", text=text, html="<p>Dear Aśā</p>", headers={"List-Id": "<office>"})
    )
    envelope, mail = box.mails[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("placements@example.edu", ["asha@example.edu"])
    assert mail["From"] == SENDER
    assert mail["To"] == "Asha Rao <asha@example.edu>"
    assert mail["Message-ID"] == message_id
    assert mail["List-Id"] == "<office>"
    assert mail["Date"]
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html is not None
    assert "Aśā" in html.get_content()


async def test_a_repeat_carries_the_same_message_id(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    for _ in range(2):
        await mailer(port).send(hello(message_id="<invitation-7@example.edu>"))
    assert [mail["Message-ID"] for _, mail in box.mails] == ["<invitation-7@example.edu>"] * 2


async def test_an_address_outside_ascii_travels_as_utf8(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    await mailer(port).send(hello(to="अशा@उदाहरण.भारत"))
    assert box.mails[0][0].rcpt_tos == ["अशा@उदाहरण.भारत"]


@pytest.mark.parametrize(
    "to",
    [
        "asha@example.edu\r\nBcc: eve@example.com",
        "asha@example.edu, eve@example.com",
        "asha@example.edu\n",
        "Asha <asha@example.edu> <eve@example.com>",
        "asha",
        "",
        "@example.edu",
        "asha@",
        "asha@example.edu\x00",
    ],
)
async def test_what_is_not_one_address_is_refused_before_any_connection(to: str) -> None:
    with pytest.raises(MalformedMailError):
        await mailer(1).send(hello(to=to))


async def test_a_subject_cannot_add_a_header(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    await mailer(port).send(hello(subject="Offer\r\nBcc: eve@example.com\r\n\r\nbody"))
    envelope, mail = box.mails[0]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Offer  Bcc: eve@example.com    body"
    assert envelope.rcpt_tos == ["asha@example.edu"]


@pytest.mark.parametrize(
    "headers", [{"Bcc": "eve@example.com"}, {"X-A": "a\r\nBcc: e@x.com"}, {"X A": "a"}, {"Content-Type": "text/html"}]
)
async def test_a_header_cannot_add_a_receiver_or_a_type(headers: dict[str, str]) -> None:
    with pytest.raises(MalformedMailError):
        await mailer(1).send(hello(headers=headers))


@pytest.mark.parametrize("message_id", ["no-brackets@example.edu", "<a@b>\r\nX: y", "<a b@c>"])
async def test_a_message_id_is_one(message_id: str) -> None:
    with pytest.raises(MalformedMailError):
        await mailer(1).send(hello(message_id=message_id))


@pytest.mark.parametrize(
    ("answer", "error"), [("451 later", TemporaryMailError), ("550 no such user", PermanentMailError)]
)
async def test_a_refusal_says_whether_trying_again_helps(
    inbox: tuple[Inbox, int], answer: str, error: type[Exception]
) -> None:
    box, port = inbox
    box.to_receiver = answer
    with pytest.raises(error, match=answer[4:]) as refused:
        await mailer(port).send(hello())
    assert type(refused.value) is error
    box.to_receiver, box.to_text = "250 OK", answer
    with pytest.raises(error):
        await mailer(port).send(hello())


async def test_a_connection_lost_with_the_text_in_flight_is_told_apart(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    box.hang_up_on_text = True
    with pytest.raises(UncertainMailError):
        await mailer(port).send(hello())


async def test_no_server_is_a_temporary_error() -> None:
    with pytest.raises(TemporaryMailError) as refused:
        await mailer(1).send(hello())
    assert not isinstance(refused.value, UncertainMailError)


async def test_it_signs_in_where_the_settings_say_so() -> None:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"office", b"pass word"), handled=False)

    box = Inbox()
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=check, auth_required=True, auth_require_tls=False
    )
    controller.start()
    try:
        port = controller.port
        await mailer(port, username="office", password="pass word").send(hello())
        assert len(box.mails) == 1
        with pytest.raises(PermanentMailError):
            await mailer(port, username="office", password="wrong").send(hello())
    finally:
        controller.stop()


async def test_starttls_that_is_asked_for_and_not_offered_is_an_error_not_plain_text(inbox: tuple[Inbox, int]) -> None:
    box, port = inbox
    with pytest.raises(TemporaryMailError):
        await mailer(port, start_tls=True).send(hello())
    assert box.mails == []


async def test_without_a_server_mails_are_files(tmp_path: Path) -> None:
    outbox = OutboxMailer(tmp_path / "outbox", sender=SENDER)
    first = await outbox.send(hello())
    second = await outbox.send(hello(to="ravi@example.edu"))
    files = sorted((tmp_path / "outbox").iterdir())
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    assert [mail["Message-ID"] for mail in mails] == [first, second]
    assert all(file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0 for file in files)
