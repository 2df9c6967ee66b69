"""Mail by SendGrid's API, against a server that stands in its place on a real socket."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from careerdesk.adapters.mail import (
    MailError,
    MalformedMailError,
    Message,
    PermanentMailError,
    TemporaryMailError,
    UncertainMailError,
)
from careerdesk.adapters.sendgrid import SendGridMailer
from careerdesk.entry.house import mailer
from careerdesk.kernel.settings import SendGridSettings, Settings

SENDER = "Placement Cell <placements@example.edu>"
KEY = "SG.not-a-real-key"


class StandIn(ThreadingHTTPServer):
    """What was asked, and what is answered."""

    status = 202
    hangs_up = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], Any]] = []


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        if self.server.hangs_up:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(self.server.status)
        text = b"" if self.server.status == 202 else json.dumps({"errors": [{"message": str(body)}]}).encode()
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *said: Any) -> None:
        pass


@pytest.fixture
def sendgrid() -> Iterator[StandIn]:
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _mailer(server: StandIn) -> SendGridMailer:
    url = f"http://127.0.0.1:{server.server_address[1]}/v3"
    return SendGridMailer(api_key=KEY, base_url=url, sender=SENDER, timeout=5)


async def test_a_mail_arrives_as_it_was_written(sendgrid: StandIn) -> None:
    message = Message(
        to="Asha Rao <asha@example.edu>", subject="Your code\r\nBcc: x@example.com", text="123456", html="<p>123456</p>",
        message_id="<one@example.edu>", headers={"List-Unsubscribe": "<https://example.edu/u>"},
    )  # fmt: skip
    assert await _mailer(sendgrid).send(message) == "<one@example.edu>"
    path, headers, body = sendgrid.asked[0]
    assert (path, headers["Authorization"]) == ("/v3/mail/send", f"Bearer {KEY}")
    assert body["personalizations"] == [{"to": [{"email": "asha@example.edu", "name": "Asha Rao"}]}]
    assert body["from"] == {"email": "placements@example.edu", "name": "Placement Cell"}
    assert "\n" not in body["subject"]
    assert [part["value"] for part in body["content"]] == ["123456", "<p>123456</p>"]
    assert body["headers"]["Message-ID"] == "<one@example.edu>"
    assert body["headers"]["List-Unsubscribe"] == "<https://example.edu/u>"
    assert body["tracking_settings"]["click_tracking"] == {"enable": False, "enable_text": False}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, PermanentMailError), (401, PermanentMailError), (413, PermanentMailError), (429, TemporaryMailError),
     (503, TemporaryMailError)],
)  # fmt: skip
async def test_a_refusal_says_whether_to_try_again_and_never_the_text(
    sendgrid: StandIn, status: int, kind: type[MailError]
) -> None:
    sendgrid.status = status
    with pytest.raises(MailError) as refused:
        await _mailer(sendgrid).send(Message(to="asha@example.edu", subject="Code", text="123456"))
    assert type(refused.value) is kind
    assert str(status) in str(refused.value)
    assert "123456" not in str(refused.value)
    assert KEY not in str(refused.value)


async def test_a_broken_line_is_uncertain_and_a_closed_port_is_not(sendgrid: StandIn) -> None:
    message = Message(to="asha@example.edu", subject="Code", text="123456")
    sendgrid.hangs_up = True
    with pytest.raises(UncertainMailError):
        await _mailer(sendgrid).send(message)
    closed = SendGridMailer(api_key=KEY, base_url="http://127.0.0.1:9", sender=SENDER, timeout=5)
    with pytest.raises(TemporaryMailError) as refused:
        await closed.send(message)
    assert not isinstance(refused.value, UncertainMailError)


async def test_two_addresses_are_refused_before_anything_is_sent(sendgrid: StandIn) -> None:
    with pytest.raises(MalformedMailError):
        await _mailer(sendgrid).send(Message(to="a@example.edu, b@example.edu", subject="Code", text="123456"))
    assert sendgrid.asked == []


def test_it_is_used_where_there_is_a_key_and_no_smtp_server(settings: Settings) -> None:
    keyed = settings.model_copy(update={"sendgrid": SendGridSettings(api_key=SecretStr(KEY))})
    assert isinstance(mailer(keyed), SendGridMailer)
    with_smtp = keyed.model_copy(update={"mail": keyed.mail.model_copy(update={"host": "mail.example.edu"})})
    assert not isinstance(mailer(with_smtp), SendGridMailer)
