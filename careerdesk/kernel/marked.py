"""Secrets that programs carry about: `cd_live_<name>_<secret><check>`. The mark lets scanners of source code find one that
was left lying about, the name leads to its row, and the check (CRC-32) turns typing errors away without the database."""

import hashlib
import re
import secrets
import zlib

MARK = "cd_live_"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = re.compile(r"cd_live_([0-9A-Za-z]{12})_[0-9A-Za-z]{46}")


def new_name() -> str:
    return "".join(secrets.choice(_DIGITS) for _ in range(12))


def new_secret(name: str) -> str:
    """A whole key of that name: 238 random bits."""
    body = f"{MARK}{name}_{''.join(secrets.choice(_DIGITS) for _ in range(40))}"
    return body + _check(body)


def read(key: str) -> tuple[str, bytes] | None:
    """The name in a key, and the hash under which it is kept; None for what was never one of ours."""
    shape = _SHAPE.fullmatch(key)
    if shape is None or not secrets.compare_digest(_check(key[:-6]), key[-6:]):
        return None
    return shape.group(1), digest(key)


def digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _check(body: str) -> str:
    number, made = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        made = _DIGITS[digit] + made
    return made
