"""What became of addresses; what became of mails; how many leave in a minute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DOMAIN = {
    "postgresql": "lower(split_part(recipient, '@', 2))",
    "sqlite": "lower(substr(recipient, instr(recipient, '@') + 1))",
}


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
    op.create_table(
        "mail_rate",
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("domain", sa.String(length=254), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "domain", name=op.f("pk_mail_rate")),
    )
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(
            sa.Column("can_unsubscribe", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(
            sa.Column("domain", sa.String(length=254), nullable=False, server_default="")
        )
        table.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE outgoing_mail SET domain = {DOMAIN[op.get_bind().dialect.name]}")  # noqa: S608 -- ours
    with op.batch_alter_table("outgoing_mail") as table:
        table.alter_column("can_unsubscribe", server_default=None)
        table.alter_column("domain", server_default=None)
        table.drop_index(op.f("ix_outgoing_mail_state_due_at"))
        table.create_index(
            op.f("ix_outgoing_mail_state_can_unsubscribe_due_at"),
            ["state", "can_unsubscribe", "due_at"],
        )
        table.create_index(op.f("ix_outgoing_mail_activity_id"), ["activity_id"])
    op.create_table(
        "mail_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mail.id"],
            name=op.f("fk_mail_note_mail_id_outgoing_mail"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_note")),
    )
    op.create_index(op.f("ix_mail_note_mail_id"), "mail_note", ["mail_id"])


def downgrade() -> None:
    op.drop_table("mail_note")
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_index(op.f("ix_outgoing_mail_activity_id"))
        table.drop_index(op.f("ix_outgoing_mail_state_can_unsubscribe_due_at"))
        table.create_index(op.f("ix_outgoing_mail_state_due_at"), ["state", "due_at"])
        table.drop_column("activity_id")
        table.drop_column("domain")
        table.drop_column("can_unsubscribe")
    op.drop_table("mail_rate")
    op.drop_table("mail_address")
