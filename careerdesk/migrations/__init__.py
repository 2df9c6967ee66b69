"""The database's history: Alembic revisions inside the wheel, run as the owner of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine

HERE = Path(__file__).parent


def config(url: str) -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["url"] = url
    return made


def engine(url: str) -> Engine:
    """A synchronous engine for migrations (several statements at once need psycopg)."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    plain = url.replace("postgresql+asyncpg://", "postgresql://")
    return create_engine(plain.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a revision; does nothing where it is there."""
    from alembic import command

    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back. `base` removes everything that careerdesk made."""
    from alembic import command

    command.downgrade(config(url), revision)


def head() -> str:
    """The newest revision that this version of careerdesk has: files are named `0001_what_it_does.py` and never branch.
    Read without Alembic, which takes longer to import than the rest of the server to start."""
    return max(file.name.split("_", 1)[0] for file in (HERE / "versions").glob("[0-9]*.py"))


def current(url: str) -> str | None:
    """The revision that the database is at; None before the first."""
    import psycopg

    with psycopg.connect(url.replace("postgresql+asyncpg://", "postgresql://")) as connection:
        there = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if there is None or there[0] is None:
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if found is None else str(found[0])
