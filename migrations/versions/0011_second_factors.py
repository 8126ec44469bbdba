"""Accounts: passwords, authenticator codes, recovery codes, what roles demand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
    op.create_index(op.f("ix_sign_in_began_at"), "sign_in", ["began_at"])
    _links_become_sessions()
    with op.batch_alter_table("sign_in_link") as table:
        table.drop_column("ended_at")
        table.drop_column("device")
    _factors()
    op.create_table(
        "second_factor_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor_demand")),
        sa.UniqueConstraint("role", name=op.f("uq_second_factor_demand_role")),
    )
    op.create_table(
        "sign_in_lock",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_lock")),
    )
    op.create_index(op.f("ix_sign_in_lock_failed_at"), "sign_in_lock", ["failed_at"])


def _links_become_sessions() -> None:
    """Keep everybody signed in: cookies name the number of the link, and of those that ended too."""
    op.execute(
        "INSERT INTO sign_in (id, account_id, way, device, began_at, proved_at, is_strong)"
        " SELECT id, account_id, 'link', device, used_at, used_at, FALSE FROM sign_in_link"
        " WHERE used_at IS NOT NULL AND ended_at IS NULL AND account_id IS NOT NULL"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('sign_in', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM sign_in_link), FALSE)"
        )
    else:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'sign_in'")
        op.execute(
            "INSERT INTO sqlite_sequence (name, seq)"
            " SELECT 'sign_in', coalesce(max(id), 0) FROM sign_in_link"
        )


def _factors() -> None:
    op.create_table(
        "password",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_password")),
    )
    op.create_table(
        "authenticator",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_authenticator_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def downgrade() -> None:
    for table in (
        "sign_in_lock",
        "second_factor_demand",
        "recovery_code",
        "authenticator",
        "password",
        "sign_in",
    ):
        op.drop_table(table)
    with op.batch_alter_table("sign_in_link") as table:
        table.add_column(
            sa.Column("device", sa.String(length=60), server_default="", nullable=False)
        )
        table.add_column(sa.Column("ended_at", MOMENT, nullable=True))
    # Which of them had ended is not known any more: all of them, then.
    op.execute("UPDATE sign_in_link SET ended_at = used_at WHERE used_at IS NOT NULL")
