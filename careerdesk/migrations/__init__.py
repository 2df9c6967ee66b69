"""The database's history: Alembic revisions inside the wheel, run as the owner of the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

HERE = Path(__file__).parent


def config(url: str) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["url"] = url
    return made


def engine(url: str) -> Engine:
    """A synchronous engine for migrations (several statements at once need psycopg)."""
    plain = url.replace("postgresql+asyncpg://", "postgresql://")
    return create_engine(plain.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a revision; does nothing where it is there."""
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back. `base` removes everything that careerdesk made."""
    command.downgrade(config(url), revision)


def head() -> str:
    """The newest revision that this version of careerdesk has."""
    newest = ScriptDirectory.from_config(config("")).get_current_head()
    assert newest is not None
    return newest


def current(url: str) -> str | None:
    """The revision that the database is at."""
    made = engine(url)
    try:
        with made.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        made.dispose()
