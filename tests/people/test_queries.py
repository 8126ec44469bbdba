"""Suggestions while somebody types the name of an organisation."""

from __future__ import annotations

import pytest

from rok_events.db import db
from rok_events.people import actions, queries
from rok_events.people.rules import Standing
from tests import make


@pytest.fixture(autouse=True)
def _list(database: None) -> None:
    actions.add_organisation(
        "GGD IJsselland", aliases=["Jeugdgezondheid Deventer"], domains=["ggdijsselland.nl"]
    )
    actions.add_organisation("GGD regio Utrecht", domains=["ggdru.nl"])
    actions.add_organisation("IJsselheem")
    actions.add_organisation("Thuiszorg Zwolle")
    actions.add_organisation("Zorg 100%", domains=["zorg100.nl"])
    actions.add_organisation("Zorg_Aan_Huis")
    actions.add_organisation("Praktijk GGD", standing=Standing.PROPOSED)
    actions.add_organisation("Stichting De Kern")


@pytest.fixture
def statements(queries: list[str]) -> list[str]:
    return queries


def names(words: str, email: str = "", limit: int = 8) -> list[str]:
    return [organisation.name for organisation in queries.suggestions(words, email, limit)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("ggd", ["GGD IJsselland", "GGD regio Utrecht"], id="beginning"),
        pytest.param("ijss", ["IJsselheem", "GGD IJsselland"], id="whole name before later word"),
        pytest.param("utr GGD", ["GGD regio Utrecht"], id="words in any order"),
        pytest.param("jeugdg", ["GGD IJsselland"], id="alias"),
        pytest.param("de kern", ["Stichting De Kern"], id="without its legal form"),
        pytest.param("stichting de k", ["Stichting De Kern"], id="with its legal form"),
        pytest.param("ÍJSSELHÉEM", ["IJsselheem"], id="accents and capitals"),
        pytest.param("zorg", ["Zorg 100%", "Zorg_Aan_Huis", "Thuiszorg Zwolle"], id="part last"),
        pytest.param("ggd ijsel", ["GGD IJsselland"], id="slips"),
        pytest.param("jeugdgezonhd", ["GGD IJsselland"], id="a slip in an alias"),
        pytest.param("ijselheem stichting", ["IJsselheem"], id="a slip and a legal form"),
        pytest.param("%", [], id="a wildcard"),
        pytest.param("_", [], id="another wildcard"),
        pytest.param("xyz", [], id="unknown"),
        pytest.param("", [], id="nothing"),
        pytest.param("\x00\ud800\u202e", [], id="rubbish"),
    ],
)
def test_what_is_suggested(words: str, expected: list[str]) -> None:
    assert names(words) == expected


def test_the_domain_of_the_address_comes_first() -> None:
    assert names("", "noor@ggdru.nl") == ["GGD regio Utrecht"]
    assert names("ggd", "noor@mail.ggdru.nl") == ["GGD regio Utrecht", "GGD IJsselland"]
    assert names("ijss", "noor@ggdru.nl")[0] == "GGD regio Utrecht"
    assert names("", "noor@gmail.com") == []
    assert names("", "ggdru.nl") == []


def test_no_more_than_asked_for() -> None:
    assert len(names("zorg", limit=2)) == 2


def test_wildcards_in_a_name_without_letters_match_only_themselves() -> None:
    make.organisation(name="%٪%")

    assert names("%٪") == ["%٪%"]
    assert names("٪") == ["%٪%"]
    assert names("_٪") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("GGD Ijseland", ["GGD IJsselland"], id="slips"),
        pytest.param("Utrecht, GGD", ["GGD regio Utrecht"], id="another order"),
        pytest.param("De Kern Deventer", ["Stichting De Kern"], id="more than the name"),
        pytest.param("Jeugd gezondheid Deventer", [], id="too far"),
        pytest.param("GGD Twente", [], id="another of the kind"),
        pytest.param("\n", [], id="nothing"),
    ],
)
def test_what_an_unknown_name_may_be_meant_for(name: str, expected: list[str]) -> None:
    assert [one.name for one in queries.lookalikes(name)] == expected


def test_the_list_is_read_once_until_it_changes(statements: list[str]) -> None:
    names("ggd")
    statements.clear()
    names("ggd")
    asked_again = len(statements)
    organisation = actions.add_organisation("GGD Twente")
    found = names("ggd twen")
    organisation.name, organisation.key = "GGD Salland", "ggd salland"
    db.session.flush()

    assert asked_again == 1
    assert found == ["GGD Twente"]
    assert names("ggd sall") == ["GGD Salland"]
    assert names("ggd twente") == []


def test_names_that_were_typed_leave_the_list_alone(statements: list[str]) -> None:
    names("ggd")
    actions.add_organisation("Praktijk Maan", standing=Standing.PROPOSED)
    statements.clear()

    assert names("maan") == []
    assert len(statements) == 1
