"""The network as a small picture without names."""

from __future__ import annotations

import re
from dataclasses import replace

from rok_events.network.sketch import HEIGHT, WIDTH, sketch
from tests.network.pictures import network


def places(dots: str) -> list[tuple[float, float]]:
    """Return where dots stand."""
    return [(float(x), float(y)) for x, y in re.findall(r"M(\S+) (\S+)h0", dots)]


def test_the_picture_takes_all_the_room() -> None:
    found = places(sketch(network(12)).dots)

    assert len(found) == 12
    tall = max(y for _, y in found) - min(y for _, y in found)
    wide = max(x for x, _ in found) - min(x for x, _ in found)
    assert wide > 0.8 * WIDTH or tall > 0.8 * HEIGHT


def test_beside_another_nobody_moves() -> None:
    every = network(12)
    few = replace(every, organisations=every.organisations[:3], ties=())

    assert {*places(sketch(few, [every]).dots)} <= {*places(sketch(every, [few]).dots)}
    assert sketch(few, [every]) != sketch(few)


def test_nobody_to_draw() -> None:
    assert sketch(replace(network(3), organisations=())).dots == ""
