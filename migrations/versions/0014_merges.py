"""People: merges that can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MERGED = ("person", "organisation")


def upgrade() -> None:
    for name in MERGED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_merged_into_id_{name}"), name, ["merged_into_id"], ["id"]
            )
            table.create_index(op.f(f"ix_{name}_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_merge_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    for columns in (["merged_at"], ["kind", "kept_id"], ["kind", "gone_id"]):
        op.create_index(op.f(f"ix_merge_{'_'.join(columns)}"), "merge", columns)
    op.create_table(
        "merged_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(length=255), nullable=False),
        sa.Column("leads_to", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_link")),
        sa.UniqueConstraint("kind", "token", name=op.f("uq_merged_link_kind_token")),
    )


def downgrade() -> None:
    # Rows that were merged away stand alone again; what was theirs stays where it is.
    op.drop_table("merged_link")
    op.drop_table("merge")
    for name in MERGED:
        with op.batch_alter_table(name) as table:
            table.drop_index(op.f(f"ix_{name}_merged_into_id"))
            table.drop_constraint(op.f(f"fk_{name}_merged_into_id_{name}"), type_="foreignkey")
            table.drop_column("merged_into_id")
