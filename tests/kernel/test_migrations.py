"""The database's history runs up, down and up again, and says the same as the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from careerdesk import migrations
from careerdesk.migrations.tables import metadata
from tests.databases import Databases


def tables(url: str) -> set[str]:
    with migrations.engine(url).connect() as connection:
        found = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in found}


def test_they_run_up_down_and_up_again(databases: Databases) -> None:
    name = databases.empty()
    url = databases.url(name)
    migrations.upgrade(url)
    first = tables(url)
    assert migrations.current(url) == migrations.head()
    migrations.downgrade(url)
    assert tables(url) == {"alembic_version"}
    migrations.upgrade(url)
    assert tables(url) == first
    databases.drop(name)


def test_the_models_say_the_same(database_url: str) -> None:
    with migrations.engine(database_url).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": lambda obj, name, *_: not (name or "").startswith("procrastinate"),
            },
        )
        drift = [step for step in compare_metadata(context, metadata) if "procrastinate" not in repr(step)]
    assert drift == []


def test_every_table_of_an_institution_is_protected(database_url: str) -> None:
    """A new table without its policy would show every institution's rows to every other."""
    tenant_tables = {table.name for table in metadata.tables.values() if "institution_id" in table.columns}
    with migrations.engine(database_url).connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT c.relname, c.relforcerowsecurity, pg_get_userbyid(c.relowner) <> 'careerdesk_app' "
            "FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity "
            "AND pg_get_expr(p.polqual, p.polrelid) LIKE '%%current_setting(''app.institution''%%'"
        ).all()
    protected = {name for name, forced, owned_by_another in rows if forced and owned_by_another}
    assert tenant_tables - protected == set()
