"""Single mails by SendGrid's API, for installations that may not speak SMTP to the outside."""

from __future__ import annotations

from email.headerregistry import Address
from typing import Any

import httpx2

from careerdesk.adapters.mail import (
    Message,
    PermanentMailError,
    TemporaryMailError,
    UncertainMailError,
    compose,
    one_address,
)

_ACCEPTED = 202
_TOO_MANY, _SERVER = 429, 500
# The envelope of SendGrid's own, which a header may not contradict.
_SHOWN = {"from", "to", "subject", "date", "mime-version", "content-type", "content-transfer-encoding"}


class SendGridMailer:
    """Sends over `POST /mail/send`, one request a mail."""

    def __init__(self, *, api_key: str, base_url: str, sender: str, timeout: float = 30.0) -> None:
        self._sender = one_address(sender)
        self._url = f"{base_url.rstrip('/')}/mail/send"
        self._key, self._timeout = api_key, timeout

    async def send(self, message: Message) -> str:
        mail = compose(message, self._sender)
        body = {
            "personalizations": [{"to": [_person(one_address(message.to))]}],
            "from": _person(self._sender),
            "subject": str(mail["Subject"]) or "(no subject)",
            "content": [{"type": "text/plain", "value": message.text}]
            + ([{"type": "text/html", "value": message.html}] if message.html is not None else []),
            "headers": {name: str(value) for name, value in mail.items() if name.lower() not in _SHOWN},
            # Links with codes and tokens must not lead over somebody else's server.
            "tracking_settings": {
                "click_tracking": {"enable": False, "enable_text": False},
                "open_tracking": {"enable": False},
            },
        }
        try:
            async with httpx2.AsyncClient(timeout=self._timeout, trust_env=False) as client:
                answer = await client.post(self._url, json=body, headers={"Authorization": f"Bearer {self._key}"})
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise TemporaryMailError(f"SendGrid was not reached: {type(error).__name__}") from None
        except httpx2.HTTPError as error:
            raise UncertainMailError(f"SendGrid did not answer: {type(error).__name__}") from None
        if answer.status_code != _ACCEPTED:
            raise _refusal(answer.status_code)
        return str(mail["Message-ID"])


def _refusal(status: int) -> TemporaryMailError | PermanentMailError:
    """What an answer means. Its text is left out: it repeats what was sent."""
    said = f"SendGrid answered {status}"
    if status == _TOO_MANY or status >= _SERVER:
        return TemporaryMailError(said)
    return PermanentMailError(said)


def _person(address: Address) -> dict[str, Any]:
    return {"email": address.addr_spec, **({"name": address.display_name} if address.display_name else {})}
