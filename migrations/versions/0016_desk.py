"""Desk: messages to ticked rows, and answers found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("chosen", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("registration") as table:
        table.create_index(op.f("ix_registration_answer"), ["answer"])


def downgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.drop_index(op.f("ix_registration_answer"))
    with op.batch_alter_table("message") as table:
        table.drop_column("chosen")
