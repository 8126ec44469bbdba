"""The pages about the network: what is in sight, matrix, pairs, quarters and figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities.kinds import Kind
from rok_events.network import asked, figure_words, pages, sight
from rok_events.network.scopes import Compared
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.network.insight import Insight
    from rok_events.network.rules import Filters
    from rok_events.people.models import Organisation

PAGE = "/inzicht/netwerk"
DOT = re.compile(r'<a class="rok-dot[^>]* aria-label="([^":]*)')


@pytest.fixture
def lead(client: FlaskClient) -> FlaskClient:
    """A browser in which a lead of every community has signed in."""
    visitors.sign_in(client, make.account(Role.LEAD))
    return client


def chain() -> list[Organisation]:
    """Make four organisations of which only neighbours met."""
    found = [make.organisation(name=f"Zorg {letter}", sector="welzijn") for letter in "ABCD"]
    for one, other in pairwise(found):
        scenes.meeting({one: 3, other: 3})
    return found


def dots(page: str) -> list[str]:
    """Return the names of the signs in a picture."""
    return DOT.findall(page)


def test_one_organisation_and_its_partners(lead: FlaskClient) -> None:
    first, *_ = chain()

    page = lead.get(f"{PAGE}?organisatie={first.id}").text

    assert sorted(dots(page)) == ["Zorg A", "Zorg B"]
    assert "Zorg A was samen aanwezig met 1 organisatie." in page
    assert "Toon iedereen" in page
    assert f'href="/inzicht/organisaties/{first.slug}"' in page


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

    assert "Een donkere lijn: vaker samen dan je door toeval mag verwachten." in every
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


def test_one_session_and_one_plenary_say_what_to_do(lead: FlaskClient) -> None:
    organisations = [make.organisation() for _ in range(4)]
    scenes.meeting(dict.fromkeys(organisations, 3))
    assert "Dit is allemaal één bijeenkomst" in lead.get(PAGE).text

    scenes.meeting(dict.fromkeys(organisations, 3))
    assert "Iedereen was met iedereen samen" in lead.get(PAGE).text


def test_a_search_finds_the_only_one_and_asks_between_several(lead: FlaskClient) -> None:
    chain()

    assert sorted(dots(lead.get(f"{PAGE}?zoek=zorg+c").text)) == ["Zorg B", "Zorg C", "Zorg D"]
    several = lead.get(f"{PAGE}?zoek=zorg").text
    assert "Welke bedoel je?" in several
    assert len(dots(several)) == 4
    assert "Geen organisatie in dit beeld heet “bakker”." in lead.get(f"{PAGE}?zoek=bakker").text


@pytest.mark.parametrize("query", ["organisatie=999999", "organisatie=x"])
def test_an_organisation_that_is_not_there(lead: FlaskClient, query: str) -> None:
    chain()

    answer = lead.get(f"{PAGE}?{query}")

    assert answer.status_code == 422
    assert "Die organisatie staat niet in dit beeld." in answer.text
    assert f'href="{PAGE}"' in answer.text


def test_a_large_network_is_folded_by_sector_and_unfolds(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    folding = sight.fold
    monkeypatch.setattr(sight, "fold", lambda *given, **named: folding(*given, **named, most=2))
    chain()

    folded, unfolded = (lead.get(PAGE + query).text for query in ("", "?uitklappen=welzijn"))

    assert "Een teken met een stippelrand staat voor" in folded
    assert "3 × welzijn" in dots(folded)  # noqa: RUF001 -- times
    assert f'href="{PAGE}?uitklappen=welzijn#beeld"' in folded
    assert "Weer samennemen" in unfolded


def test_the_matrix_has_a_row_for_each_and_a_number_where_they_met(lead: FlaskClient) -> None:
    chain()

    page = lead.get(f"{PAGE}/matrix").text
    table = page.split('<table class="rok-matrix">')[1].split("</table>")[0]

    assert re.findall(r'<th scope="row">(Zorg .)', table) in (
        [f"Zorg {letter}" for letter in "ABCD"],
        [f"Zorg {letter}" for letter in "DCBA"],
    )
    assert len(re.findall(r'<td class="rok-shade--\d[^"]*">1<', table)) == 6


def test_sectors_are_compared_with_what_chance_would_have(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(f"{PAGE}/matrix").text

    assert "Sector bij sector" in page
    assert "de E-I-index is 1,00" in page


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("namen", "Zorg A – Zorg B"),  # noqa: RUF001 -- a dash
        ("-namen", "Zorg C – Zorg D"),  # noqa: RUF001 -- a dash
        ("-eerst", "Zorg A – Zorg B"),  # noqa: RUF001 -- a dash
        ("onzin", "Zorg A – Zorg B"),  # noqa: RUF001 -- a dash
    ],
)
def test_pairs_in_another_order(lead: FlaskClient, order: str, first: str) -> None:
    chain()

    page = lead.get(f"{PAGE}/verbindingen?volgorde={order}").text

    assert re.findall(r"Zorg . – Zorg .", page)[0] == first  # noqa: RUF001 -- a dash


def test_a_pair_lists_its_sessions_without_persons_and_cases(lead: FlaskClient) -> None:
    _, (one, other, _) = scenes.trio()
    scenes.meeting({one: 3, other: 3}, kind=Kind.CASUSTAFEL, title="Wat nu met Sem?")
    after = NOW + timedelta(days=900)
    talk = scenes.meeting(
        {one: 3, other: 3}, kind=Kind.TRAINING, title="Leren luisteren", starts_at=after
    )

    page = lead.get(f"{PAGE}/{one.id}/{other.id}").text

    assert "3 bijeenkomsten samen; 27 paren van mensen" in page
    assert "Leren luisteren" in page
    assert "Sem" not in page
    assert page.index(talk.title) < page.index("waar een casustafel over ging, blijft daar")


def test_a_pair_within_a_choice(lead: FlaskClient) -> None:
    _, (one, other, _) = scenes.trio()
    scenes.meeting({one: 3, other: 3}, kind=Kind.TRAINING, title="Leren luisteren")

    page = lead.get(f"{PAGE}/{one.id}/{other.id}?soort=training&groepen=tafels").text

    assert "1 bijeenkomst samen; 9 paren van mensen" in page
    assert page.count('<th scope="row">') == 1


def test_a_pair_that_may_not_be_named_has_no_page(client: FlaskClient) -> None:
    ours, theirs = make.community(), make.community()
    one, other, small = (make.organisation() for _ in range(3))
    scenes.meeting({one: 3, other: 3, small: 1}, community=ours)
    far = [make.organisation() for _ in range(2)]
    scenes.meeting(dict.fromkeys(far, 3), community=theirs)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    assert client.get(f"{PAGE}/{one.id}/{other.id}").status_code == 200
    for a, b in ((one.id, small.id), (0, one.id), (far[0].id, far[1].id), (other.id, one.id)):
        assert client.get(f"{PAGE}/{a}/{b}").status_code == 404


def test_quarters_tell_what_is_new_lasts_and_sleeps(lead: FlaskClient) -> None:
    one, other = make.organisation(), make.organisation()
    for days in (0, 100, 600):
        scenes.meeting({one: 3, other: 3}, starts_at=NOW - timedelta(days=days))

    page = lead.get(f"{PAGE}/door-de-tijd").text

    phases = re.findall(r'data-phases="(\d+)"', page)[0]
    assert phases[0] == "1"
    assert phases[-1] == "2"
    assert "3" in phases
    assert 'class="rok-multiples"' in page


def test_a_quarter_has_an_address(lead: FlaskClient) -> None:
    one, other = make.organisation(), make.organisation()
    scenes.meeting({one: 3, other: 3}, starts_at=NOW - timedelta(days=200))
    scenes.meeting({one: 3, other: 3}, starts_at=NOW)
    page = lead.get(f"{PAGE}/door-de-tijd").text
    quarters = re.findall(r"kwartaal=(\d{4}-\d)#", page)

    first = lead.get(f"{PAGE}/door-de-tijd?kwartaal={quarters[0]}").text

    assert "rok-phase--new" in first.split("data-graph")[1]
    assert "1 nieuwe verbinding, 0 blijvend, 0 slapend" in first
    wrong = lead.get(f"{PAGE}/door-de-tijd?kwartaal=1999-1")
    assert wrong.status_code == 422
    assert "1999-1 is geen kwartaal van deze periode" in wrong.text


def test_a_period_shows_only_its_quarters_on_the_same_places(lead: FlaskClient) -> None:
    one, other, third = (make.organisation() for _ in range(3))
    scenes.meeting({one: 3, other: 3}, starts_at=NOW - timedelta(days=500))
    scenes.meeting({one: 3, third: 3}, starts_at=NOW)
    since = (NOW - timedelta(days=30)).date()

    page = lead.get(f"{PAGE}/door-de-tijd?van={since}").text

    assert len(dots(page)) == 3
    assert len(re.findall(r"kwartaal=\d{4}-\d#", page)) <= 2


def test_figures_tell_how_they_changed(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    scenes.meeting(dict.fromkeys(organisations[:2], 3), starts_at=NOW)
    since = (NOW - timedelta(days=1)).date()

    page = lead.get(f"{PAGE}/cijfers?van={since}").text

    assert "in de periode ervoor" in page
    assert "100 % betekent" in page
    assert "Geen organisatie staat tussen de andere in" in page


def test_bridges_are_told_in_words(lead: FlaskClient) -> None:
    chain()

    page = lead.get(f"{PAGE}/cijfers").text

    assert "van de kortste wegen tussen anderen loopt erdoorheen; zonder deze raakt" in page
    assert "Kies een periode" in page


@pytest.mark.parametrize(
    ("value", "before", "form", "said"),
    [
        (3, None, figure_words.Form.COUNT, ""),
        (None, 3, figure_words.Form.COUNT, ""),
        (3, 3, figure_words.Form.COUNT, "hetzelfde als in de periode ervoor"),
        (0.501, 0.502, figure_words.Form.INDEX, "hetzelfde als in de periode ervoor"),
        (5, 3, figure_words.Form.COUNT, "+2; het was 3 in de periode ervoor"),
        (1.5, 2, figure_words.Form.NUMBER, "−0,5; het was 2,0 in de periode ervoor"),  # noqa: RUF001
        (0.5, 0.25, figure_words.Form.SHARE, "25 % in de periode ervoor"),
    ],
)
def test_a_change_in_words(
    app: Flask, value: float | None, before: float | None, form: figure_words.Form, said: str
) -> None:
    meaning = figure_words.Meaning("x", "x", form)

    with app.test_request_context():
        assert pages.changed(figure_words.Figure("x", meaning, value, before)) == said
