"""Backup and restore: the way to another machine, and across a major version of PostgreSQL."""

from pathlib import Path

import psycopg
import pytest

from careerdesk import migrations
from careerdesk.entry.backups import BackupError, backup, restore
from careerdesk.kernel.settings import Settings
from tests.databases import Databases

ROWS = """
INSERT INTO institutions (id, slug, name, kind, time_zone, currency, region, hosts, settings, created_at, updated_at)
VALUES (gen_random_uuid(), 'kept', 'Kept', 'university', 'UTC', 'EUR', 'EU', '{}', '{}', now(), now());
INSERT INTO companies (id, institution_id, name, name_key, created_at, updated_at)
SELECT gen_random_uuid(), id, 'Acme', 'acme', now(), now() FROM institutions;
"""
COMPANIES = "SELECT name FROM companies"


def at(folder: Path) -> Settings:
    return Settings(_env_file=None, env="test", data_dir=folder)  # type: ignore[call-arg]


def filled(database_url: str, folder: Path) -> Settings:
    with psycopg.connect(database_url) as connection:
        connection.execute(ROWS)
    (folder / "files/ab").mkdir(parents=True)
    (folder / "files/ab/one").write_bytes(b"resume")
    (folder / "secret_key").write_text("secret")
    return at(folder)


def test_what_was_backed_up_is_there_after_the_restore(databases: Databases, database_url: str, tmp_path: Path) -> None:
    file, new = tmp_path / "all.tar.gz", at(tmp_path / "new")
    assert backup(filled(database_url, tmp_path / "old"), database_url, file) == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0

    target = databases.empty()
    restore(new, databases.url(target), file)
    assert (new.data_dir / "files/ab/one").read_bytes() == b"resume"
    assert (new.data_dir / "secret_key").read_text() == "secret"
    assert migrations.current(databases.url(target)) == migrations.head()
    with psycopg.connect(databases.url(target)) as connection:
        assert connection.execute(COMPANIES).fetchall() == [("Acme",)]
        connection.execute("SET ROLE careerdesk_app")
        with pytest.raises(psycopg.Error, match=r"app\.institution|uuid"):
            connection.execute(COMPANIES)
    databases.drop(target)


def test_a_restore_takes_the_place_of_what_is_there(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    settings = filled(database_url, tmp_path / "data")
    backup(settings, database_url, file)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE companies SET name = 'Changed'")
        connection.execute("CREATE TABLE of_a_later_version (id int)")
    (settings.data_dir / "files/ab/one").write_bytes(b"changed")
    restore(settings, database_url, file)
    with psycopg.connect(database_url) as connection:
        assert connection.execute(COMPANIES).fetchall() == [("Acme",)]
        assert connection.execute("SELECT to_regclass('of_a_later_version')").fetchone() == (None,)
    assert (settings.data_dir / "files/ab/one").read_bytes() == b"resume"
    assert (settings.data_dir / "files.before-restore/ab/one").read_bytes() == b"changed"


def test_what_is_no_backup_changes_nothing(database_url: str, tmp_path: Path) -> None:
    settings = filled(database_url, tmp_path / "data")
    file = tmp_path / "all.tar.gz"
    backup(settings, database_url, file)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(file.read_bytes()[:2000])
    with pytest.raises((BackupError, OSError, EOFError)):
        restore(settings, database_url, cut)
    with psycopg.connect(database_url) as connection:
        assert connection.execute(COMPANIES).fetchall() == [("Acme",)]


def test_an_empty_database_is_not_backed_up(databases: Databases, tmp_path: Path) -> None:
    name = databases.empty()
    with pytest.raises(BackupError, match="empty"):
        backup(at(tmp_path), databases.url(name), tmp_path / "all.tar.gz")
    assert not (tmp_path / "all.tar.gz").exists()
    databases.drop(name)
