"""Messages that people labelled, and the trainings on them."""

import sqlalchemy as sa
from alembic import op

from aftersales.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_labels",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.String(80)),
        sa.Column("labelled_by", sa.String(32), nullable=False),
        sa.Column("labelled_at", UtcDateTime(), nullable=False),
        sa.Column("message_id", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_learning_labels"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_learning_labels_message_id", ondelete="CASCADE"
        ),
    )
    for column in ("labelled_at", "message_id"):
        op.create_index(f"ix_learning_labels_{column}", "learning_labels", [column])
    op.create_table(
        "learning_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("in_use_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_learning_runs"),
    )


def downgrade() -> None:
    op.drop_table("learning_runs")
    op.drop_table("learning_labels")
