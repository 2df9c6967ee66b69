"""How Alembic reaches the database and what it compares with."""

from alembic import context

from careerdesk.migrations import engine
from careerdesk.migrations.tables import metadata


def _ours(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave procrastinate's tables alone: their schema is its own."""
    return not (name or "").startswith(("procrastinate_", "idx_procrastinate_"))


def run() -> None:
    made = engine(context.config.attributes["url"])
    try:
        with made.connect() as connection:
            # Two processes that start together migrate one after the other.
            connection.exec_driver_sql("SELECT pg_advisory_lock(7266831190)")
            connection.commit()
            context.configure(
                connection=connection,
                target_metadata=metadata,
                compare_type=True,
                compare_server_default=True,
                include_object=_ours,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.exec_driver_sql("SELECT pg_advisory_unlock(7266831190)")
            connection.commit()
    finally:
        made.dispose()


run()
