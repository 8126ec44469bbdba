"""Introductions: sectors that should know each other, and wishes for the table plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sector_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("one", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        _points_at("sector_pair", "community_id", "community"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_pair")),
        sa.UniqueConstraint(
            "community_id", "one", "other", name=op.f("uq_sector_pair_community_id_one_other")
        ),
    )
    op.create_table(
        "table_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        _points_at("table_wish", "community_id", "community"),
        _points_at("table_wish", "one_id", "organisation"),
        _points_at("table_wish", "other_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_wish")),
        sa.UniqueConstraint(
            "community_id",
            "one_id",
            "other_id",
            name=op.f("uq_table_wish_community_id_one_id_other_id"),
        ),
    )
    for column in ("one_id", "other_id"):
        op.create_index(op.f(f"ix_table_wish_{column}"), "table_wish", [column])


def downgrade() -> None:
    op.drop_table("table_wish")
    op.drop_table("sector_pair")


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
