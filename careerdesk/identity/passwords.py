"""Password hashes: argon2id with OWASP's parameters, computed in threads of low priority, few at a time, so that
signing in never stalls other requests."""

import asyncio
import contextlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from careerdesk.kernel.errors import Invalid

# t=2, 19 MiB, p=1: OWASP's password storage cheat sheet. bcrypt only verifies hashes that came from elsewhere.
_HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1), BcryptHasher()))
MIN_LENGTH, MAX_LENGTH = 8, 128


@lru_cache(maxsize=1)
def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="argon2", initializer=_step_back)


def _step_back() -> None:
    """Let requests go first: on Linux niceness belongs to the thread."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has; checked for unknown addresses, so that they take as long as known ones."""
    return _HASHER.hash(os.urandom(16).hex())


def hash_now(password: str) -> str:
    """The hash, on this thread. For the command line and the demo season."""
    return _HASHER.hash(password)


async def hashed(password: str, threads: int) -> str:
    """The hash of a new password."""
    return await asyncio.get_running_loop().run_in_executor(_threads(threads), _HASHER.hash, password)


async def verified(password: str, stored: str | None, threads: int) -> tuple[bool, str | None]:
    """Whether the password fits, and a new hash where the stored one is of an older kind."""

    def check() -> tuple[bool, str | None]:
        try:
            fits, better = _HASHER.verify_and_update(password[:MAX_LENGTH], stored or _nobody())
        except (UnknownHashError, ValueError):
            return False, None
        return fits and stored is not None, better

    return await asyncio.get_running_loop().run_in_executor(_threads(threads), check)


def require_good(password: str, email: str, field: str = "password") -> None:
    """422 for a password that would be guessed at once (NIST SP 800-63B: length, not composition)."""
    if len(password) < MIN_LENGTH:
        raise Invalid.field(field, f"Use at least {MIN_LENGTH} characters. A short sentence is easy to remember.")
    if password.casefold() in {email, email.split("@", maxsplit=1)[0], "password", "12345678", "careerdesk"}:
        raise Invalid.field(field, "This password would be guessed at once. Choose another.")
