"""Client secrets at rest: AES-256-GCM under a key derived from the installation's secret. Bound to their provider, so that
a sealed value means nothing in another row."""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def _cipher(installation_secret: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"careerdesk identity provider secret 1")
    return AESGCM(derived.derive(installation_secret))


def seal(installation_secret: bytes, provider_id: UUID, value: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(installation_secret).encrypt(nonce, value.encode(), provider_id.bytes)


def opened(installation_secret: bytes, provider_id: UUID, sealed: bytes) -> str | None:
    """The secret; None where it was sealed under another installation secret."""
    try:
        cipher = _cipher(installation_secret)
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], provider_id.bytes).decode()
    except (InvalidTag, ValueError):
        return None
