"""Backup and restore: the database by PostgreSQL's own tools, the files beside it, in one archive."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from careerdesk.kernel import embedded
from careerdesk.kernel.settings import Settings

_DUMP, _FILES = "database.dump", "files"


def _tool(name: str) -> str:
    """The embedded server's own tool, so that its version always fits; else the one on the machine."""
    try:
        return str(embedded.program(name))
    except embedded.EmbeddedError:
        found = shutil.which(name)
        if found is None:
            raise
        return found


def backup(settings: Settings, url: str, target: Path) -> int:
    """Write the archive; its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DUMP
        subprocess.run([_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={dump}", url], check=True)
        partial = target.with_suffix(target.suffix + ".partial")
        with tarfile.open(partial, "w:gz") as archive:
            archive.add(dump, _DUMP)
            files = settings.data_dir / "files"
            if files.is_dir():
                archive.add(files, _FILES)
        partial.replace(target)
    return target.stat().st_size


def restore(settings: Settings, url: str, source: Path) -> None:
    """Put the archive in the place of what is there. The old files are kept beside as `files.before-restore`."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source, "r:gz") as archive:
        archive.extractall(folder, filter="data")
        dump = Path(folder) / _DUMP
        subprocess.run(
            [_tool("pg_restore"), "--clean", "--if-exists", "--no-owner", "--exit-on-error", f"--dbname={url}", str(dump)],
            check=True,
        )
        new, old = Path(folder) / _FILES, settings.data_dir / "files"
        if old.exists():
            kept = old.with_name("files.before-restore")
            shutil.rmtree(kept, ignore_errors=True)
            old.rename(kept)
        if new.exists():
            shutil.copytree(new, old)
