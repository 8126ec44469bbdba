"""Names beside their dots."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from rok_events.network import labels
from rok_events.network.labels import Dot, Ground, Label

AREA = (1000.0, 600.0)
EMPTY = Ground(np.zeros((0, 2)), AREA)


def box(label: Label, size: float) -> tuple[float, float, float, float]:
    wide = max(labels.width(line, size) for line in label.lines)
    left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * wide
    top = label.y - size * 0.9
    return left, top, left + wide, top + size * labels.LINE_HEIGHT * len(label.lines)


def test_no_name_covers_another_or_a_dot() -> None:
    random = np.random.default_rng(3)
    places = random.random((60, 2)) * np.array(AREA)
    dots = [Dot(f"Organisatie {n}", x, y, 8) for n, (x, y) in enumerate(places.tolist())]

    found = labels.arrange(dots, 13, EMPTY)

    assert len(found) > 50
    boxes = [box(label, 13) for label in found]
    for one, other in combinations(boxes, 2):
        apart_across = one[2] <= other[0] + 0.2 or other[2] <= one[0] + 0.2
        assert apart_across or one[3] <= other[1] + 0.2 or other[3] <= one[1] + 0.2
    for label, (left, top, right, bottom) in zip(found, boxes, strict=True):
        for number, dot in enumerate(dots):
            inside = left < dot.x < right and top < dot.y < bottom
            assert number == label.of or not inside
        assert left >= -0.1
        assert right <= AREA[0] + 0.1


def test_the_most_important_is_named_first() -> None:
    crowd = [Dot("Jeugd ggz Dimence Groep", 30, 300 + n, 3) for n in range(40)]

    found = labels.arrange(crowd, 30, EMPTY)

    assert found[0].of == 0
    assert len(found) < 40


def test_a_name_stands_where_no_line_runs() -> None:
    line = np.stack((np.arange(500, 700), np.full(200, 300)), axis=1).astype(float)

    (beside,) = labels.arrange([Dot("Saxion", 500, 300, 8)], 13, EMPTY)
    (away,) = labels.arrange([Dot("Saxion", 500, 300, 8)], 13, Ground(line, AREA))

    assert beside.anchor == "start"
    assert away.anchor == "end"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Saxion", ("Saxion",)),
        ("Jeugd ggz Dimence Groep", ("Jeugd ggz", "Dimence Groep")),
        ("Klantenservicemedewerkers", ("Klantenservicemedewerkers",)),
        (
            "Coöperatieve vereniging voor gehandicaptenzorg Holten",
            ("Coöperatieve vereniging", "voor gehandicaptenzorg", "Holten"),
        ),
        ("Z" * 500, ("Z" * 68 + "…",)),
    ],
)
def test_long_names_take_more_lines_and_very_long_ones_are_cut(
    name: str, expected: tuple[str, ...]
) -> None:
    assert labels.lines(name) == expected


def test_a_long_name_without_room_is_cut_off_rather_than_left_out() -> None:
    name = "Coöperatieve vereniging voor gehandicaptenzorg Holten"
    low = Ground(np.zeros((0, 2)), (1000.0, 32.0))

    (found,) = labels.arrange([Dot(name, 500, 15, 8)], 13, low)

    assert found.lines == ("Coöperatieve vereniging", "voor gehandicaptenzor…")


def test_a_line_leads_to_a_name_that_stands_far_away() -> None:
    crowd = [Dot("Saxion", 500, 300, 8), *(Dot("", x, 300, 30) for x in (450, 550))]
    walls = [Dot("", 500, y, 30) for y in (250, 350)]

    near = labels.arrange(crowd[:1], 13, EMPTY)[0]
    far = labels.arrange([*crowd, *walls], 13, EMPTY)[0]

    assert near.lead == ""
    assert far.lead.startswith("M")


def test_a_name_stands_nearest_to_its_own_dot() -> None:
    """Right of it is the best place, and there another dot would take the name for its own."""
    neighbour = Dot("", 500 + 8 + 6 + labels.width("Saxion", 13) + 8 + 1, 300, 8)

    (found, *_) = labels.arrange([Dot("Saxion", 500, 300, 8), neighbour], 13, EMPTY)

    assert found.anchor == "end"


def test_nobody_to_name() -> None:
    assert labels.arrange([], 13, EMPTY) == []
