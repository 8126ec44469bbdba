"""Who is left out of the picture stays where they were, and makes no tie."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.db import db
from rok_events.network import queries
from rok_events.network.presences import NOBODY
from rok_events.network.rules import Filters
from rok_events.people import merging_actions
from rok_events.people.models import Person
from rok_events.registrations.rules import Status
from rok_events.web import signing
from tests import make, visitors
from tests.network import scenes
from tests.network.test_cli import run

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("database")


def graph(app: Flask) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(run(app, "export").stdout)
    return found


def test_they_make_no_tie_and_fill_their_group(app: Flask) -> None:
    activity, (ggd, _dimence, _saxion) = scenes.trio()
    before = graph(app)["ties"][2]
    make.attendance(
        session=activity.sessions[0], organisation=ggd, person=make.person(is_left_out=True)
    )

    after = graph(app)

    assert after["organisations"][0]["people"] == 3
    # Ten in the room instead of nine: nine pairs of nine others each, not of eight.
    assert (before["newman"], after["ties"][2]["newman"]) == (9 / 8, 1.0)
    assert after["ties"][0]["pairs_of_people"] == 9


def test_an_organisation_that_only_they_came_for_or_registered_for_is_not_there(app: Flask) -> None:
    activity, _ = scenes.trio()
    shy = make.person(is_left_out=True)
    alone = make.organisation(name="Praktijk Linde")
    make.attendance(session=activity.sessions[0], organisation=alone, person=shy)
    make.registration(activity=activity, person=shy, organisation=alone, status=Status.CONFIRMED)

    assert "Praktijk Linde" not in run(app, "export").stdout
    assert [*queries.places(None, 1)] == []
    assert NOBODY in queries.seats(Filters(), None).organisation


def test_they_choose_so_themselves_and_it_is_written_down(client: FlaskClient) -> None:
    person = make.registration().person
    page = f"/mijn/{signing.sign('overview', str(person.id))}"
    assert f"{page}/netwerk" in client.get(page).text

    answer = client.post(f"{page}/netwerk", data={"in_beeld": "nee"}, follow_redirects=True)

    assert "Je staat niet meer in het beeld van het netwerk." in answer.text
    assert "Tel me weer mee" in answer.text
    assert db.session.get_one(Person, person.id).is_left_out
    told = db.session.scalars(select(TrailRow).order_by(TrailRow.number.desc())).first()
    assert told is not None
    assert told.person_id == person.id
    assert "is_left_out" in told.told

    client.post(f"{page}/netwerk", data={"in_beeld": "ja"})
    assert not db.session.get_one(Person, person.id).is_left_out


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_we_did_not_write_opens_nothing(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)("/mijn/zomaar/netwerk").status_code == 404


def test_an_organiser_does_it_for_who_asks(client: FlaskClient) -> None:
    person = make.registration().person
    visitors.sign_in(client, make.account(Role.ORGANISER))
    page = f"/beheer/mensen/{person.id}"

    client.post(f"{page}/netwerk", data={"in_beeld": "nee"})

    assert db.session.get_one(Person, person.id).is_left_out
    assert "Staat er niet in" in client.get(page).text


@pytest.mark.parametrize("shy", ["kept", "gone"])
def test_who_is_left_out_stays_so_when_merged(shy: str) -> None:
    kept = make.person(is_left_out=shy == "kept")
    gone = make.person(is_left_out=shy == "gone")

    merge = merging_actions.merge_people(kept.id, gone.id)

    assert db.session.get_one(Person, kept.id).is_left_out

    merging_actions.undo(merge.id)
    assert db.session.get_one(Person, kept.id).is_left_out is (shy == "kept")
