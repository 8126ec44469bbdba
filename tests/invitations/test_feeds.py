"""The calendar of one person: a secret address, that its owner makes, renews and ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import time_machine

from rok_events.db import db, transaction
from rok_events.invitations import actions, queries
from rok_events.invitations.models import PersonalFeed
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import OVERVIEW_TERM, Applicant
from rok_events.web import signing
from tests import make
from tests.conftest import NOW
from tests.invitations.parsers import by_vobject

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("database")

TWO_WEEKS = [make.SPRING, make.SPRING + timedelta(weeks=1)]


def register(**given: object) -> Registration:
    """Let Noor register for an activity of her own."""
    with transaction():
        return registrations.register(
            make.activity(**given).id, Applicant(name="Noor", email="noor@example.org")
        )


def page(person_id: int) -> str:
    """Return the address of the page that a mail leads to."""
    return f"/mijn/{signing.sign('overview', str(person_id))}/agenda"


def subscribe(person_id: int) -> str:
    """Make a secret address; return its path."""
    with transaction():
        actions.open_feed(person_id)
    feed = queries.find_feed(person_id)
    assert feed is not None
    return f"/mijn/{feed.secret}/agenda.ics"


def test_everything_with_a_place_is_in_the_feed_and_nothing_else(client: FlaskClient) -> None:
    noor = register(title="Eerste", sessions=TWO_WEEKS)
    register(title="Tweede")
    full = make.activity(title="Vol", capacity=1)
    make.registration(activity=full)
    waiting = Applicant(name="Noor", email="noor@example.org")
    invited = make.activity(title="Uitgenodigd")
    with transaction():
        registrations.register(full.id, waiting)
        actions.ask(noor.person, invited.sessions[0], page="/uitnodiging/x", locale="nl")

    answer = client.get(subscribe(noor.person_id))
    events = by_vobject(answer.text)

    assert [event["summary"] for event in events] == ["Eerste", "Tweede", "Eerste (2)"]
    assert {event["method"] for event in events} == {"PUBLISH"}
    assert [event["attendees"] for event in events] == [[]] * 3
    assert "X-WR-CALNAME:Mijn activiteiten bij Netwerkagenda" in answer.text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in answer.text
    assert "VALARM" not in answer.text


def test_what_was_cancelled_stays_for_a_while(client: FlaskClient) -> None:
    given_up = register(title="Afgemeld")
    partly = register(title="Deels", sessions=TWO_WEEKS)
    long_ago = register(title="Lang geleden")
    long_ago.activity.sessions[0].starts_at = NOW - timedelta(days=100)
    long_ago.activity.sessions[0].ends_at = NOW - timedelta(days=90)
    make.saved(long_ago)
    address = subscribe(given_up.person_id)
    with transaction():
        registrations.cancel(given_up.id)
        # Cancelled just now: nobody has been told yet, but whoever looks sees it.
        partly.activity.sessions[1].cancelled_at = NOW

    events = by_vobject(client.get(address).text)

    assert {(event["summary"], event["status"]) for event in events} == {
        ("Afgemeld", "CANCELLED"),
        ("Deels", "CONFIRMED"),
        ("Deels (2)", "CANCELLED"),
    }


def test_who_has_the_feed_already_is_told_so(client: FlaskClient) -> None:
    registration = register()
    address = subscribe(registration.person_id)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    registration.activity.updated_at = NOW + timedelta(minutes=1)
    registration.activity.place_name = "Elders"
    make.saved(registration.activity)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert first.headers["Last-Modified"] == "Fri, 15 Jan 2027 10:00:00 GMT"
    assert changed.headers["Last-Modified"] == "Fri, 15 Jan 2027 10:01:00 GMT"


def test_the_owner_makes_an_address_and_renews_it(client: FlaskClient) -> None:
    person_id = register().person_id
    here = page(person_id)

    empty = client.get(here)
    made = client.post(here)
    old = queries.find_feed(person_id)
    assert old is not None
    secret = old.secret
    shown = client.get(made.location)
    client.post(here)

    assert "agenda.ics" not in empty.text
    assert (made.status_code, urlsplit(made.location).path) == (303, here)
    assert f"<code>https://agenda.example.org/mijn/{secret}/agenda.ics</code>" in shown.text
    assert f'href="webcal://agenda.example.org/mijn/{secret}/agenda.ics"' in shown.text
    assert client.get(f"/mijn/{secret}/agenda.ics").status_code == 404
    assert old.secret != secret
    assert client.get(f"/mijn/{old.secret}/agenda.ics").status_code == 200


def test_the_owner_ends_the_address(client: FlaskClient) -> None:
    person_id = register().person_id
    address = subscribe(person_id)

    stopped = client.post(f"{page(person_id)}/stoppen")

    assert stopped.status_code == 303
    assert client.get(address).status_code == 404
    assert db.session.scalar(db.select(PersonalFeed)) is None


def test_only_a_link_from_the_mail_leads_to_the_address(app: Flask, client: FlaskClient) -> None:
    """A form can be filled in with anybody's address; what it opens must not show their life."""
    registration = register()
    subscribe(registration.person_id)
    feed = queries.find_feed(registration.person_id)
    assert feed is not None

    personal = client.get(f"/aanmelding/{registration.token}")
    guessed = client.get(f"/mijn/{registration.token}/agenda")
    stolen = client.post(f"/mijn/{feed.secret}/agenda")

    assert feed.secret not in personal.text
    assert (guessed.status_code, stolen.status_code) == (404, 404)


def test_the_link_of_the_page_grows_old(client: FlaskClient) -> None:
    here = page(register().person_id)

    with time_machine.travel(NOW + OVERVIEW_TERM + timedelta(minutes=1), tick=False):
        later = client.get(here)

    assert client.get(here).status_code == 200
    assert later.status_code == 404
    assert "Vraag een nieuwe bij Mijn aanmeldingen" in later.text


def test_the_overview_leads_to_the_page(client: FlaskClient) -> None:
    here = page(register().person_id)

    overview = client.get(here.removesuffix("/agenda"))

    assert f'href="{here}"' in overview.text


def test_many_sessions_take_few_queries(client: FlaskClient, statements: list[str]) -> None:
    (person_id,) = {register().person_id for _ in range(4)}
    address = subscribe(person_id)
    db.session.expunge_all()
    statements.clear()

    client.get(address)

    assert len(statements) <= 3
