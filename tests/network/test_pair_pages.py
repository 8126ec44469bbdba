"""The matrix, the pairs, and the page of one pair."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities.kinds import Kind
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes
from tests.network.scenes import PAGE

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_the_matrix_has_a_row_for_each_and_a_number_where_they_met(lead: FlaskClient) -> None:
    scenes.chain()

    page = lead.get(f"{PAGE}/matrix").text
    table = page.split('<table class="rok-matrix">')[1].split("</table>")[0]

    assert re.findall(r'<th scope="row">(Zorg .)', table) in (
        [f"Zorg {letter}" for letter in "ABCD"],
        [f"Zorg {letter}" for letter in "DCBA"],
    )
    assert len(re.findall(r'<td class="rok-shade--\d[^"]*">1<', table)) == 6


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
    scenes.chain()

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
