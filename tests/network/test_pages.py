"""What of the network is in sight: one organisation, what a search finds, sectors folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.network import sight
from tests import make
from tests.network import scenes
from tests.network.scenes import PAGE

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_one_organisation_and_its_partners(lead: FlaskClient) -> None:
    first, *_ = scenes.chain()

    page = lead.get(f"{PAGE}?organisatie={first.id}").text

    assert sorted(scenes.dots(page)) == ["Zorg A", "Zorg B"]
    assert "Zorg A was samen aanwezig met 1 organisatie." in page
    assert "Toon iedereen" in page
    assert f'href="/inzicht/organisaties/{first.slug}"' in page


def test_one_session_and_one_plenary_say_what_to_do(lead: FlaskClient) -> None:
    organisations = [make.organisation() for _ in range(4)]
    scenes.meeting(dict.fromkeys(organisations, 3))
    assert "Dit is allemaal één bijeenkomst" in lead.get(PAGE).text

    scenes.meeting(dict.fromkeys(organisations, 3))
    assert "Iedereen was met iedereen samen" in lead.get(PAGE).text


def test_a_search_finds_the_only_one_and_asks_between_several(lead: FlaskClient) -> None:
    scenes.chain()

    assert sorted(scenes.dots(lead.get(f"{PAGE}?zoek=zorg+c").text)) == [
        "Zorg B",
        "Zorg C",
        "Zorg D",
    ]
    several = lead.get(f"{PAGE}?zoek=zorg").text
    assert "Welke bedoel je?" in several
    assert len(scenes.dots(several)) == 4
    assert "Geen organisatie in dit beeld heet “bakker”." in lead.get(f"{PAGE}?zoek=bakker").text


@pytest.mark.parametrize("query", ["organisatie=999999", "organisatie=x"])
def test_an_organisation_that_is_not_there(lead: FlaskClient, query: str) -> None:
    scenes.chain()

    answer = lead.get(f"{PAGE}?{query}")

    assert answer.status_code == 422
    assert "Die organisatie staat niet in dit beeld." in answer.text
    assert f'href="{PAGE}"' in answer.text


def test_a_large_network_is_folded_by_sector_and_unfolds(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    folding = sight.fold
    monkeypatch.setattr(sight, "fold", lambda *given, **named: folding(*given, **named, most=2))
    scenes.chain()

    folded, unfolded = (lead.get(PAGE + query).text for query in ("", "?uitklappen=welzijn"))

    assert "Een teken met een stippelrand staat voor" in folded
    assert "3 × welzijn" in scenes.dots(folded)  # noqa: RUF001 -- times
    assert f'href="{PAGE}?uitklappen=welzijn#beeld"' in folded
    assert "Weer samennemen" in unfolded
