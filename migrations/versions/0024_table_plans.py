"""Table plans: who is to sit at which table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_seat",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        _points_at("registration_id", "registration"),
        _points_at("table_id", "discussion_table"),
        sa.PrimaryKeyConstraint("registration_id", "table_id", name=op.f("pk_planned_seat")),
    )
    op.create_index(op.f("ix_planned_seat_table_id"), "planned_seat", ["table_id"])


def downgrade() -> None:
    op.drop_table("planned_seat")


def _points_at(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_planned_seat_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
