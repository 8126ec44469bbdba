"""What became of addresses; what became of mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce", sa.Text(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_mail_address_digest")),
        sa.UniqueConstraint("email", name=op.f("uq_mail_address_email")),
    )
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(
            sa.Column("can_unsubscribe", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("outgoing_mail") as table:
        table.alter_column("can_unsubscribe", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_column("can_unsubscribe")
    op.drop_table("mail_address")
