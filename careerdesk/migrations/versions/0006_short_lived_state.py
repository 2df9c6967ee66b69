"""Short-lived state in one table: counters of attempts, one-time codes, blocks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import ROLE

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.drop_table("attempt_counters")
    op.create_table(
        "kept_values",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_values")),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_kept_values_expires_at", "kept_values", ["expires_at"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON kept_values TO {ROLE}")


def downgrade() -> None:
    op.drop_table("kept_values")
    op.create_table(
        "attempt_counters",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("resets_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt_counters")),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_attempt_counters_resets_at", "attempt_counters", ["resets_at"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_counters TO {ROLE}")
