"""The picture, as values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rok_events.network import palette, sight
from rok_events.network.drawing import WEAK, draw
from rok_events.network.graph import Graph, Measures
from rok_events.network.presences import OTHERS
from tests.network.pictures import network

EMPTY = Graph((), (), Measures(0, 0, 0, 0, 0, 0, 0))


@pytest.mark.parametrize(("n", "named"), [(5, 5), (25, 25), (60, 54)])
def test_nearly_every_name_can_be_read(n: int, named: int) -> None:
    picture = draw(network(n))

    assert len(picture.names) >= named
    assert len(picture.few_names) >= min(5, n)


@pytest.mark.parametrize("n", [5, 25, 100])
def test_dots_stand_apart_and_inside(n: int) -> None:
    picture = draw(network(n))

    where = np.array([(dot.x, dot.y) for dot in picture.dots])
    radius = np.array([dot.radius for dot in picture.dots])
    gaps = np.hypot(*(where[:, None] - where[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    assert (gaps > radius[:, None] + radius[None]).all()
    assert (where > radius[:, None]).all()
    assert (where + radius[:, None] < (picture.width, picture.floor)).all()


def test_the_same_graph_gives_the_same_picture() -> None:
    assert draw(network(30)) == draw(network(30))


def test_strong_ties_are_wide_and_lie_on_top() -> None:
    lines = draw(network(25)).lines

    ranks = [line.rank for line in lines]
    assert ranks == sorted(ranks, reverse=True)
    assert lines[-1].width == max(line.width for line in lines) == 6
    assert lines[0].rank == WEAK


def test_what_is_more_than_chance_stands_out_where_that_is_known() -> None:
    graph = network(25)
    weakest = min(graph.ties, key=lambda tie: tie.weight or 0)
    known = tuple(tie._replace(significant=tie == weakest) for tie in graph.ties)

    lines = draw(replace(graph, ties=known)).lines

    assert (lines[-1].a, lines[-1].b) == (weakest.a, weakest.b)
    assert [line.rank for line in lines] == [WEAK] * (len(lines) - 1) + [1]


def test_the_strongest_stand_out_where_nothing_is_more_than_chance() -> None:
    graph = network(25)
    chance = tuple(tie._replace(significant=False) for tie in graph.ties)

    assert draw(replace(graph, ties=chance)).lines == draw(graph).lines


def test_several_organisations_of_a_sector_are_no_larger_than_the_largest_one() -> None:
    folded = sight.fold(network(100), lambda sector, count: f"{count} x {sector}")

    radii = {dot.organisation.id: dot.radius for dot in draw(folded).dots}

    largest = max(radius for id_, radius in radii.items() if not sight.is_fold(id_))
    assert {radius for id_, radius in radii.items() if sight.is_fold(id_)} == {largest}


def test_a_dot_knows_its_strongest_partner() -> None:
    graph = network(8)
    dot = draw(graph).dots[0]

    ties = [tie for tie in graph.ties if dot.organisation.id in {tie.a, tie.b}]
    best = max(ties, key=lambda tie: tie.weight or 0)
    partner = best.a + best.b - dot.organisation.id
    assert dot.strongest == graph.organisations[partner - 1].name


def test_organisations_without_ties_stand_in_rows_below() -> None:
    picture = draw(network(12, alone=9))

    assert len(picture.apart) == len(picture.apart_names) == 9
    assert all(picture.floor < dot.y < picture.height for dot in picture.apart)
    assert len({dot.y for dot in picture.apart}) > 1
    assert draw(network(12)).height == draw(network(12)).floor


def test_sectors_keep_their_look_whoever_is_shown() -> None:
    graph = network(10)
    order = ("onbekend", *sorted({o.sector or "" for o in graph.organisations}))

    found = {sector.name: sector.style for sector in draw(graph, sectors=order).sectors}

    assert found["geboortezorg"].name == str(order.index("geboortezorg"))
    assert [*found] == [sector for sector in order if sector in found]


def test_several_small_organisations_together_look_like_none() -> None:
    graph = network(25)
    first, *rest = graph.organisations
    renamed = (first._replace(id=OTHERS, name="Overig"), *rest)
    ties = tuple(t._replace(a=OTHERS) if t.a == first.id else t for t in graph.ties)

    picture = draw(replace(graph, organisations=renamed, ties=ties))

    assert picture.sectors[-1].name == "Overig"
    assert picture.sectors[-1].style == palette.OTHERS
    assert {line.rank for line in picture.lines if line.a == OTHERS} == {WEAK}


def test_several_small_organisations_together_stand_in_a_corner() -> None:
    graph = network(8)
    first, *rest = graph.organisations
    far = first._replace(id=OTHERS, name="Overig", x=50.0, y=50.0)
    alone = Graph((far,), (), graph.measures)

    dots = draw(replace(graph, organisations=(far, *rest), ties=())).dots

    where = {dot.organisation.id: (dot.x, dot.y) for dot in dots}
    assert where.pop(OTHERS) == (960.0, 580.0)
    assert max(x for x, _ in where.values()) - min(x for x, _ in where.values()) > 300
    assert len(draw(alone).dots) == 1


def test_a_frame_keeps_the_scale() -> None:
    graph = network(10)
    places = [(o.x or 0, o.y or 0) for o in graph.organisations]

    wide = draw(graph, frame=[*places, (40.0, 0.0)])

    assert max(dot.x for dot in wide.dots) < 200


def test_nothing_to_draw() -> None:
    picture = draw(EMPTY)

    assert not picture.dots
    assert not picture.names
    assert not picture.lines
