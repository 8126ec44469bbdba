"""The network by quarter, its figures, and how they changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.network import figure_words, pages
from tests import make
from tests.conftest import NOW
from tests.network import scenes
from tests.network.scenes import PAGE

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


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

    assert len(scenes.dots(page)) == 3
    assert len(set(re.findall(r"kwartaal=\d{4}-\d#", page))) <= 2


def test_figures_tell_how_they_changed(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    scenes.meeting(dict.fromkeys(organisations[:2], 3), starts_at=NOW)
    since = (NOW - timedelta(days=1)).date()

    page = lead.get(f"{PAGE}/cijfers?van={since}").text

    assert "in de periode ervoor" in page
    assert "100 % betekent" in page
    assert "Geen organisatie staat tussen de andere in" in page


def test_bridges_are_told_in_words(lead: FlaskClient) -> None:
    scenes.chain()

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
