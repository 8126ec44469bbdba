"""Calendar files and feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Setting, State
from rok_events.db import transaction
from rok_events.invitations import actions, queries
from rok_events.registrations.events import RegistrationConfirmed
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW
from tests.invitations.parsers import by_vobject

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def summaries(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return [event["summary"] for event in by_vobject(answer.text)]


def test_an_activity_has_a_file_of_its_sessions(client: FlaskClient) -> None:
    activity = make.activity(
        slug="hechting", title="Hechting", sessions=[make.SPRING, make.SPRING + timedelta(days=7)]
    )

    answer = client.get("/activiteiten/hechting.ics")
    events = by_vobject(answer.text)

    assert [event["summary"] for event in events] == ["Hechting", "Hechting (2)"]
    assert {event["method"] for event in events} == {"PUBLISH"}
    assert [event["attendees"] for event in events] == [[], []]
    assert answer.headers["Content-Disposition"] == "attachment; filename=hechting.ics"
    assert events[0]["starts_at"] == activity.sessions[0].starts_at.timestamp()


@pytest.mark.parametrize(
    "address",
    [
        "/activiteiten/bestaat-niet.ics",
        "/activiteiten/concept.ics",
        "/netwerken/bestaat-niet/agenda.ics",
        "/aanmelding/bestaat-niet/agenda.ics",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    make.activity(slug="concept", state=State.DRAFT)

    assert client.get(address).status_code == 404


def test_the_feed_shows_every_network_and_a_community_its_own(client: FlaskClient) -> None:
    rok = make.community(slug="rok", name="ROK Deventer")
    make.activity(kind=Kind.TRAINING, title="Van ons", community=rok)
    make.activity(kind=Kind.TRAINING, title="Van anderen")
    make.activity(kind=Kind.TRAINING, title="Concept", community=rok, state=State.DRAFT)
    make.activity(
        kind=Kind.TRAINING, title="Lang voorbij", community=rok, starts_at=NOW - timedelta(days=90)
    )

    assert sorted(summaries(client, "/agenda.ics")) == ["Van anderen", "Van ons"]
    assert summaries(client, "/netwerken/rok/agenda.ics") == ["Van ons"]


def test_what_is_cancelled_stays_in_the_feed_for_calendars_to_hear(client: FlaskClient) -> None:
    make.activity(state=State.CANCELLED, updated_at=NOW)
    partly = make.activity(sessions=[make.SPRING, make.SPRING + timedelta(days=7)])
    partly.sessions[1].cancelled_at = NOW
    make.saved(partly)

    events = by_vobject(client.get("/agenda.ics").text)

    assert sorted(event["status"] for event in events) == ["CANCELLED", "CANCELLED", "CONFIRMED"]
    assert {event["sequence"] for event in events if event["status"] == "CANCELLED"} == {
        (NOW - make.LONG_AGO) // timedelta(seconds=1)
    }


def test_a_feed_keeps_titles_that_may_hold_a_case_to_those_concerned(client: FlaskClient) -> None:
    make.activity(slug="casus", kind=Kind.CASUSTAFEL, title="Een baby die veel huilt")

    feed = client.get("/agenda.ics").text

    assert summaries(client, "/agenda.ics") == ["Casustafel"]
    assert "huilt" not in feed
    assert "CLASS:PRIVATE" in feed
    assert summaries(client, "/activiteiten/casus.ics") == ["Een baby die veel huilt"]


def test_a_session_may_be_elsewhere(client: FlaskClient) -> None:
    activity = make.activity(
        slug="elders",
        sessions=[make.SPRING, make.SPRING + timedelta(days=7)],
        place_address="Handelskade 75, Deventer",
    )
    activity.sessions[1].place_name = "Stadhuis"
    make.saved(activity)

    events = by_vobject(client.get("/activiteiten/elders.ics").text)

    assert [event["location"] for event in events] == [
        "Het Wijkhuis, Handelskade 75, Deventer",
        "Stadhuis",
    ]


def test_the_link_to_an_online_session_is_for_participants(client: FlaskClient) -> None:
    activity = make.activity(
        slug="online",
        setting=Setting.ONLINE,
        place_name="",
        online_url="https://meet.example.org/geheim",
    )
    registration = make.registration(activity=activity)
    with transaction():
        actions.invite(RegistrationConfirmed(registration_id=registration.id))

    public = client.get("/activiteiten/online.ics").text + client.get("/agenda.ics").text
    own = client.get(f"/aanmelding/{registration.token}/agenda.ics").text

    assert "geheim" not in public
    assert "LOCATION:Online" in public
    assert "LOCATION:https://meet.example.org/geheim" in own


@pytest.mark.parametrize("address", ["/agenda.ics", "/activiteiten/hechting.ics"])
def test_who_has_it_already_is_told_so(client: FlaskClient, address: str) -> None:
    activity = make.activity(slug="hechting")
    first = client.get(address)

    by_tag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_day = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    activity.place_name = "Elders"
    activity.updated_at = NOW
    make.saved(activity)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (by_tag.status_code, by_day.status_code) == (304, 304)
    assert (by_tag.data, by_day.data) == (b"", b"")
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] == "Fri, 15 Jan 2027 10:00:00 GMT"
    assert "max-age=300" in first.headers["Cache-Control"]


def test_an_empty_feed_is_a_calendar_too(client: FlaskClient) -> None:
    answer = client.get("/agenda.ics")

    assert answer.status_code == 200
    assert "VEVENT" not in answer.text
    assert "Last-Modified" not in answer.headers


def test_the_personal_file_holds_the_entries_of_the_mails(client: FlaskClient) -> None:
    registration = make.registration()
    with transaction():
        actions.invite(RegistrationConfirmed(registration_id=registration.id))

    answer = client.get(f"/aanmelding/{registration.token}/agenda.ics")
    (event,) = by_vobject(answer.text)

    (entry,) = queries.entries(registration.activity_id, registration.person_id).values()
    assert event["uid"] == entry.uid
    assert event["attendees"] == []
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [Status.WAITING, Status.CANCELLED])
def test_without_a_place_there_is_no_personal_file(client: FlaskClient, status: Status) -> None:
    registration = make.registration(status=status)

    answer = client.get(f"/aanmelding/{registration.token}/agenda.ics")

    assert answer.status_code == 404
    assert "Zodra je een plaats hebt" in answer.text


def test_a_feed_of_many_takes_few_queries(client: FlaskClient, statements: list[str]) -> None:
    for _ in range(5):
        make.activity()
    statements.clear()

    client.get("/agenda.ics")

    assert len(statements) <= 3
