"""What the pages say of more than chance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rok_events.network import asked
from rok_events.network.scopes import Compared
from tests.network import scenes
from tests.network.scenes import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from rok_events.network.insight import Insight
    from rok_events.network.rules import Filters


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the comparison with chance stand where a test wants it."""

    def compare(stand: Compared, *significant: bool) -> None:
        told = iter(significant)
        plain = asked.answer

        def answer(filters: Filters) -> Insight:
            found = plain(filters)
            ties = tuple(tie._replace(significant=next(told, None)) for tie in found.graph.ties)
            return replace(found, graph=replace(found.graph, ties=ties), compared=stand)

        monkeypatch.setattr(asked, "answer", answer)

    return compare


def test_a_comparison_that_goes_on_tells_how_far_it_is(
    lead: FlaskClient, compared: Callable[..., None]
) -> None:
    scenes.trio()
    compared(Compared.WORKING)

    page = lead.get(PAGE).text

    assert "We rekenen uit welke verbindingen meer zijn dan toeval: 0 %" in page
    assert "Alleen opvallend vaak" not in page


def test_too_little_to_compare_is_said(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(PAGE).text

    assert "Er zijn te weinig bijeenkomsten of organisaties om te zeggen wat meer" in page
    assert "data-progress" not in page


def test_what_is_more_than_chance_can_be_seen_alone(
    lead: FlaskClient, compared: Callable[..., None]
) -> None:
    scenes.trio()
    compared(Compared.KNOWN, True, False, False, True, False, False)  # noqa: FBT003 -- a tie each

    every, only = lead.get(PAGE).text, lead.get(f"{PAGE}?opvallend=ja").text

    assert "Een lijn die opvalt: vaker samen dan je door toeval mag verwachten." in every
    assert f'href="{PAGE}?opvallend=ja"' in every
    assert every.count('class="rok-tie ') == 3
    assert only.count('class="rok-tie ') == 1


@pytest.mark.parametrize(
    ("significant", "sentence"),
    [(True, "Dat is vaker dan je door toeval mag verwachten"), (False, "Dat kan toeval zijn")],
)
def test_a_pair_tells_how_it_compares(
    lead: FlaskClient, compared: Callable[..., None], sentence: str, *, significant: bool
) -> None:
    _, (one, other, _) = scenes.trio()
    compared(Compared.KNOWN, significant, False, False, significant, False, False)  # noqa: FBT003

    assert sentence in lead.get(f"{PAGE}/{one.id}/{other.id}").text
    assert ("Meer dan toeval" in lead.get(f"{PAGE}/verbindingen").text) is significant


def test_nothing_more_than_chance_is_said_too(
    lead: FlaskClient, compared: Callable[..., None]
) -> None:
    scenes.trio()
    compared(Compared.KNOWN, False, False, False)  # noqa: FBT003 -- a tie each

    page = lead.get(PAGE).text

    assert "Geen enkele verbinding komt vaker voor dan je door toeval mag verwachten" in page
    assert "Alleen opvallend vaak" not in page


def test_sectors_are_compared_with_what_chance_would_have(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(f"{PAGE}/matrix").text

    assert "Sector bij sector" in page
    assert "de E-I-index is 1,00" in page
