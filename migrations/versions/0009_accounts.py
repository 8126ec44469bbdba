"""Accounts: with which program somebody is signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_link",
        sa.Column("device", sa.String(length=60), server_default="", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("sign_in_link") as table:
        table.drop_column("device")
