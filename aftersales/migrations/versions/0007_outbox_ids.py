"""Ids of the outbox are never used twice."""

import sqlalchemy as sa
from alembic import op

from aftersales.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _outbox(used_once: bool) -> sa.Table:
    return sa.Table(
        "outbox",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=used_once,
    )


def upgrade() -> None:
    """PostgreSQL's sequences never go back; SQLite keeps the highest id only where it is told to."""
    _made_anew(used_once=True)


def downgrade() -> None:
    _made_anew(used_once=False)


def _made_anew(used_once: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox", copy_from=_outbox(used_once), recreate="always"):
            pass
