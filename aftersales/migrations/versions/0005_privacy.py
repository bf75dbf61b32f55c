"""Privacy requests, what the law keeps of deleted data, looks at full values, what retention removed."""

import sqlalchemy as sa
from alembic import op

from aftersales.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("proof", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.String(32)),
        sa.Column("ticket_id", sa.String(32)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime()),
        sa.Column("downloaded_at", UtcDateTime()),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_requests"),
        sa.UniqueConstraint("key", name="uq_privacy_requests_key"),
    )
    for columns in (["subject"], ["ticket_id"], ["done_at"], ["state", "next_at"]):
        op.create_index(f"ix_privacy_requests_{'_'.join(columns)}", "privacy_requests", columns)
    op.create_table(
        "locked_trade",
        sa.Column("ticket_id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("order_id", sa.String(64)),
        sa.Column("locked_at", UtcDateTime(), nullable=False),
        sa.Column("purge_at", UtcDateTime(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_locked_trade"),
        sa.UniqueConstraint("number", name="uq_locked_trade_number"),
    )
    for column in ("order_id", "purge_at"):
        op.create_index(f"ix_locked_trade_{column}", "locked_trade", [column])
    op.create_table(
        "data_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_looks"),
    )
    for column in ("at", "who", "place"):
        op.create_index(f"ix_data_looks_{column}", "data_looks", [column])
    op.create_table(
        "retention_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", name="pk_retention_log"),
    )


def downgrade() -> None:
    for table in ("retention_log", "data_looks", "locked_trade", "privacy_requests"):
        op.drop_table(table)
