"""Suggestions while somebody types the name of an organisation."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

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


def test_the_index_of_words_is_used() -> None:
    statements: list[tuple[str, Any]] = []
    engine = db.session.connection()

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    names("ijss")
    event.remove(engine, "before_cursor_execute", note)

    asked, given = next(pair for pair in statements if "organisation_word" in pair[0])
    if engine.dialect.name == "sqlite":
        plan = engine.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", given).all()
        index = "word>? AND word<?"
    else:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = engine.exec_driver_sql(f"EXPLAIN {asked}", given).all()
        index = "pk_organisation_word"
    assert index in "\n".join(str(row) for row in plan)
