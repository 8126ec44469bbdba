"""The leads' start page: one figure or small picture for each page of insight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import make
from tests.network import scenes

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGE = "/inzicht"


def words(client: FlaskClient) -> str:
    """Return the page without its line breaks and tags around figures."""
    return " ".join(client.get(PAGE).text.split())


def test_every_page_of_insight_is_one_tap_away(lead: FlaskClient) -> None:
    scenes.trio()

    page = words(lead)

    for there in ("netwerk", "deelname", "ontmoeten", "vergelijken", "rapport"):
        assert f'href="/inzicht/{there}"' in page
    assert "3 organisaties waren samen aanwezig. 3 verbindingen." in page
    assert ">9</span> <span" in page, "people who took part"
    assert 'class="rok-sketch"' in page


def test_the_same_organisations_were_together_as_on_the_page_of_the_network(
    lead: FlaskClient,
) -> None:
    _, organisations = scenes.trio()
    scenes.meeting({organisations[0]: 1, **{make.organisation(): 1 for _ in range(3)}})
    make.registration(organisation=make.organisation())
    sentence = "6 organisaties waren samen aanwezig."

    assert sentence in words(lead)
    assert sentence in lead.get("/inzicht/netwerk").text


def test_a_network_of_one_month_names_that_month_once(lead: FlaskClient) -> None:
    scenes.trio()

    page = words(lead)

    assert '<p class="rok-small">april 2027</p>' in page
    assert "april 2027 tot en met" not in page


def test_of_one_network_the_pairs_that_should_meet_are_counted(lead: FlaskClient) -> None:
    community = make.community()
    ggd, one, other = (make.organisation(sector=sector) for sector in ("jgz", "ggz", "onderwijs"))
    scenes.meeting({ggd: 3, one: 3}, community=community)
    scenes.meeting({ggd: 3, other: 3}, community=community)

    assert '>1</span> <span class="rok-tile__label">paar dat elkaar' in words(lead)

    make.community()
    assert "per netwerk" in words(lead)


def test_before_anybody_came_the_page_says_what_will_come(lead: FlaskClient) -> None:
    make.community()

    page = words(lead)

    assert "Zodra een organisator mensen aanvinkt" in page
    assert 'class="rok-sketch"' not in page
