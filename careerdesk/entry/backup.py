"""Backup and restore: one file with the database and the stored files, readable by a later version of PostgreSQL.

The way across a major version of the embedded server: back up with the old, move the data folder away, restore with the
new. Uses the programs of the embedded server's wheel, which read any PostgreSQL up to their own version.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import careerdesk
from careerdesk import migrations
from careerdesk.kernel.embedded import program

# Made by the installation itself or rebuilt from the database.
_NOT_KEPT = {"postgres", "postgres.new", "postgres.lock", "postgres.users", "postgres.location", "outbox"}


class BackupError(RuntimeError):
    """The backup or the restore did not happen; the message says why."""


def backup(url: str, data_dir: Path, target: Path) -> int:
    """Write everything to `target` (a .tar, mode 0600: it holds people's records); returns its size in bytes."""
    revision = migrations.current(url)
    if revision is None:
        raise BackupError("This database is empty: there is nothing to back up.")
    manifest = {
        "careerdesk": careerdesk.__version__,
        "revision": revision,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    unfinished = target.with_name(f".{target.name}.unfinished")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        # Policies are forced on the owner too; it has one that shows everything, which pg_dump has to be told to use.
        _run("pg_dump", "--format=custom", "--no-owner", "--enable-row-security", f"--file={dump}", url)
        with (
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w") as tar,
        ):
            text = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
            tar.add(dump, "database.dump")
            for path in sorted(data_dir.iterdir()) if data_dir.is_dir() else []:
                if path.name not in _NOT_KEPT and path.resolve() != unfinished.resolve():
                    tar.add(path, f"data/{path.name}")
    unfinished.replace(target)
    return target.stat().st_size


def restore(url: str, data_dir: Path, source: Path) -> str:
    """Read `source` into an empty database and the data folder, then migrate; returns when the backup was made."""
    if migrations.current(url) is not None:
        raise BackupError("This database is not empty. Restore into a new one: name another data folder or database.")
    with tarfile.open(source) as tar, tempfile.TemporaryDirectory() as folder:
        tar.extractall(folder, filter="data")
        manifest_file = Path(folder) / "manifest.json"
        if not manifest_file.is_file():
            raise BackupError(f"{source} is not a backup of Careerdesk.")
        manifest = json.loads(manifest_file.read_text())
        _run(
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={url}",
            str(Path(folder) / "database.dump"),
        )
        data_dir.mkdir(parents=True, exist_ok=True)
        kept = Path(folder) / "data"
        for path in sorted(kept.iterdir()) if kept.is_dir() else []:
            target = data_dir / path.name
            _move(path, target)
    migrations.upgrade(url)
    return str(manifest["at"])


def _move(source: Path, target: Path) -> None:
    """Merge a folder, or replace a file: the secret that this data folder made a moment ago gives way to the old one."""
    if source.is_dir():
        target.mkdir(exist_ok=True)
        for child in source.iterdir():
            _move(child, target / child.name)
    else:
        target.write_bytes(source.read_bytes())
        target.chmod(source.stat().st_mode & 0o777)


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([str(program(name)), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{name} failed: {done.stderr.strip()[-2000:]}")
