"""People may be left out of the picture of the network."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(
            sa.Column("is_left_out", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("person") as table:
        table.alter_column("is_left_out", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_column("is_left_out")
