"""Every page of the workspace asks the database as often for 10,000 rows as for ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text

from rok_events.accounts.models import Account
from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.activities.models import Activity, Session
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.guests.models import Guest
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.models import OutgoingMail
from rok_events.messages.models import Message
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.web.access import Visitor
from tests.accounts.doors import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pytest
    from flask import Flask

    from rok_events.db import Base
    from tests.everything import World

FEW, MANY = 10, 10_000


def grow(rows: int) -> None:
    """Make that many more of everything, by copying what stands."""
    people = copies(Person, rows)
    organisations = copies(Organisation, rows)
    who = [
        {"person_id": person, "organisation_id": organisation}
        for person, organisation in zip(people, organisations, strict=True)
    ]
    copies(Registration, rows, who)
    copies(Attendance, rows, who)
    copies(Guest, rows, who)
    activities = copies(Activity, rows)
    copies(Session, rows, [{"activity_id": activity} for activity in activities])
    for model in (Account, OutgoingMail, IncomingMail, Message):
        copies(model, rows)
    # Databases keep statistics of large tables by themselves, though not while a test runs.
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def copies(
    model: type[Base], rows: int, different: Iterable[Mapping[str, Any]] | None = None
) -> list[int]:
    """Copy the first row of a table, with other values in what must be unique; return the ids."""
    table = model.metadata.tables[model.__tablename__]
    before = db.session.scalar(select(func.max(table.c.id))) or 0
    row = dict(db.session.execute(select(table).order_by(table.c.id).limit(1)).mappings().one())
    del row["id"]
    unique = [column.name for column in table.columns if column.unique and column.name in row]
    made = [
        row | {name: f"{row[name]}{before + n}" for name in unique} | dict(differs)
        for n, differs in enumerate(different or [{}] * rows)
    ]
    db.session.execute(insert(table), made)
    return list(db.session.scalars(select(table.c.id).where(table.c.id > before)))


def asked(client: FlaskClient, queries: list[str], paths: Mapping[str, str]) -> Mapping[str, int]:
    """Return how many queries each page takes; pages are looked at twice, so nothing is new."""
    counts = {}
    for rule, path in paths.items():
        for _ in range(2):
            db.session.remove()
            queries.clear()
            assert client.get(path).status_code == 200, path
            counts[rule] = len(queries)
    return counts


def test_a_page_asks_as_often_for_many_rows_as_for_few(
    app: Flask, world: World, queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(world.account_id, "Robin", {None: PERMISSIONS[Role.ADMINISTRATOR]})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)
    client = FlaskClient(app)
    everything = {
        str(rule): world.path(rule) for method, rule, _ in guarded(app) if method == "GET"
    }
    paths = {rule: path for rule, path in everything.items() if client.get(path).status_code == 200}
    grow(FEW)
    few = asked(client, queries, paths)

    grow(MANY)

    assert asked(client, queries, paths) == few
    assert few["/beheer/activiteiten/<int:activity_id>/aanmeldingen"] > 0
