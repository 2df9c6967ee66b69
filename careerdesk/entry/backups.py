"""Backup and restore: the database by PostgreSQL's own tools, the files beside it, in one archive.

The way across a major version of the embedded server: back up with the old, move the data folder away, restore with the
new. The tools are the embedded server's own, which read any PostgreSQL up to their version.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg

import careerdesk
from careerdesk import migrations
from careerdesk.kernel import embedded
from careerdesk.kernel.settings import Settings

_DUMP, _MANIFEST = "database.dump", "manifest.json"
_KNOWS_TRANSACTION_TIMEOUT = 170_000  # what newer tools write at the top of a script, older servers refuse
_KEPT = ("files", "secret_key")


class BackupError(RuntimeError):
    """The backup or the restore did not happen; the message says why."""


def backup(settings: Settings, url: str, target: Path) -> int:
    """Write the archive, readable by its owner alone (it holds people's records and the secret); its size in bytes."""
    revision = migrations.current(url)
    if revision is None:
        raise BackupError("This database is empty: there is nothing to back up.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = json.dumps({"careerdesk": careerdesk.__version__, "revision": revision, "at": now}).encode()
    partial = target.with_name(f".{target.name}.partial")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DUMP
        # The policies bind the owner too. It has one that shows everything, which pg_dump has to be told to go by.
        _run("pg_dump", "--format=custom", "--no-owner", "--enable-row-security", f"--file={dump}", url)
        with (
            os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive,
        ):
            entry = tarfile.TarInfo(_MANIFEST)
            entry.size = len(manifest)
            archive.addfile(entry, io.BytesIO(manifest))
            archive.add(dump, _DUMP)
            for name in _KEPT:
                if (settings.data_dir / name).exists():
                    archive.add(settings.data_dir / name, name)
    partial.replace(target)
    return target.stat().st_size


def restore(settings: Settings, url: str, source: Path) -> None:
    """Put the archive in the place of what is there, and migrate it to this version. What the archive cannot read is left
    as it was; the old files are kept beside as `….before-restore`."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source, "r:gz") as archive:
        archive.extractall(folder, filter="data")
        dump, manifest = Path(folder) / _DUMP, Path(folder) / _MANIFEST
        if not dump.is_file() or not manifest.is_file():
            raise BackupError(f"{source} is not a backup of Careerdesk.")
        script = Path(folder) / "restore.sql"
        _run("pg_restore", "--no-owner", f"--file={script}", str(dump))
        with psycopg.connect(url) as connection:
            if connection.info.server_version < _KNOWS_TRANSACTION_TIMEOUT:
                script.write_text(script.read_text().replace("SET transaction_timeout = 0;\n", "", 1))
            # Everything, not only what the archive names: it may be older than the tables that are there.
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        quiet = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
        _run("psql", *quiet, "--single-transaction", f"--file={script}", url)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        for name in _KEPT:
            _replace(Path(folder) / name, settings.data_dir / name)
    migrations.upgrade(url)


def _replace(new: Path, old: Path) -> None:
    if not new.exists():
        return
    if old.exists():
        kept = old.with_name(f"{old.name}.before-restore")
        if kept.is_dir():
            shutil.rmtree(kept)
        old.rename(kept)
    shutil.move(new, old)


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([_tool(name), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{name} failed: {done.stderr.strip()[-2000:]}")


def _tool(name: str) -> str:
    """The embedded server's own tool, so that its version always fits; else the one on the machine."""
    try:
        return str(embedded.program(name))
    except embedded.EmbeddedError:
        found = shutil.which(name)
        if found is None:
            raise
        return found
