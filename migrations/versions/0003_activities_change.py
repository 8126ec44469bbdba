"""Activities change after they were published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("activity") as table:
        table.add_column(sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("frees_at_once", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("series", sa.String(40), nullable=False, server_default=""))
        table.add_column(sa.Column("minimum_presence", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("accreditations", sa.JSON(), nullable=False, server_default="[]")
        )
        table.create_index(op.f("ix_activity_tell_at"), ["tell_at"])
        table.create_index(op.f("ix_activity_series"), ["series"])
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("question") as table:
        table.add_column(
            sa.Column("is_sensitive", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("asked_after_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("asked_if", sa.String(200), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_question_asked_after_id_question"), "question", ["asked_after_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_constraint(op.f("fk_question_asked_after_id_question"), type_="foreignkey")
        table.drop_column("asked_if")
        table.drop_column("asked_after_id")
        table.drop_column("is_sensitive")
    with op.batch_alter_table("session") as table:
        table.drop_column("cancel_reason")
    with op.batch_alter_table("activity") as table:
        table.drop_index(op.f("ix_activity_series"))
        table.drop_index(op.f("ix_activity_tell_at"))
        table.drop_column("accreditations")
        table.drop_column("minimum_presence")
        table.drop_column("series")
        table.drop_column("frees_at_once")
        table.drop_column("tell_at")
