"""Quarter by quarter: what is drawn of each tie, also where several organisations are one sign."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rok_events.network import film
from rok_events.network.drawing import draw
from rok_events.network.timeline import Phase, Timeline
from tests.network.pictures import network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOT, NEW, LASTING, DORMANT = Phase


def quarters(count: int) -> tuple[date, ...]:
    """Return so many quarters from 2020 on."""
    return tuple(date(2020 + n // 4, n % 4 * 3 + 1, 1) for n in range(count))


def timeline(ties: Mapping[tuple[int, int], Sequence[int]]) -> Timeline:
    """Return ties with their phases as a timeline."""
    a, b = np.array([*ties]).reshape(-1, 2).T
    phases = np.array([*ties.values()])
    count = phases.shape[1]
    return Timeline(quarters(count), a, b, phases, (0,) * count)


def test_a_tie_keeps_its_phases() -> None:
    shots = film.film(timeline({(1, 2): [NEW, LASTING], (1, 3): [NOT, NEW]}), {})

    assert shots == {(1, 2): [NEW, LASTING], (1, 3): [NOT, NEW]}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (NOT, NOT, NOT),
        (NEW, NOT, NEW),
        (NEW, NEW, NEW),
        (NEW, LASTING, LASTING),
        (NEW, DORMANT, LASTING),
        (DORMANT, LASTING, LASTING),
        (DORMANT, NOT, DORMANT),
    ],
)
def test_several_ties_are_drawn_as_one(one: Phase, other: Phase, together: Phase) -> None:
    shots = film.film(timeline({(1, 2): [one], (1, 3): [other]}), {2: -2, 3: -2})

    assert shots == {(-2, 1): [together]}


def test_ties_within_a_folded_sector_are_gone() -> None:
    assert film.film(timeline({(2, 3): [NEW]}), {2: -2, 3: -2}) == {}


def test_an_organisation_joins_with_its_first_tie() -> None:
    shots = {(1, 2): [NOT, NEW], (2, 3): [NEW, LASTING], (4, 5): [NOT, NOT]}

    assert film.joined(shots) == {1: 1, 2: 0, 3: 0, 4: 2, 5: 2}


def test_quarters_side_by_side() -> None:
    picture = draw(network(12))
    first, second = picture.lines[0], picture.lines[1]
    shots = {
        (first.a, first.b): [NEW] + [LASTING] * 5,
        (second.a, second.b): [NOT] * 5 + [NEW],
    }

    found = film.multiples(picture, timeline(shots), shots)

    assert [panel.quarter for panel in found.panels] == [*quarters(6)]
    assert found.panels[0].paths == {"dormant": "", "lasting": "", "new": first.path}
    assert found.panels[5].paths == {"dormant": "", "lasting": first.path, "new": second.path}
    assert found.panels[0].dots.count("M") == 2
    assert found.panels[5].dots.count("M") == len({first.a, first.b, second.a, second.b})
    assert found.panels[4].x == 0
    assert found.panels[4].y > found.panels[3].y
    left, top, wide, tall = found.box
    assert found.panels[3].x + wide * found.scale == pytest.approx(picture.width, abs=1)
    assert found.height > found.panels[4].y + tall * found.scale
    there = [dot for dot in picture.dots if dot.organisation.id in {*shots}.union(*shots)]
    assert all(left < dot.x < left + wide and top < dot.y < top + tall for dot in there)
    assert tall < picture.floor


def test_only_the_last_quarters_fit() -> None:
    picture = draw(network(5))
    line = picture.lines[0]
    shots = {(line.a, line.b): [NEW] + [LASTING] * 20}

    panels = film.multiples(picture, timeline(shots), shots).panels

    assert len(panels) == film.MOST_PANELS
    assert panels[-1].quarter == quarters(21)[-1]
    assert panels[-1].counts.lasting == 1


def test_where_nobody_met_the_whole_picture_is_shown_empty() -> None:
    picture = draw(network(5))

    found = film.multiples(picture, timeline({(98, 99): [NEW]}), {})

    assert found.box == (0.0, 0.0, picture.width, picture.floor)
    assert found.panels[0].dots == ""
