"""A network of any size as a picture that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.network import folded, sight
from tests.network.pictures import SECTORS, network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

FAR = [(300.0, 0.0)]


@pytest.fixture(autouse=True)
def _words(app: Flask) -> Iterator[None]:
    """Let what stands for several organisations be called by words."""
    with app.test_request_context():
        yield


def test_a_large_network_has_signs_for_several_organisations_of_a_sector() -> None:
    seen = folded.fold(network(200))

    names = {o.name.split(" × ")[-1] for o in seen.organisations if sight.is_fold(o.id)}  # noqa: RUF001 -- times
    assert names == {*SECTORS}
    assert len(folded.draw(seen, SECTORS, FAR).dots) == sight.MOST


def test_who_is_asked_for_is_seen_one_by_one() -> None:
    graph = network(200)
    asked = sight.members(graph, SECTORS[0])

    seen = folded.fold(graph, asked)

    assert asked <= {o.id for o in seen.organisations}


def test_a_small_picture_keeps_its_scale_and_a_folded_one_takes_the_room() -> None:
    small = folded.draw(folded.fold(network(20)), SECTORS, FAR)
    large = folded.draw(folded.fold(network(200)), SECTORS, FAR)

    assert max(dot.x for dot in small.dots) < small.width / 2
    assert max(dot.x for dot in large.dots) > large.width / 2


def test_organisations_without_ties_that_are_folded_leave_the_scale_as_it_is() -> None:
    seen = folded.fold(network(20, alone=90))

    drawn = folded.draw(seen, SECTORS, FAR)

    assert any(sight.is_fold(o.id) for o in seen.organisations)
    assert max(dot.x for dot in drawn.dots) < drawn.width / 2
