"""The page on participation: what a lead reads there, and what nobody may learn from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from rok_events.accounts.rules import Role
from rok_events.activities.kinds import Kind
from rok_events.attendance.models import Attendance
from rok_events.attendance.rules import Source
from rok_events.db import db, transaction
from rok_events.network import actions
from rok_events.participation import rules, views
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient

    from rok_events.activities.models import Session
    from rok_events.people.models import Person

PAGE = "/inzicht/deelname"


def lines(client: FlaskClient, name: str, **query: str) -> list[str]:
    """Return the lines of a table's file."""
    answer = client.get(f"{PAGE}.csv", query_string=query | {"tabel": name})
    assert answer.status_code == 200
    return str(answer.data, "utf-8-sig").splitlines()


def test_the_page_says_how_many_came(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(PAGE).text

    assert "9 mensen deden mee" in page
    assert "aan 1 bijeenkomst." in page
    assert 'class="rok-chart__picture"' in page


def test_who_had_a_place_and_did_not_come_is_counted(lead: FlaskClient) -> None:
    activity = make.activity(starts_at=NOW)
    holders = [make.registration(activity=activity) for _ in range(4)]
    make.registration(activity=activity, status=Status.WAITING)
    for one in holders[:3]:
        make.attendance(session=activity.sessions[0], person=one.person)
    make.attendance(session=activity.sessions[0])

    assert "bleven er 25 leeg." in lead.get(PAGE).text
    assert lines(lead, "opkomst")[1:] == ["1e kwartaal 2027;4;3;25 %"]
    assert lines(lead, "bijeenkomsten")[1:] == ["15 januari 2027;Casustafel;4;4;25 %"]


def test_who_was_there_before_the_period_is_not_new(lead: FlaskClient) -> None:
    old, recent = make.activity(starts_at=NOW - timedelta(days=400)), make.activity(starts_at=NOW)
    known = [make.attendance(session=old.sessions[0]).person for _ in range(3)]
    for person in (*known, *(make.person() for _ in range(4))):
        make.attendance(session=recent.sessions[0], person=person)

    assert lines(lead, "mensen", van="2027-01-01")[1:] == ["1e kwartaal 2027;4;3;7"]
    assert lines(lead, "mensen")[1].endswith(";3;0;3")


def test_small_groups_are_put_together_or_left_out(lead: FlaskClient) -> None:
    large = make.organisation(name="Dimence", sector="ggz")
    small = [make.organisation(name=f"Praktijk {n}", sector=f"soort {n}") for n in range(3)]
    scenes.meeting({large: 4, **dict.fromkeys(small, 1)})

    assert lines(lead, "organisaties")[1:] == [
        "Dimence;4;4;1",
        "Overige, van minder dan drie mensen elk;3;3;1",
    ]
    assert "Praktijk" not in lead.get(PAGE).text
    assert "soort 0" not in lead.get(PAGE).text


def test_who_is_left_out_of_the_network_came_for_no_organisation(lead: FlaskClient) -> None:
    named, small = make.organisation(name="Dimence"), make.organisation(name="Praktijk")
    activity = scenes.meeting({named: 3, small: 2})
    shy = make.person(is_left_out=True)
    make.attendance(session=activity.sessions[0], organisation=small, person=shy)

    page = lead.get(PAGE).text

    assert "6 mensen deden mee" in page
    assert lines(lead, "organisaties")[1:] == ["Dimence;3;3;1"]
    assert lead.get(f"/inzicht/organisaties/{named.slug}").status_code == 200
    assert f"/inzicht/organisaties/{small.slug}" not in page


def test_long_numbers_are_read_by_their_thousands(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.trio()
    many = rules.Count(12_345, 67_890, 1)
    monkeypatch.setattr(rules, "count", lambda _: many)
    monkeypatch.setattr(rules, "counts", lambda *asked: [many] * asked[2])

    page = lead.get(PAGE).text

    assert "12.345 mensen deden mee" in page
    assert ">67.890</td>" in page
    assert "12345" not in page
    assert lines(lead, "mensen")[1].endswith(";12345")


def test_the_page_asks_the_same_few_questions_however_many_came(
    lead: FlaskClient, queries: list[str]
) -> None:
    activity = make.activity(sessions=[NOW - timedelta(days=n) for n in range(100, 0, -1)])
    organisation = make.organisation()
    people = [make.person() for _ in range(100)]

    def came(people: Sequence[Person], sessions: Sequence[Session]) -> None:
        """Write that all of these people were at all of these sessions."""
        same = {"organisation_id": organisation.id, "source": Source.LIST, "recorded_at": NOW}
        rows = [
            {"session_id": session.id, "person_id": person.id, **same}
            for person in people
            for session in sessions
        ]
        db.session.execute(insert(Attendance), rows)

    came(people[:10], activity.sessions[:1])
    lead.get(PAGE)
    queries.clear()
    assert "10 mensen deden mee" in lead.get(PAGE).text
    few = len(queries)
    came(people[10:], activity.sessions[:1])
    came(people, activity.sessions[1:])
    queries.clear()

    assert "aan 100 bijeenkomsten" in lead.get(PAGE).text
    assert len(queries) == few <= 8


def test_figures_are_remembered_until_there_is_news(lead: FlaskClient, queries: list[str]) -> None:
    def renew() -> None:
        with transaction():
            actions.renew_edition()

    activity = scenes.meeting({make.organisation(): 3}, kind=Kind.TRAINING, title="Was zo")
    renew()
    lead.get(PAGE)
    lead.get(PAGE)
    queries.clear()

    lead.get(PAGE)
    assert not [asked for asked in queries if "FROM attendance" in asked]

    with transaction():
        activity.title, activity.updated_at = "Is nu zo", NOW + timedelta(days=1)
    assert "Is nu zo" in lead.get(PAGE).text

    for _ in range(2):
        make.attendance(session=activity.sessions[0])
    renew()
    assert "5 mensen deden mee" in lead.get(PAGE).text


def test_so_few_that_even_together_they_are_two_are_not_told(lead: FlaskClient) -> None:
    scenes.meeting({make.organisation(name="Praktijk"): 2})

    page = lead.get(PAGE).text

    assert "Minder dan drie mensen deden mee" in page
    assert "minder dan 3" in page
    assert "die staan hier niet." in page
    assert lines(lead, "mensen")[1].endswith(";< 3;< 3;< 3")
    assert lines(lead, "organisaties")[1:] == []


def test_a_case_table_is_told_by_its_day_only(lead: FlaskClient) -> None:
    for kind, title in ((Kind.CASUSTAFEL, "Het geheim"), (Kind.TRAINING, "Kijken naar spel")):
        activity = make.activity(kind=kind, title=title, starts_at=NOW)
        for _ in range(3):
            make.attendance(session=activity.sessions[0])

    page = lead.get(PAGE).text + "\n".join(lines(lead, "bijeenkomsten"))

    assert "Het geheim" not in page
    assert "15 januari 2027, Kijken naar spel" in page


def test_a_lead_sees_the_communities_they_lead(client: FlaskClient) -> None:
    ours, theirs = make.community(name="Ons netwerk"), make.community(name="Hun netwerk")
    scenes.meeting({make.organisation(name="Van ons"): 3}, community=ours)
    scenes.meeting({make.organisation(name="Van hen"): 3}, community=theirs)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    page = client.get(PAGE).text

    assert "Van ons" in page
    assert "Van hen" not in page
    assert "Hun netwerk" not in page
    assert "3 mensen deden mee" in page
    assert client.get(f"{PAGE}?netwerk={theirs.slug}").status_code == 422


def test_several_communities_stand_beside_each_other(lead: FlaskClient) -> None:
    for name in ("Noord", "Zuid"):
        scenes.meeting({make.organisation(): 3}, community=make.community(name=name))

    assert lines(lead, "netwerken")[1:] == ["Noord;3;3;1", "Zuid;3;3;1"]


def test_a_long_list_shows_its_beginning(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    for _ in range(2):
        scenes.meeting({make.organisation(): 3})

    assert "Toon alle 2" in lead.get(PAGE).text
    assert "Toon alle 2" not in lead.get(f"{PAGE}?alle=ja").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("", "Er is nog niemand als aanwezig"), ("?soort=training", "Binnen deze keuze was niemand")],
)
def test_without_anybody_the_page_says_what_to_do(
    lead: FlaskClient, query: str, sentence: str
) -> None:
    assert sentence in lead.get(PAGE + query).text


def test_what_is_not_there_gets_one_clear_sentence(lead: FlaskClient) -> None:
    scenes.trio()

    assert "morgen is geen datum" in lead.get(f"{PAGE}?van=morgen").text
    assert lead.get(f"{PAGE}.csv?tabel=feest").status_code == 404
    nobody = lead.get(f"{PAGE}.csv?soort=training")
    assert nobody.status_code == 422
    assert "er is niets om te bewaren" in nobody.text


def test_a_download_stands_in_the_trail(lead: FlaskClient) -> None:
    activity, _ = scenes.trio()

    lead.get(f"{PAGE}.xlsx?netwerk={activity.community.slug}")
    visitors.sign_in(lead, make.account(Role.ADMINISTRATOR))

    assert "Cijfers over deelname zijn gedownload" in lead.get("/beheer/logboek").text


def test_english(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(PAGE, headers={"Accept-Language": "en"}).text

    assert "9 people took part" in page
    assert "Q2 2027" in page
