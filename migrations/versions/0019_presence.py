"""Presence: closed lists, times in and out, marks at the door, parallel groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("session", sa.Column("list_closed_at", MOMENT))
    op.add_column("session", sa.Column("list_closed_by_id", sa.Integer()))
    op.add_column(
        "session", sa.Column("asks_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "activity", sa.Column("parallel", sa.String(40), nullable=False, server_default="")
    )
    op.create_index(op.f("ix_activity_parallel"), "activity", ["parallel"])
    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_stay_attendance_id_attendance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index(op.f("ix_stay_attendance_id"), "stay", ["attendance_id"])
    op.create_table(
        "door_mark",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_door_mark_session_id_session")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_door_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_mark")),
    )
    for column in ("session_id", "person_id", "marked_at"):
        op.create_index(op.f(f"ix_door_mark_{column}"), "door_mark", [column])


def downgrade() -> None:
    op.drop_table("door_mark")
    op.drop_table("stay")
    op.drop_index(op.f("ix_activity_parallel"), "activity")
    op.drop_column("activity", "parallel")
    for column in ("asks_out", "list_closed_by_id", "list_closed_at"):
        op.drop_column("session", column)
