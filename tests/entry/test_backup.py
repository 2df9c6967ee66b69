"""Backup and restore: the way to another machine, and across a major version of PostgreSQL."""

import tarfile
from pathlib import Path

import psycopg
import pytest

from careerdesk import migrations
from careerdesk.entry.backup import BackupError, backup, restore
from tests.databases import Databases

INSTITUTION = """
INSERT INTO institutions (id, slug, name, kind, time_zone, currency, region, hosts, settings, created_at, updated_at)
VALUES (gen_random_uuid(), 'kept', 'Kept', 'university', 'UTC', 'EUR', 'EU', '{}', '{}', now(), now());
INSERT INTO companies (id, institution_id, name, name_key, created_at, updated_at)
SELECT gen_random_uuid(), id, 'Acme', 'acme', now(), now() FROM institutions;
"""


def test_what_was_backed_up_is_there_after_the_restore(databases: Databases, database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(INSTITUTION)
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "all.tar"
    (old / "files/ab").mkdir(parents=True)
    (old / "files/ab/one").write_bytes(b"resume")
    (old / "postgres").mkdir()
    (old / "secret_key").write_text("secret")
    assert backup(database_url, old, file) > 0
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        assert not any(name.startswith("data/postgres") for name in tar.getnames())

    target = databases.empty()
    restore(databases.url(target), new, file)
    assert (new / "files/ab/one").read_bytes() == b"resume"
    assert (new / "secret_key").read_text() == "secret"
    assert migrations.current(databases.url(target)) == migrations.head()
    with psycopg.connect(databases.url(target)) as connection:
        assert connection.execute("SELECT name FROM companies").fetchall() == [("Acme",)]
        connection.execute("SET ROLE careerdesk_app")
        with pytest.raises(psycopg.Error, match=r"app\.institution|uuid"):
            connection.execute("SELECT name FROM companies")
    databases.drop(target)


def test_a_database_in_use_is_not_restored_over(database_url: str, tmp_path: Path) -> None:
    backup(database_url, tmp_path / "data", tmp_path / "all.tar")
    with pytest.raises(BackupError, match="not empty"):
        restore(database_url, tmp_path / "data", tmp_path / "all.tar")


def test_an_empty_database_is_not_backed_up(databases: Databases, tmp_path: Path) -> None:
    name = databases.empty()
    with pytest.raises(BackupError, match="empty"):
        backup(databases.url(name), tmp_path, tmp_path / "all.tar")
    assert not (tmp_path / "all.tar").exists()
    databases.drop(name)
