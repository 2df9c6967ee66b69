"""What people say of themselves, and what of it anybody may see."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
PUBLIC = (
    "full_name", "bio", "location", "current_position", "company", "linkedin_url", "github_url", "portfolio_url", "avatar",
    "branch", "graduation_year",
)  # fmt: skip


def upgrade() -> None:
    known = ", ".join(f"'{name}'" for name in PUBLIC)
    op.create_table(
        "profiles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("bio", sa.Text()),
        sa.Column("location", sa.Text()),
        sa.Column("current_position", sa.Text()),
        sa.Column("company", sa.Text()),
        sa.Column("linkedin_url", sa.Text()),
        sa.Column("github_url", sa.Text()),
        sa.Column("portfolio_url", sa.Text()),
        sa.Column("avatar_file_id", sa.Uuid()),
        sa.Column("public_fields", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"public_fields <@ ARRAY[{known}]::text[]", name=op.f("ck_profiles_public_fields")),
        sa.CheckConstraint(
            "coalesce(linkedin_url, 'https://') LIKE 'https://%' AND coalesce(github_url, 'https://') LIKE 'https://%'"
            " AND coalesce(portfolio_url, 'https://') LIKE 'https://%'",
            name=op.f("ck_profiles_links"),
        ),
        sa.ForeignKeyConstraint(
            ["avatar_file_id"], ["stored_files.id"], name=op.f("fk_profiles_avatar_file_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_profiles_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profiles_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_profiles")),
    )
    protect("profiles")


def downgrade() -> None:
    op.drop_table("profiles")
