"""What passes the ORM by is told as well: one row by itself, many rows as a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.attendance import actions as attendance
from rok_events.attendance import import_actions
from rok_events.audit import chain, queries
from rok_events.audit.models import TrailRow
from rok_events.audit.rules import Actor, Deed
from rok_events.db import db, transaction
from rok_events.guests import actions as guests
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.registrations import organiser_actions
from rok_events.registrations.rules import Applicant
from tests import make, visitors
from tests.attendance import files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("database")

ROWS = 1000


def trail() -> Sequence[TrailRow]:
    head, last = queries.end()
    assert [*chain.faults(queries.links(1, last), head)] == []
    return db.session.scalars(select(TrailRow).order_by(TrailRow.number)).all()


def test_a_tick_and_its_undoing_are_told_of_the_person() -> None:
    registration = make.registration(activity=make.activity(starts_at=NOW))
    session = registration.activity.sessions[0].id

    with transaction():
        attendance.check_in(session, registration.person_id)
    with transaction():
        attendance.undo(session, registration.person_id)

    assert [(row.deed, row.thing, row.person_id) for row in trail()] == [
        (Deed.MADE, "attendance", registration.person_id),
        (Deed.REMOVED, "attendance", registration.person_id),
    ]


def test_a_file_of_a_thousand_rows_adds_a_few() -> None:
    community = make.community()
    people = [f"Gast {n};Stichting {n % 4};g{n}@example.org;ja" for n in range(ROWS)]
    with transaction():
        found = import_actions.check(files.people(*people), "lijst.csv", community.id)
        import_actions.take_in(found)

    rows = trail()
    (noted,) = [row for row in rows if row.deed is Deed.NOTED]
    assert (json.loads(noted.told), noted.community_id) == ({"rows": [None, ROWS]}, community.id)
    assert len(rows) < 10


def test_inviting_a_list_is_told_as_a_number() -> None:
    activity = make.activity()
    entries = {f"g{n}@example.org": Entry(f"g{n}@example.org", f"Gast {n}") for n in range(30)}

    with transaction():
        guests.invite(activity.id, entries, Wish())

    (row,) = trail()
    assert (row.thing, json.loads(row.told)) == ("People were invited.", {"rows": [None, 30]})


def test_a_list_of_hundreds_is_told_by_a_few_rows() -> None:
    activity = make.activity(capacity=300)
    people = [Applicant(name=f"Naam {n}", email=f"p{n}@example.org") for n in range(200)]

    with transaction():
        organiser_actions.enrol_all(activity.id, people)

    found = {(row.thing, row.deed): json.loads(row.told) for row in trail()}
    assert found["registration", Deed.MADE] == {"rows": [None, 200]}
    assert len(found) < 6


def test_a_download_tells_who_took_it(client: FlaskClient) -> None:
    registration = make.registration()
    activity = registration.activity
    account = make.account(Role.ORGANISER, activity.community)
    visitors.sign_in(client, account)

    assert (
        client.get(f"/beheer/activiteiten/{activity.id}/aanmeldingen/lijst.csv").status_code < 400
    )

    row = trail()[-1]
    assert row.thing == "The registrations were downloaded."
    assert (row.actor, row.actor_id, row.activity_id) == (Actor.ACCOUNT, account.id, activity.id)
