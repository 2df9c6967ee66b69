"""What every tenant table gets: row-level security by the connection's institution, for a role that cannot bypass it."""

from alembic import op

ROLE = "careerdesk_app"


def protect(table: str, *, rights: str = "SELECT, INSERT, UPDATE, DELETE", column: str = "institution_id") -> None:
    """Only the rows of `app.institution`; where none is set, an error (an empty string is no uuid), never rows."""
    # In a subselect, so that it is evaluated once for a statement and not for every row.
    rule = f"{column} = (SELECT current_setting('app.institution')::uuid)"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_institution ON {table} TO {ROLE} USING ({rule}) WITH CHECK ({rule})")
    op.execute(f"CREATE POLICY {table}_owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)")
    op.execute(f"GRANT {rights} ON {table} TO {ROLE}")
