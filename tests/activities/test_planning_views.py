"""The organisers' list and the page of one activity."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities import queries as activity_queries
from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind, State
from rok_events.core import clock
from rok_events.db import db
from rok_events.work import tasks
from tests import make
from tests.make import SPRING
from tests.visitors import sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community

WEEK = timedelta(days=7)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def test_the_list_shows_what_is_coming_and_drafts(client: FlaskClient, rok: Community) -> None:
    make.activity(community=rok, title="Straks", taken=4, waiting=2)
    make.activity(community=rok, title="Ooit", state=State.DRAFT, sessions=[SPRING, SPRING + WEEK])
    make.activity(community=rok, title="Geweest", starts_at=make.LONG_AGO - WEEK)
    make.activity(community=rok, title="Ging niet", state=State.CANCELLED)
    make.activity(title="Van anderen")

    words = page(client, "/beheer/activiteiten")

    for seen in ("Straks", "4 van 10 plaatsen, 2 wachten", "Ooit", "Concept", "2 bijeenkomsten"):
        assert seen in words
    for hidden in ("Geweest", "Ging niet", "Van anderen"):
        assert hidden not in words
    assert "Nieuwe activiteit" in words


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        pytest.param("staat=concept", {"Ooit"}, id="drafts"),
        pytest.param("staat=voorbij", {"Geweest"}, id="past"),
        pytest.param("staat=afgelast", {"Ging niet"}, id="cancelled"),
        pytest.param("staat=alles", {"Straks", "Ooit", "Geweest", "Ging niet"}, id="all"),
        pytest.param("staat=alles&jaar=2027", {"Straks", "Ooit", "Ging niet"}, id="year"),
        pytest.param("staat=alles&jaar=2020", set(), id="another year"),
        pytest.param("staat=alles&q=straks", {"Straks"}, id="words"),
        pytest.param("staat=x&jaar=x&page=x", {"Straks", "Ooit"}, id="nonsense"),
        pytest.param("staat=alles&reeks=rij", {"Straks"}, id="row"),
        pytest.param("staat=alles&page=9", {"Straks", "Ooit", "Geweest", "Ging niet"}, id="far"),
    ],
)
def test_the_list_is_searched_and_filtered(
    client: FlaskClient, rok: Community, query: str, seen: set[str]
) -> None:
    titles = {"Straks", "Ooit", "Geweest", "Ging niet"}
    make.activity(community=rok, title="Straks", words="straks", series="rij")
    make.activity(community=rok, title="Ooit", state=State.DRAFT)
    make.activity(community=rok, title="Geweest", starts_at=make.LONG_AGO - WEEK)
    make.activity(community=rok, title="Ging niet", state=State.CANCELLED)

    words = page(client, f"/beheer/activiteiten?{query}")

    assert {title for title in titles if title in words} == seen


def test_an_empty_list_says_what_to_do(client: FlaskClient, rok: Community) -> None:
    assert "Plan de eerste activiteit" in page(client, "/beheer/activiteiten")
    assert "Geen activiteit gevonden" in page(client, "/beheer/activiteiten?q=zebra")


def test_the_page_of_an_activity_tells_how_it_stands(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, sessions=[SPRING, SPRING + WEEK], taken=3)
    make.activity(community=rok, title="Ander")
    made.questions = [Question(position=1, kind=QuestionKind.TEXT, label="Dieet?")]
    made.tell_at = clock.now() + timedelta(minutes=5)
    db.session.commit()

    words = page(client, f"/beheer/activiteiten/{made.id}")

    for seen in (
        "Deelnemers krijgen om 11.05 bericht van de wijziging",
        "Nu vertellen",
        "Op hetzelfde moment",
        "het is op dezelfde plek, het is van hetzelfde netwerk",
        "3 van 10 plaatsen",
        "Verplaatsen",
        "Bijeenkomst afgelasten",
        "Dieet?",
        "Bekijk als deelnemer",
        "Activiteit afgelasten",
    ):
        assert seen in words
    assert "Publiceren" not in words


def test_a_draft_is_published_by_a_press(client: FlaskClient, rok: Community) -> None:
    draft = make.activity(community=rok, state=State.DRAFT)
    assert "Publiceren" in page(client, f"/beheer/activiteiten/{draft.id}")

    answer = client.post(f"/beheer/activiteiten/{draft.id}/publiceren", follow_redirects=True)

    assert "Gepubliceerd. Iedereen kan" in answer.text
    assert activity_queries.get(draft.id).state is State.PUBLISHED


def test_a_row_is_published_from_here_on(client: FlaskClient, rok: Community) -> None:
    row = [
        make.activity(community=rok, state=State.DRAFT, series="rij", starts_at=SPRING + n * WEEK)
        for n in range(3)
    ]

    client.post(f"/beheer/activiteiten/{row[1].id}/publiceren", data={"following": "1"})

    assert [one.state.value for one in row] == ["draft", "published", "published"]


def test_a_whole_row_is_published_from_its_list(client: FlaskClient, rok: Community) -> None:
    row = [
        make.activity(community=rok, state=State.DRAFT, series="rij", starts_at=SPRING + n * WEEK)
        for n in range(2)
    ]
    page = "/beheer/activiteiten?reeks=rij&staat=alles"

    assert f"/beheer/activiteiten/{row[0].id}/publiceren" in client.get(page).text
    answer = client.post(f"/beheer/activiteiten/{row[0].id}/publiceren", data={"following": "1"})

    assert answer.location == page
    assert "publiceren" not in client.get(page).text


def test_telling_now_empties_the_notice(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok)
    made.tell_at = clock.now() + timedelta(minutes=5)
    db.session.commit()

    answer = client.post(f"/beheer/activiteiten/{made.id}/vertellen", follow_redirects=True)

    assert "krijgen een mail" in answer.text
    assert activity_queries.get(made.id).tell_at is None


def test_cancelling_needs_a_reason(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok)
    address = f"/beheer/activiteiten/{made.id}/afgelasten"
    assert "Waarom gaat het niet door?" in page(client, address)

    assert client.post(address, data={"reason": " "}).status_code == 422
    answer = client.post(address, data={"reason": "De zaal is dicht."}, follow_redirects=True)

    assert "De zaal is dicht." in answer.text
    assert activity_queries.get(made.id).state is State.CANCELLED
    assert client.get(address).status_code == 409


def test_what_many_hear_of_is_left_to_the_worker(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, taken=15, waiting=6)
    made.tell_at = clock.now() + timedelta(minutes=5)
    db.session.commit()
    address = f"/beheer/activiteiten/{made.id}"

    telling = client.post(f"{address}/vertellen")
    before = activity_queries.get(made.id).tell_at
    db.session.rollback()
    tasks.do()
    after = activity_queries.get(made.id).tell_at
    db.session.rollback()
    calling_off = client.post(f"{address}/afgelasten", data={"reason": "De zaal is dicht."})
    standing = activity_queries.get(made.id).state
    db.session.rollback()
    tasks.do()

    assert (before is None, after is None, standing) == (False, True, State.PUBLISHED)
    assert activity_queries.get(made.id).state is State.CANCELLED
    assert "krijgen een mail" in page(client, telling.location)
    assert "krijgt een mail met jouw uitleg" in page(client, calling_off.location)
    assert client.post(f"{address}/afgelasten", data={"reason": "Nog eens."}).status_code == 409


def test_a_copy_is_a_draft_of_its_own(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, title="Voorjaar", taken=5)
    address = f"/beheer/activiteiten/{made.id}/kopie"
    assert 'value="Voorjaar"' in page(client, address)

    assert client.post(address, data={"title": "Najaar"}).status_code == 422
    data = {"title": "Najaar", "first_day": "2027-10-07"}
    answer = client.post(address, data=data, follow_redirects=True)

    assert "Dit is de kopie" in answer.text
    assert "7 oktober 2027" in answer.text


def test_a_draft_is_deleted_after_a_question(client: FlaskClient, rok: Community) -> None:
    draft = make.activity(community=rok, title="Weg ermee", state=State.DRAFT)
    address = f"/beheer/activiteiten/{draft.id}/verwijderen"
    assert "Dit concept verwijderen?" in page(client, address)

    answer = client.post(address, follow_redirects=True)

    assert "Het concept “Weg ermee” is verwijderd." in answer.text
    known = make.activity(community=rok)
    assert client.get(f"/beheer/activiteiten/{known.id}/verwijderen").status_code == 409


def test_after_a_date_of_a_row_was_deleted_the_row_is_shown(
    client: FlaskClient, rok: Community
) -> None:
    draft = make.activity(community=rok, state=State.DRAFT, series="rij")

    answer = client.post(f"/beheer/activiteiten/{draft.id}/verwijderen")

    assert answer.location == "/beheer/activiteiten?reeks=rij&staat=alles"


def test_a_host_looks_but_changes_nothing(client: FlaskClient) -> None:
    made = make.activity()
    sign_in(client, make.account(Role.ORGANISER, in_=make.community()))

    assert client.get(f"/beheer/activiteiten/{made.id}").status_code == 403
    assert client.post(f"/beheer/activiteiten/{made.id}/publiceren").status_code == 403


def test_the_number_of_queries_does_not_grow(
    client: FlaskClient, rok: Community, queries: list[str]
) -> None:
    counts: list[tuple[int, int]] = []
    first = make.activity(community=rok)
    for number in range(60):
        make.activity(community=rok, starts_at=SPRING + number * WEEK)
        if number in {1, 59}:
            queries.clear()
            client.get("/beheer/activiteiten?staat=alles")
            listed = len(queries)
            client.get(f"/beheer/activiteiten/{first.id}")
            counts.append((listed, len(queries) - listed))

    assert counts[0] == counts[1]
    assert counts[0] <= (8, 9)
