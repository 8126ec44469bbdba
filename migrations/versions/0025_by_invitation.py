"""Activities for which only who is invited can register, and which organisations were invited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("activity") as table:
        table.add_column(
            sa.Column("by_invitation", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "invited_organisation",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_invited_organisation_activity_id_activity"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invited_organisation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "organisation_id", name=op.f("pk_invited_organisation")
        ),
    )
    op.create_index(
        op.f("ix_invited_organisation_organisation_id"), "invited_organisation", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_table("invited_organisation")
    with op.batch_alter_table("activity") as table:
        table.drop_column("by_invitation")
