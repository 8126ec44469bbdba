"""Where there is nothing to draw, or a choice makes no sense, the page says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from tests import make, visitors
from tests.network import scenes
from tests.network.scenes import PAGE

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def nobody() -> None:
    """Leave the network empty."""


def only_parents() -> None:
    make.attendance()


def one_organisation() -> None:
    scenes.meeting({make.organisation(): 3})


def two_apart() -> None:
    scenes.meeting({make.organisation(): 3})
    scenes.meeting({make.organisation(): 3})


@pytest.mark.parametrize(
    ("arrange", "query", "sentence"),
    [
        (nobody, "", "Er is nog niemand als aanwezig aangevinkt"),
        (nobody, "?soort=training", "Binnen deze keuze was niemand aanwezig"),
        (only_parents, "", "Iedereen deed mee zonder organisatie"),
        (one_organisation, "", "Er was maar één organisatie"),
        (two_apart, "", "Er zaten nog geen twee organisaties in één groep"),
        (scenes.trio, "?minstens=99", "Deze keuze laat geen verbindingen over"),
        (scenes.trio, "?sector=ggz", "Deze keuze laat geen verbindingen over"),
        (scenes.trio, "?sector=bestaat+niet", "Deze keuze laat geen verbindingen over"),
    ],
)
def test_where_there_is_nothing_to_draw_the_page_says_what_to_do(
    lead: FlaskClient, arrange: object, query: str, sentence: str
) -> None:
    assert callable(arrange)
    arrange()

    answer = lead.get(PAGE + query)

    assert answer.status_code == 200
    assert sentence in answer.text
    assert 'class="rok-graph"' not in answer.text


def test_who_may_import_is_told_where(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))

    assert "/beheer/invoer" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("van=2025-01-01&tot=2024-01-01", "De periode eindigt op 1 januari 2024"),
        ("van=morgen", "morgen is geen datum zoals 2026-01-31."),
        ("soort=feest", "feest is niet een van werkconferentie, training, casustafel."),
        ("netwerk=nergens", "naam nergens. Kies een ander netwerk."),
    ],
)
def test_what_makes_no_sense_gets_one_clear_sentence(
    lead: FlaskClient, query: str, sentence: str
) -> None:
    page, file = lead.get(f"{PAGE}?{query}"), lead.get(f"{PAGE}.json?{query}")

    assert page.status_code == file.status_code == 422
    assert sentence in page.text
    assert sentence in file.text
