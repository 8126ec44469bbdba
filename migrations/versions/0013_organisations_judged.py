"""People: what is kept of an organisation, and names that were judged."""

from __future__ import annotations

from secrets import token_urlsafe

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("website", sa.String(300), nullable=True))
        table.add_column(sa.Column("place", sa.String(100), nullable=True))
    editions = op.create_table(
        "organisation_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_list")),
    )
    op.bulk_insert(editions, [{"id": 1, "edition": token_urlsafe(20)}])
    # Names are searched in memory now.
    op.drop_table("organisation_word")


def downgrade() -> None:
    words = op.create_table(
        "organisation_word",
        sa.Column(
            "word",
            sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_word_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("word", "organisation_id", name=op.f("pk_organisation_word")),
    )
    op.create_index(
        op.f("ix_organisation_word_organisation_id"), "organisation_word", ["organisation_id"]
    )
    names = op.get_bind().execute(
        sa.text(
            "SELECT id, key FROM organisation UNION SELECT organisation_id, key FROM organisation_alias"
        )
    )
    found = {(word, id_) for id_, key in names for word in key.split()}
    op.bulk_insert(words, [{"word": word, "organisation_id": id_} for word, id_ in sorted(found)])
    op.drop_table("organisation_list")
    with op.batch_alter_table("organisation") as table:
        table.drop_column("place")
        table.drop_column("website")
