"""What a posting says in full, questions about it, moves that can be taken back, nudges, and offers with their letter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
_STATES = "'DRAFT', 'PENDING_APPROVAL', {}'DECLINED', 'OPEN', 'CLOSED', 'ARCHIVED'"
_CODES = "'another_offer', 'higher_studies', 'location', 'pay', 'role', 'other'"
JOB_CHECKS = {
    "bond_months": "bond_months BETWEEN 1 AND 120",
    "bond_amount": "bond_amount_minor >= 0",
    "duration_months": "duration_months BETWEEN 1 AND 120",
    "questioned": "state <> 'QUESTIONED' OR question IS NOT NULL",
}
JOB_COLUMNS = (
    "bond_months", "bond_amount_minor", "joining_date", "duration_months", "process", "question", "question_answer", "updated_by",
)  # fmt: skip
OFFER_COLUMNS = ("decline_code", "parts", "joining_date", "joining_place", "conditions", "letter_file_id")


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _job_states(more: str) -> None:
    op.drop_constraint(op.f("ck_jobs_state"), "jobs", type_="check")
    op.create_check_constraint(op.f("ck_jobs_state"), "jobs", f"state IN ({_STATES.format(more)})")


def upgrade() -> None:
    for column in (
        sa.Column("bond_months", sa.Integer()),
        sa.Column("bond_amount_minor", sa.BigInteger()),
        sa.Column("joining_date", sa.Date()),
        sa.Column("duration_months", sa.Integer()),
        _list("process"),
        sa.Column("question", sa.Text()),
        sa.Column("question_answer", sa.Text()),
        sa.Column("updated_by", sa.Uuid()),
    ):
        op.add_column("jobs", column)
    op.create_foreign_key(op.f("fk_jobs_updated_by"), "jobs", "users", ["updated_by"], ["id"], ondelete="SET NULL")
    _job_states("'QUESTIONED', ")
    for name, rule in JOB_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_jobs_{name}"), "jobs", rule)

    for column in (
        sa.Column("decline_code", sa.Text()),
        _list("parts"),
        sa.Column("joining_date", sa.Date()),
        sa.Column("joining_place", sa.Text()),
        sa.Column("conditions", sa.Text()),
        sa.Column("letter_file_id", sa.Uuid()),
    ):
        op.add_column("offers", column)
    op.create_foreign_key(
        op.f("fk_offers_letter_file_id"), "offers", "stored_files", ["letter_file_id"], ["id"], ondelete="SET NULL"
    )
    op.create_check_constraint(op.f("ck_offers_decline_code"), "offers", f"decline_code IN ({_CODES})")
    op.add_column("seasons", sa.Column("closing", postgresql.JSONB()))

    op.create_table(
        "offer_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        _key("offer_shares", "offer_id", "offers.id", "CASCADE"),
        _key("offer_shares", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_shares")),
    )
    op.create_index("ix_offer_shares_offer_id", "offer_shares", ["offer_id"])
    op.create_table(
        "held_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("application_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=False),
        sa.Column("held_by_name", sa.Text(), nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("result", postgresql.JSONB()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('held', 'done', 'undone', 'failed')", name=op.f("ck_held_moves_state")),
        sa.CheckConstraint("(state = 'held') = (finished_at IS NULL)", name=op.f("ck_held_moves_finished")),
        _key("held_moves", "held_by", "users.id", "CASCADE"),
        _key("held_moves", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_moves")),
    )
    op.create_index("ix_held_moves_held", "held_moves", ["institution_id"], postgresql_where=sa.text("state = 'held'"))
    op.create_table(
        "application_nudges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        _key("application_nudges", "application_id", "applications.id", "CASCADE"),
        _key("application_nudges", "user_id", "users.id", "CASCADE"),
        _key("application_nudges", "by_id", "users.id", "SET NULL"),
        _key("application_nudges", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_nudges")),
    )
    op.create_index("ix_application_nudges_application_id", "application_nudges", ["application_id", "at"])
    op.create_index("ix_application_nudges_batch_id", "application_nudges", ["batch_id"])
    for table in ("offer_shares", "held_moves", "application_nudges"):
        protect(table)


def downgrade() -> None:
    for table in ("application_nudges", "held_moves", "offer_shares"):
        op.drop_table(table)
    op.drop_column("seasons", "closing")
    op.drop_constraint(op.f("ck_offers_decline_code"), "offers", type_="check")
    for name in OFFER_COLUMNS:
        op.drop_column("offers", name)
    for name in JOB_CHECKS:
        op.drop_constraint(op.f(f"ck_jobs_{name}"), "jobs", type_="check")
    op.execute("UPDATE jobs SET state = 'PENDING_APPROVAL' WHERE state = 'QUESTIONED'")
    _job_states("")
    for name in JOB_COLUMNS:
        op.drop_column("jobs", name)
