"""Pages on which organisers change registrations: what they see, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.core.permissions import Permission
from rok_events.db import db
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Role, Status
from rok_events.web.access import Visitor
from rok_events.work import rules as work
from rok_events.work import tasks
from tests import make
from tests.conftest import NOW
from tests.registrations.reading import ENGLISH, look

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("organiser")

ORGANISER = frozenset({Permission.SEE_PARTICIPANTS, Permission.MANAGE_REGISTRATIONS})
NOOR = {"name": "Noor de Wit", "email": "noor@example.org", "no_organisation": "y"}


@pytest.fixture
def activity(database: None) -> Activity:
    """A full activity: two have a place, two wait."""
    activity = make.activity(capacity=2, taken=2, waiting=2)
    for name, status in (
        ("Ans", Status.CONFIRMED),
        ("Bea", Status.CONFIRMED),
        ("Cor", Status.WAITING),
        ("Dik", Status.WAITING),
    ):
        make.registration(
            activity=activity,
            status=status,
            person=make.person(name=name, email=f"{name.lower()}@example.org"),
        )
    return activity


@pytest.fixture
def organiser(app: Flask, activity: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organiser of the activity's community has signed in."""
    visitor = Visitor(make.account().id, "Robin", {activity.community_id: ORGANISER})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)


def table(activity: Activity) -> str:
    return f"/beheer/activiteiten/{activity.id}/aanmeldingen"


def of(activity: Activity, name: str) -> Registration:
    email = f"{name.lower()}@example.org"
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(Registration.activity_id == activity.id)
        .where(Registration.person.has(email=email))
    ).one()


def send(client: FlaskClient, address: str, **data: object) -> TestResponse:
    return client.post(address, data=data, headers=ENGLISH)


def test_registering_somebody_who_agrees(client: FlaskClient, activity: Activity) -> None:
    page = f"{table(activity)}/nieuw"
    assert "at the end of the waiting list" in look(client, page).text

    unasked = send(client, page, **NOOR)
    done = send(client, page, **NOOR, knows="y", role="parent")
    seen = look(client, done.location).text
    again = send(client, page, **NOOR, knows="y")

    assert unasked.status_code == 422
    assert "Ask first, and then tick this." in unasked.text
    assert done.status_code == 303
    assert "Noor de Wit is on the waiting list" in seen
    assert again.status_code == 422
    assert "registered for this activity already" in again.text
    made = of(activity, "noor")
    assert (made.role, made.consent, made.organiser is not None) == (Role.PARENT, "", True)


def test_a_place_out_of_turn_asks_why(client: FlaskClient, activity: Activity) -> None:
    dik = of(activity, "Dik")
    page = f"{table(activity)}/besluit?naar=bevestigd&id={dik.id}"

    asked = look(client, page).text
    refused = send(client, page, reason="")
    done = send(client, page, reason="Leidt een tafel")

    assert "This is not their turn" in asked
    assert "With these there are 3 people with a place." in asked
    assert refused.status_code == 422
    assert "Say why somebody goes before their turn" in refused.text
    assert done.status_code == 303
    assert "One registration was changed." in look(client, done.location).text
    assert of(activity, "Dik").status is Status.CONFIRMED
    assert "Leidt een tafel" in look(client, f"{table(activity)}/{dik.id}").text


@pytest.mark.parametrize(
    ("page", "given", "words"),
    [
        (
            "besluit?naar=afgemeld&id={0}&id={1}",
            {"reason": "Ziek"},
            "2 registrations were changed.",
        ),
        ("plaatsen", {"capacity": 4}, "There are 4 places now."),
    ],
)
def test_what_many_get_a_mail_of_is_left_to_the_worker(
    client: FlaskClient,
    activity: Activity,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    given: dict[str, object],
    words: str,
) -> None:
    monkeypatch.setattr(work, "MOST_AT_ONCE", 1)
    address = f"{table(activity)}/{page.format(of(activity, 'Ans').id, of(activity, 'Bea').id)}"
    db.session.rollback()

    started = send(client, address, **given)
    before = of(activity, "Cor").status
    db.session.rollback()
    tasks.do()

    assert started.status_code == 303
    assert words in look(client, started.location).text
    assert (before, of(activity, "Cor").status) == (Status.WAITING, Status.CONFIRMED)


@pytest.mark.parametrize(("status", "left"), [("wachtlijst", 2), ("afgemeld", 2)])
def test_taking_places_back_lets_the_next_move_up(
    client: FlaskClient, activity: Activity, status: str, left: int
) -> None:
    ids = [of(activity, name).id for name in ("Ans", "Bea")]
    page = f"{table(activity)}/besluit"

    assert look(client, f"{page}?naar={status}&id={ids[0]}&id={ids[1]}").status_code == 200
    done = send(client, page, naar=status, id=ids, reason="Verplaatst")

    assert done.status_code == 303
    assert of(activity, "Cor").status is Status.CONFIRMED
    assert of(activity, "Dik").status is Status.CONFIRMED
    assert activity.taken == left


@pytest.mark.parametrize("asked", ["", "?naar=bevestigd", "?naar=x&id=1", "?naar=bevestigd&id=x"])
def test_nobody_chosen_leads_back_to_the_table(
    client: FlaskClient, activity: Activity, asked: str
) -> None:
    answer = look(client, f"{table(activity)}/besluit{asked}")

    assert answer.status_code == 303
    assert "Choose people in the table first" in look(client, answer.location).text


def test_swapping_from_either_side(client: FlaskClient, activity: Activity) -> None:
    ans, dik, cor, bea = (of(activity, name) for name in ("Ans", "Dik", "Cor", "Bea"))
    assert "Cor" in look(client, f"{table(activity)}/{ans.id}/wisselen").text

    send(client, f"{table(activity)}/{ans.id}/wisselen", other=dik.id)
    send(client, f"{table(activity)}/{cor.id}/wisselen", other=bea.id)
    wrong = send(client, f"{table(activity)}/{cor.id}/wisselen", other=dik.id)

    statuses = [of(activity, name).status for name in ("Ans", "Bea", "Cor", "Dik")]
    assert statuses == [Status.WAITING, Status.WAITING, Status.CONFIRMED, Status.CONFIRMED]
    assert wrong.status_code == 422


def test_nobody_swaps_with_whoever_happens_to_stand_first(
    client: FlaskClient, activity: Activity
) -> None:
    page = f"{table(activity)}/{of(activity, 'Cor').id}/wisselen"

    shown, sent = look(client, page), send(client, page, other="0")

    assert 'value="0">Choose somebody</option>' in shown.text
    assert sent.status_code == 422
    assert "Choose with whom." in sent.text
    assert of(activity, "Cor").status is Status.WAITING


def test_handing_over_for_somebody(client: FlaskClient, activity: Activity) -> None:
    page = f"{table(activity)}/{of(activity, 'Ans').id}/overdragen"
    assert look(client, page).status_code == 200

    wrong = send(client, page, **NOOR | {"email": "bea@example.org"})
    done = send(client, page, **NOOR)

    assert wrong.status_code == 422
    assert "registered for this activity already" in wrong.text
    assert done.status_code == 303
    assert of(activity, "Ans").status is Status.CANCELLED
    assert of(activity, "noor").status is Status.CONFIRMED
    assert look(client, page).status_code == 404


def test_more_places_show_first_who_moves_up(client: FlaskClient, activity: Activity) -> None:
    page = f"{table(activity)}/plaatsen"
    assert look(client, page).status_code == 200

    looked = send(client, page, capacity="3", do="look")
    assert "With 3 places one person moves up" in looked.text
    assert "Cor" in looked.text
    assert of(activity, "Cor").status is Status.WAITING

    fewer = send(client, page, capacity="1")
    assert fewer.status_code == 422
    assert "2 people have a place already" in fewer.text
    for wrong in ("", "0", "-1", "veel", "9" * 30):
        assert send(client, page, capacity=wrong).status_code == 422

    done = send(client, page, capacity="3")
    assert done.status_code == 303
    assert of(activity, "Cor").status is Status.CONFIRMED
    assert of(activity, "Dik").status is Status.WAITING


def test_what_is_over_changes_no_more(client: FlaskClient) -> None:
    past = make.activity(starts_at=NOW - timedelta(days=3))
    one = make.registration(activity=past)
    make.account()
    for path in ("nieuw", "lijst", "plaatsen", f"{one.id}/wisselen", f"{one.id}/overdragen"):
        assert client.get(f"{table(past)}/{path}").status_code in {403, 409}
