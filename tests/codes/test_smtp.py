"""A code on its whole way: asked for over HTTP, made by the running worker, delivered in a real SMTP conversation."""

import asyncio
import email
import email.policy
import re
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from careerdesk.entry.app import create_app
from careerdesk.kernel.settings import MailSettings, Settings
from tests.conftest import make_world
from tests.servers import free_port


class Inbox:
    """What the server received."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    yield handler, controller.port
    controller.stop()


async def test_a_code_arrives_and_opens_a_session(
    settings: Settings, database_url: str, inbox: tuple[Inbox, int]
) -> None:
    mail = MailSettings(host="127.0.0.1", port=inbox[1], sender="Office <office@example.edu>", start_tls=False)
    app = create_app(settings.model_copy(update={"mail": mail}), database_url=database_url, worker=True)
    async with app.router.lifespan_context(app):
        world = await make_world(app, database_url)
        async with world.client() as client:
            address = world.student.email
            assert (await client.post("/auth/send-otp", json={"email": address})).status_code == 200
            async with asyncio.timeout(20):
                while not inbox[0].mails:
                    await asyncio.sleep(0.05)
            envelope = inbox[0].mails[0]
            assert envelope.rcpt_tos == [address]
            assert isinstance(envelope.content, bytes)
            received = email.message_from_bytes(envelope.content, policy=email.policy.default)
            body = received.get_body(("plain",))  # type: ignore[attr-defined]
            code = re.search(r"\b(\d{6}) is your code", body.get_content())
            assert code is not None
            answer = await client.post("/auth/verify-otp", json={"email": address, "code": code[1]})
            assert answer.status_code == 200
