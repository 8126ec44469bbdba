"""The agenda of all networks, as people see it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.activities import actions
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Setting, State
from rok_events.core import clock
from rok_events.db import db
from tests import make
from tests.activities.reading import seen
from tests.make import SPRING

if TYPE_CHECKING:
    from flask.testing import FlaskClient

DAY = timedelta(days=1)


def test_the_agenda_tells_what_is_coming_by_month(client: FlaskClient) -> None:
    rok = make.community(name="ROK Deventer")
    make.activity(title="Casus A", community=rok, starts_at=SPRING, taken=8, capacity=10)
    make.activity(title="Dag B", community=rok, starts_at=SPRING + 40 * DAY)

    words = seen(client.get("/").text)

    assert re.search(
        r"April 2027 1 apr Casustafel ROK Deventer Casus A donderdag 13\.30 - 15\.30 uur "
        r"Het Wijkhuis nog 2 plaatsen Mei 2027 11 mei",
        words,
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"capacity": 10, "taken": 9}, "nog 1 plaats", id="last place"),
        pytest.param({"capacity": 50, "taken": 9}, "nog plaats", id="plenty"),
        pytest.param({"capacity": 10, "taken": 10}, "vol", id="full"),
        pytest.param({"capacity": 9, "taken": 9, "waiting": 4}, "vol, wachtlijst 4", id="waiting"),
        pytest.param({"closes_at": make.LONG_AGO}, "aanmelden gesloten", id="closed"),
        pytest.param({"by_invitation": True}, "Het Wijkhuis op uitnodiging", id="by invitation"),
        pytest.param({"state": State.CANCELLED}, "gaat niet door", id="cancelled"),
        pytest.param({"setting": Setting.ONLINE}, "online", id="online"),
        pytest.param({"setting": Setting.HYBRID}, "Het Wijkhuis en online", id="hybrid"),
        pytest.param(
            {"sessions": [SPRING, SPRING + 7 * DAY]},
            "donderdag 13.30 uur, 2 keer t/m 8 april 2027",
            id="many sessions",
        ),
    ],
)
def test_a_card_says_what_one_must_know(
    client: FlaskClient, given: dict[str, Any], words: str
) -> None:
    make.activity(**given)

    assert words in seen(client.get("/").text)


def test_places_on_the_agenda_are_never_old(client: FlaskClient) -> None:
    made = make.activity(capacity=10, taken=8)
    assert "nog 2 plaatsen" in client.get("/").text

    actions.count_places(made, taken=10, waiting=1)
    db.session.commit()

    assert "vol, wachtlijst 1" in client.get("/").text


def test_filters_stand_in_the_address(client: FlaskClient) -> None:
    rok = make.community(slug="rok", name="ROK")
    make.activity(title="Van ons", community=rok, kind=Kind.TRAINING)
    make.activity(title="Van hen")

    for address in (
        "/?netwerk=rok",
        "/?soort=training",
        "/?netwerk=rok&soort=training&wanneer=komend",
    ):
        words = seen(client.get(address).text)
        assert "Van ons" in words
        assert "Van hen" not in words
        assert "1 activiteit gevonden" in words


def test_what_has_begun_stands_under_its_own_heading(client: FlaskClient) -> None:
    make.activity(title="Traject", sessions=[clock.now() - DAY, clock.now() + DAY])

    assert re.search(r"Al begonnen .*Traject .*aanmelden gesloten", seen(client.get("/").text))


def test_past_activities_are_a_link_away(client: FlaskClient) -> None:
    make.activity(title="Toen", starts_at=clock.now() - 40 * DAY)

    assert "Toen" not in client.get("/").text
    words = seen(client.get("/?wanneer=voorbij").text)
    assert re.search(r"December 2026 .*Toen .*geweest", words)


@pytest.mark.parametrize(
    "address",
    ["/?soort=x", "/?netwerk=x", "/?wanneer=x", "/?page=x", "/?page=0", "/?q=" + "x" * 999],
)
def test_a_wrong_filter_gets_one_sentence_and_the_page_is_still_there(
    client: FlaskClient, address: str
) -> None:
    make.activity(title="Casus", words="x" * 100)

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.text.count("utrecht-alert--warning") == 1
    assert "Casus" in answer.text


def test_empty_agendas_say_what_will_come_and_what_to_do(client: FlaskClient) -> None:
    assert "Er is nu niets gepland" in client.get("/").text
    assert "Er is nog niets geweest" in client.get("/?wanneer=voorbij").text
    answer = client.get("/?q=zebra")
    assert "Niets gevonden" in answer.text
    assert "Toon de hele agenda" in answer.text


def test_a_search_is_kept_in_the_box_and_harmless(client: FlaskClient) -> None:
    page = client.get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_number_of_queries_does_not_grow(client: FlaskClient, queries: list[str]) -> None:
    rok = make.community(slug="rok")
    counts: dict[str, list[int]] = {}
    for number in range(100):
        make.activity(community=rok, slug=f"a-{number}", starts_at=SPRING + number * DAY)
        if number in {9, 99}:
            for address in ("/", "/netwerken/rok", "/netwerken", "/activiteiten/a-1", "/?q=casus"):
                db.session.expunge_all()
                queries.clear()
                client.get(address)
                counts.setdefault(address, []).append(len(queries))
            rok = make.community()

    assert {address: (few == many, many <= 6) for address, (few, many) in counts.items()} == (
        dict.fromkeys(counts, (True, True))
    )


def test_a_page_is_sent_once_while_it_stays_the_same(client: FlaskClient) -> None:
    made = make.activity(capacity=10, taken=3)
    for address in ("/", f"/activiteiten/{made.slug}", "/netwerken"):
        first = client.get(address)

        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (304, b"")
        assert {"Cookie", "Accept-Language"} <= set(first.vary)
        assert first.headers["Cache-Control"] == "private, no-cache"

    tag = client.get("/").headers["ETag"]
    actions.count_places(made, taken=9, waiting=0)
    db.session.commit()
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_the_agenda_speaks_english(client: FlaskClient) -> None:
    make.activity(kind=Kind.WERKCONFERENTIE, capacity=4, taken=1)

    words = seen(client.get("/", headers={"Accept-Language": "en"}).text)

    assert "Working conference" in words
    assert "3 places left" in words
    assert "Thursday 13:30 - 15:30" in words
