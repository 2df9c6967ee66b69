"""Who runs the embedded server, and which folders that user can enter. PostgreSQL refuses to run as root."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

SYSTEM_USER = "careerdesk"


class EmbeddedError(RuntimeError):
    """The embedded server cannot be used; the message says what to do about it."""


@dataclass(frozen=True)
class Account:
    """Who runs the server: ourselves, or a system user when we are root."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen_options(self) -> dict[str, Any]:
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_account() -> Account:
    if os.geteuid() != 0:
        try:
            return Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid(), switch=False)
        except KeyError:
            raise EmbeddedError(
                f"User id {os.geteuid()} has no name on this machine, which PostgreSQL needs. "
                "Run as a named user, or name a server in CAREERDESK_DATABASE_URL."
            ) from None
    for attempt in ("look", "create"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(SYSTEM_USER)
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)
        if attempt == "look" and shutil.which("useradd"):
            log.info("embedded.user_created", user=SYSTEM_USER, reason="PostgreSQL does not run as root")
            shell = shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin") or "/bin/false"
            subprocess.run(
                ["useradd", "--system", "--user-group", "--no-create-home", "--shell", shell, SYSTEM_USER],
                check=False,
                capture_output=True,
            )
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def reaches(account: Account, path: Path) -> bool:
    """Whether the account can enter this folder. Asked by trying it: modes alone do not know of ACLs."""
    if not account.switch:
        return True
    tried = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)],
        capture_output=True,
        check=False,
        cwd="/",
        **account.popen_options(),
    )
    return tried.returncode == 0


def shelter(account: Account) -> Path:
    """A folder of root's that the account can enter, for what cannot live in a private home."""
    for parent in (Path("/var/lib"), Path(tempfile.gettempdir())):
        folder = parent / "careerdesk"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o711, exist_ok=True)
            if folder.stat().st_uid == 0 and reaches(account, folder):
                return folder
    raise EmbeddedError(
        f"No folder under /var/lib or {tempfile.gettempdir()} that user {account.name} can enter: "
        "run Careerdesk as an ordinary user, or name a server in CAREERDESK_DATABASE_URL."
    )
