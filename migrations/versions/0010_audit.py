"""Audit: rows in a chain, and the personal values that can be erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SUBJECTS = ("activity_id", "organisation_id", "person_id", "account_id", "actor_id")


def upgrade() -> None:
    op.create_table(
        "trail_row",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trail_row")),
    )
    op.create_index(op.f("ix_trail_row_happened_at"), "trail_row", ["happened_at"])
    op.create_index(
        op.f("ix_trail_row_community_id_number"), "trail_row", ["community_id", "number"]
    )
    for column in SUBJECTS:
        told = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_trail_row_{column}_number"),
            "trail_row",
            [column, "number"],
            sqlite_where=told,
            postgresql_where=told,
        )
    op.create_table(
        "trail_value",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("salt", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("forgotten_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["trail_row.number"],
            name=op.f("fk_trail_value_number_trail_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", "field", name=op.f("pk_trail_value")),
    )
    op.create_index(op.f("ix_trail_value_forgotten_in"), "trail_value", ["forgotten_in"])
    head = op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])


def downgrade() -> None:
    op.drop_table("trail_head")
    op.drop_table("trail_value")
    op.drop_table("trail_row")
