"""Registrations know what calendars answered, who made them for somebody, and what was noted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("answer", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("referrer_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("organiser_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_registration_referrer_id_person"), "person", ["referrer_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_registration_organiser_id_account"), "account", ["organiser_id"], ["id"]
        )
        table.create_index(op.f("ix_registration_referrer_id"), ["referrer_id"])
        table.create_index(
            op.f("ix_registration_activity_id_registered_at"), ["activity_id", "registered_at"]
        )
    op.create_table(
        "registration_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_note_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_registration_note_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_note")),
    )
    op.create_index(
        op.f("ix_registration_note_registration_id"), "registration_note", ["registration_id"]
    )


def downgrade() -> None:
    op.drop_table("registration_note")
    with op.batch_alter_table("registration") as table:
        table.drop_index(op.f("ix_registration_activity_id_registered_at"))
        table.drop_index(op.f("ix_registration_referrer_id"))
        table.drop_constraint(op.f("fk_registration_organiser_id_account"), type_="foreignkey")
        table.drop_constraint(op.f("fk_registration_referrer_id_person"), type_="foreignkey")
        table.drop_column("organiser_id")
        table.drop_column("referrer_id")
        table.drop_column("answered_at")
        table.drop_column("answer")
