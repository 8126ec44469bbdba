"""The page of a network and of an activity, as people see them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.activities import actions
from rok_events.activities.kinds import Kind
from rok_events.activities.models import ProgrammeItem
from rok_events.activities.rules import Setting, State
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.db import db
from rok_events.web.access import Visitor
from tests import make
from tests.activities.plans import plan
from tests.activities.reading import seen
from tests.make import SPRING

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

DAY = timedelta(days=1)
NAUGHTY = [
    pytest.param("x" * 200, id="long"),
    pytest.param("👶🏽👩‍👩‍👧 Kind en ouder", id="emoji"),
    pytest.param("مرحبا بالعالم", id="right to left"),
    pytest.param("<script>alert('x')</script>", id="script"),
    pytest.param("\"'><img src=x onerror=alert(1)>", id="quotes"),
    pytest.param("</script><!--", id="end of script"),
    pytest.param("{{ 7 * 7 }}", id="template"),
]


def test_a_network_has_its_own_page_agenda_and_colour(client: FlaskClient) -> None:
    rok = make.community(
        slug="rok", name="ROK Deventer", description="Samen.\n\nZie https://example.org/rok."
    )
    make.activity(title="Van ons", community=rok)
    make.activity(title="Van hen")

    answer = client.get("/netwerken/rok")
    words = seen(answer.text)

    assert "ROK Deventer Samen. Zie https://example.org/rok ." in words
    assert "Van ons" in words
    assert "Van hen" not in words
    assert words.count("ROK Deventer") == 1
    assert '<a href="https://example.org/rok" rel="' in answer.text
    theme = re.search(r'href="(/thema/rok-[0-9a-f]+\.css)"', answer.text)
    assert theme is not None
    assert client.get(theme[1]).mimetype == "text/css"
    assert "/netwerken/rok/agenda.ics" in answer.text


@pytest.mark.parametrize("address", ["/netwerken/nergens", "/activiteiten/nergens"])
def test_an_unknown_address_is_a_page_that_helps(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert "Naar de agenda" in answer.text


def test_an_activity_tells_all_that_one_must_know(client: FlaskClient) -> None:
    rok = make.community(slug="rok", name="ROK Deventer")
    made = make.activity(
        kind=Kind.WERKCONFERENTIE,
        slug="dag",
        title="Samen werken",
        community=rok,
        summary="Een middag samen.",
        description="Eerste alinea.\nTweede regel.\n\nZie www.example.org/verslag.",
        audience="Verloskundigen",
        hosted_by="Health Hub",
        contact_email="lot@example.org",
        place_address="Handelskade 75, Deventer",
        place_notes="Naast het station",
        capacity=12,
        taken=4,
        closes_at=SPRING - 2 * DAY,
    )
    made.programme = [
        ProgrammeItem(starts_at=SPRING, title="Opening", note="Door een ouder"),
        ProgrammeItem(starts_at=SPRING + timedelta(hours=1), title="Ronde 1", note=""),
    ]
    db.session.commit()

    answer = client.get("/activiteiten/dag")
    words = seen(answer.text)

    for fact in (
        "Werkconferentie ROK Deventer Samen werken Een middag samen.",
        "donderdag 1 april 2027 13.30 - 15.30 uur Zet in mijn agenda",
        "Het Wijkhuis Handelskade 75, Deventer Route Naast het station",
        "nog 8 plaatsen 12 plaatsen in totaal",
        "Aanmelden kan tot dinsdag 30 maart 2027, 13.30 uur",
        "Programma 13.30 Opening Door een ouder 14.30 Ronde 1",
        "Voor wie Verloskundigen",
        "Door wie Health Hub",
        "lot@example.org",
    ):
        assert fact in words
    for address in (
        'href="/activiteiten/dag/aanmelden"',
        'href="/activiteiten/dag.ics"',
        'href="https://www.openstreetmap.org/directions?to=Handelskade+75%2C+Deventer"',
        '<link rel="canonical" href="https://agenda.example.org/activiteiten/dag">',
        '<meta property="og:title" content="Samen werken">',
        "Eerste alinea.<br>Tweede regel.</p>",
        '<a href="https://www.example.org/verslag" rel="nofollow noopener">',
    ):
        assert address in answer.text


def test_sessions_are_told_one_by_one(client: FlaskClient) -> None:
    made = make.activity(slug="t", sessions=[SPRING, SPRING + 7 * DAY, SPRING + 14 * DAY])
    made.sessions[0].title = "Kennismaking"
    made.sessions[2].cancelled_at = clock.now()
    db.session.commit()

    words = seen(client.get("/activiteiten/t").text)

    assert "2 bijeenkomsten 1 april 2027 tot en met 15 april 2027" in words
    assert "Kennismaking donderdag 13.30" in words
    assert "Bijeenkomst 2 donderdag" in words
    assert "Bijeenkomst 3" not in words


@pytest.mark.parametrize(
    ("given", "sentence", "button"),
    [
        pytest.param({"taken": 3}, "nog 7 plaatsen", "Aanmelden</a>", id="open"),
        pytest.param(
            {"taken": 10, "waiting": 4}, "vol, wachtlijst 4", "Op de wachtlijst</a>", id="full"
        ),
        pytest.param({"closes_at": make.LONG_AGO}, "Aanmelden kan niet meer", None, id="closed"),
        pytest.param({"starts_at": make.LONG_AGO}, "Deze activiteit is geweest", None, id="past"),
        pytest.param(
            {"state": State.CANCELLED, "cancel_reason": "De gastvrouw is ziek."},
            "Deze activiteit gaat niet door De gastvrouw is ziek.",
            None,
            id="cancelled",
        ),
    ],
)
def test_each_state_is_clear_and_offers_what_can_be_done(
    client: FlaskClient, given: dict[str, Any], sentence: str, button: str | None
) -> None:
    make.activity(slug="a", **given)

    page = client.get("/activiteiten/a").text

    assert sentence in seen(page)
    assert ("/aanmelden" in page) is (button is not None)
    is_to_come = "state" not in given and "starts_at" not in given
    assert ("/activiteiten/a.ics" in page) is is_to_come
    assert button is None or button in page


def test_where_people_meet_online_is_told_to_nobody_here(client: FlaskClient) -> None:
    make.activity(slug="o", setting=Setting.ONLINE, online_url="https://meet.example.org/geheim")

    for address in ("/", "/activiteiten/o"):
        page = client.get(address).text
        assert "geheim" not in page
        assert "nline" in page
    for feed in ("/agenda.ics", "/activiteiten/o.ics"):
        assert "geheim" not in client.get(feed).text
    assert "/activiteiten/o" not in client.get("/?q=geheim").text


def test_a_draft_is_there_for_its_organisers_only(app: Flask, client: FlaskClient) -> None:
    draft = make.activity(slug="concept", state=State.DRAFT)
    elsewhere = make.community()
    who = app.extensions["access"]
    answers = {}
    for name, community_id in (
        ("stranger", 0),
        ("other", elsewhere.id),
        ("own", draft.community_id),
    ):
        grants = {community_id: frozenset({Permission.SEE_PARTICIPANTS})}
        app.extensions["access"] = lambda grants=grants: Visitor(1, "Lot", grants)
        try:
            answers[name] = client.get("/activiteiten/concept")
        finally:
            app.extensions["access"] = who

    assert [answer.status_code for answer in answers.values()] == [404, 404, 200]
    assert "Dit is een concept" in answers["own"].text
    assert answers["own"].headers["Cache-Control"] == "no-store"
    assert "/aanmelden" not in answers["own"].text


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_search_engines_read_an_event(client: FlaskClient) -> None:
    make.activity(
        slug="e",
        title="Dag",
        setting=Setting.HYBRID,
        online_url="https://meet.example.org/geheim",
        sessions=[SPRING, SPRING + 7 * DAY],
        community=make.community(slug="rok", name="ROK"),
    )

    data = structured(client.get("/activiteiten/e").text)

    assert data["@type"] == "Event"
    assert data["startDate"] == "2027-04-01T13:30:00+02:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert len(data["subEvent"]) == 2
    assert data["organizer"]["url"] == "https://agenda.example.org/netwerken/rok"


@pytest.mark.parametrize("words", NAUGHTY)
def test_whatever_people_type_is_shown_as_they_typed_it(client: FlaskClient, words: str) -> None:
    community = make.community(slug="n", name=words, description=words)
    made = actions.plan(
        plan(
            community_id=community.id,
            title=words,
            summary=words,
            description=words,
            audience=words,
            hosted_by=words,
            place_name=words,
            place_address=words,
            place_notes=words,
        )
    )
    actions.publish(made.id)
    db.session.commit()

    pages = [
        client.get(a).text
        for a in ("/", "/netwerken", "/netwerken/n", f"/activiteiten/{made.slug}")
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
    data = structured(pages[-1])
    assert (data["name"], data["location"][0]["name"]) == (words, words)


def test_an_address_that_runs_a_script_is_no_link(client: FlaskClient) -> None:
    make.activity(slug="j", description="javascript:alert(1) data:text/html,x")

    assert 'href="javascript' not in client.get("/activiteiten/j").text
    assert 'href="data' not in client.get("/activiteiten/j").text
