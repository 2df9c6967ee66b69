"""Which of the first steps somebody has settled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[list[str]] = sa.Column(
        "welcome", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
    )
    op.add_column("preferences", column)


def downgrade() -> None:
    op.drop_column("preferences", "welcome")
