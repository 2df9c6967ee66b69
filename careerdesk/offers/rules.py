"""The link to a shared offer: signed, so that nothing secret is kept and nobody can make one up."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

_PURPOSE = b"careerdesk offer share\x00"


def _signature(key: bytes, named: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + named, hashlib.sha256).digest()[:16]


def share_token(key: bytes, institution_id: UUID, share_id: UUID) -> str:
    """64 letters: the institution, the share, and 128 bits of signature."""
    named = institution_id.bytes + share_id.bytes
    return base64.urlsafe_b64encode(named + _signature(key, named)).decode()


def read_share_token(key: bytes, token: str) -> tuple[UUID, UUID] | None:
    """The institution and the share that a link names; None for what we did not sign."""
    if len(token) != 64:
        return None
    try:
        data = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        return None
    named, signature = data[:32], data[32:]
    if not hmac.compare_digest(signature, _signature(key, named)):
        return None
    return UUID(bytes=named[:16]), UUID(bytes=named[16:])
