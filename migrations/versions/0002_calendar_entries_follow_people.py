"""Calendar entries belong to people.

What was told before is carried over as far as the database knows it: times, titles and places.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

entry = sa.table(
    "calendar_entry",
    sa.column("id", sa.Integer),
    sa.column("registration_id", sa.Integer),
    sa.column("session_id", sa.Integer),
    sa.column("page", sa.String),
    sa.column("locale", sa.String),
    sa.column("told", sa.JSON),
)
session = sa.table(
    "session",
    sa.column("id", sa.Integer),
    sa.column("activity_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("title", sa.String),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
    sa.column("place_name", sa.String),
)
activity = sa.table(
    "activity",
    sa.column("id", sa.Integer),
    sa.column("title", sa.String),
    sa.column("setting", sa.String),
    sa.column("place_name", sa.String),
    sa.column("place_address", sa.String),
    sa.column("online_url", sa.String),
)
registration = sa.table(
    "registration",
    sa.column("id", sa.Integer),
    sa.column("activity_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("token", sa.String),
    sa.column("locale", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("calendar_entry") as table:
        table.drop_constraint("uq_calendar_entry_registration_id_session_id", type_="unique")
        table.drop_constraint("fk_calendar_entry_registration_id_registration", type_="foreignkey")
        table.add_column(sa.Column("told", sa.JSON(), nullable=True))
        table.add_column(sa.Column("page", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("locale", sa.String(length=5), nullable=True))
        table.add_column(sa.Column("answer", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("answered_sequence", sa.Integer(), nullable=True))
    _carry_over()
    with op.batch_alter_table("calendar_entry") as table:
        table.alter_column("registration_id", new_column_name="person_id")
        for name, kind in (
            ("told", sa.JSON()),
            ("page", sa.String(length=200)),
            ("locale", sa.String(length=5)),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
    with op.batch_alter_table("calendar_entry") as table:
        table.create_foreign_key(
            op.f("fk_calendar_entry_person_id_person"), "person", ["person_id"], ["id"]
        )
        table.create_unique_constraint(
            op.f("uq_calendar_entry_person_id_session_id"), ["person_id", "session_id"]
        )
    op.create_table(
        "personal_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_personal_feed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_feed")),
        sa.UniqueConstraint("person_id", name=op.f("uq_personal_feed_person_id")),
        sa.UniqueConstraint("secret", name=op.f("uq_personal_feed_secret")),
    )


def downgrade() -> None:
    """Leave out the entries of people who were invited and never registered: they had no place."""
    op.drop_table("personal_feed")
    with op.batch_alter_table("calendar_entry") as table:
        table.drop_constraint("uq_calendar_entry_person_id_session_id", type_="unique")
        table.drop_constraint("fk_calendar_entry_person_id_person", type_="foreignkey")
        for name in ("told", "page", "locale", "answer", "answered_at", "answered_sequence"):
            table.drop_column(name)
        table.alter_column("person_id", new_column_name="registration_id")
    held = (
        sa.select(registration.c.id)
        .join(session, session.c.activity_id == registration.c.activity_id)
        .where(
            session.c.id == entry.c.session_id,
            registration.c.person_id == entry.c.registration_id,
        )
    )
    op.execute(sa.delete(entry).where(~held.exists()))
    op.execute(sa.update(entry).values(registration_id=held.scalar_subquery()))
    with op.batch_alter_table("calendar_entry") as table:
        table.create_foreign_key(
            "fk_calendar_entry_registration_id_registration",
            "registration",
            ["registration_id"],
            ["id"],
        )
        table.create_unique_constraint(
            "uq_calendar_entry_registration_id_session_id", ["registration_id", "session_id"]
        )


def _carry_over() -> None:
    connection = op.get_bind()
    told = {
        row.id: _told(row)
        for row in connection.execute(
            sa.select(
                session.c.id,
                session.c.number,
                session.c.title.label("topic"),
                session.c.starts_at,
                session.c.ends_at,
                session.c.place_name,
                activity.c.title,
                activity.c.setting,
                activity.c.place_name.label("usual_place"),
                activity.c.place_address,
                activity.c.online_url,
            ).join(activity, activity.c.id == session.c.activity_id)
        )
    }
    for id_, words in told.items():
        connection.execute(sa.update(entry).where(entry.c.session_id == id_).values(told=words))
    # The person last: that is what takes the place of the registration.
    for column, value in (
        ("page", sa.literal("/aanmelding/") + registration.c.token),
        ("locale", registration.c.locale),
        ("registration_id", registration.c.person_id),
    ):
        own = sa.select(value).where(registration.c.id == entry.c.registration_id)
        connection.execute(sa.update(entry).values({column: own.scalar_subquery()}))


def _told(row: sa.Row[tuple[object, ...]]) -> dict[str, str]:
    """Return what was told of a session; the place of an online one without link has two names."""
    name = f"{row.title} ({row.number})" if row.number > 1 else row.title
    where = row.place_name or ", ".join(filter(None, (row.usual_place, row.place_address)))
    words = {
        "title": f"{name}: {row.topic}" if row.topic else name,
        "starts_at": _utc(row.starts_at),
        "ends_at": _utc(row.ends_at),
    }
    if row.setting != "online":
        words["location"] = where
    elif row.online_url:
        words["location"] = row.online_url
    return words


def _utc(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()
