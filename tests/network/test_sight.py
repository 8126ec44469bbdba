"""What is in sight: folding by sector, and one organisation with its partners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rok_events.network import sight
from rok_events.network.presences import OTHERS
from tests.network.pictures import SECTORS, network


def naming(sector: str | None, count: int) -> str:
    """Name a fold for these tests."""
    return f"{count} x {sector}"


def test_a_small_graph_is_not_folded() -> None:
    graph = network(20, alone=3)

    assert sight.fold(graph, naming) == graph


def test_a_large_graph_is_folded_by_sector() -> None:
    graph = network(200, alone=3)

    folded = sight.fold(graph, naming)

    folds = [o for o in folded.organisations if sight.is_fold(o.id)]
    tied = [o for o in folded.organisations if o.degree]
    assert len(tied) == sight.MOST
    assert {o.sector for o in folds} == {*SECTORS}
    assert sum(o.degree for o in folds) == 200 - (sight.MOST - len(SECTORS))
    assert folds[0].name == naming(folds[0].sector, folds[0].degree)
    assert len(folded.organisations) - len(tied) == 3
    assert folded.measures == graph.measures


def test_folding_keeps_the_strength_between_what_is_in_sight() -> None:
    graph = network(100)
    folded = sight.fold(graph, naming, most=7)
    sector = {o.id: o.sector for o in folded.organisations if sight.is_fold(o.id)}
    shown = {o.id for o in folded.organisations} - {*sector}
    one, other = sorted(sector)[:2]
    group = {
        o.id: next((id_ for id_, name in sector.items() if name == o.sector), 0)
        for o in graph.organisations
        if o.id not in shown
    }

    found = next(tie for tie in folded.ties if (tie.a, tie.b) == (one, other))

    between = [t for t in graph.ties if {group.get(t.a), group.get(t.b)} == {one, other}]
    assert found.newman == pytest.approx(sum(tie.newman for tie in between))
    assert found.weight == pytest.approx(sum(tie.weight or 0 for tie in between))
    assert found.first_met_on == min(tie.first_met_on for tie in between)
    assert found.pairs_of_people is None


@pytest.mark.parametrize(("dark", "expected"), [(0.2, False), (0.8, True), (None, None)])
def test_ties_together_are_more_than_chance_when_most_of_them_are(
    dark: float | None, expected: object
) -> None:
    graph = network(100)
    ties = tuple(
        tie._replace(significant=None if dark is None else n % 10 < 10 * dark)
        for n, tie in enumerate(graph.ties)
    )

    folded = sight.fold(replace(graph, ties=ties), naming, most=5)

    folds = {o.id for o in folded.organisations if sight.is_fold(o.id)}
    assert {tie.significant for tie in folded.ties if {tie.a, tie.b} <= folds} == {expected}


def test_those_without_ties_are_folded_among_themselves() -> None:
    folded = sight.fold(network(20, alone=90), naming)

    alone = [o for o in folded.organisations if not o.degree]
    folds = [o for o in alone if sight.is_fold(o.id)]
    assert len(alone) == sight.MOST_APART
    assert {o.name for o in folds} == {naming(sector, 13) for sector in SECTORS}
    assert {o.x for o in folds} == {None}


def test_every_hidden_organisation_has_its_sign() -> None:
    graph = network(100, alone=90)
    folded = sight.fold(graph, naming, most=20)

    into = sight.folded_into(graph, folded)

    sector = {o.id: o.sector for o in (*graph.organisations, *folded.organisations)}
    assert len(into) == 190 - sum(not sight.is_fold(o.id) for o in folded.organisations)
    assert all(sector[id_] == sector[sign] for id_, sign in into.items())
    assert sight.folded_into(graph, graph) == {}


def test_who_comes_first_stays_before_all_others() -> None:
    graph = network(100)
    asked = sight.members(graph, SECTORS[0])

    folded = sight.fold(graph, naming, first=asked, most=30)

    assert asked <= {o.id for o in folded.organisations}
    assert SECTORS[0] not in {o.sector for o in folded.organisations if sight.is_fold(o.id)}


def test_a_fold_of_one_is_that_one() -> None:
    graph = network(10)

    folded = sight.fold(graph, naming, most=9)

    assert all(o.degree > 1 for o in folded.organisations if sight.is_fold(o.id))
    assert sight.fold(graph, naming, most=0).organisations


def test_several_small_organisations_together_stay() -> None:
    graph = network(70)
    first, *rest = graph.organisations
    others = first._replace(id=OTHERS, sector=None, degree=1)
    ties = tuple(t._replace(a=OTHERS) if t.a == first.id else t for t in graph.ties)

    folded = sight.fold(replace(graph, organisations=(others, *rest), ties=ties), naming)

    assert OTHERS in {o.id for o in folded.organisations}


def test_an_organisation_with_its_partners() -> None:
    graph = network(30)
    middle = graph.organisations[0]

    near = sight.around(graph, middle.id)

    assert len(near.organisations) == middle.degree + 1
    assert sum(middle.id in {tie.a, tie.b} for tie in near.ties) == middle.degree
    assert all({tie.a, tie.b} <= {o.id for o in near.organisations} for tie in near.ties)
    assert not sight.around(graph, 99).ties


def test_only_what_is_more_than_chance() -> None:
    graph = network(5)
    first, *rest = graph.ties

    found = sight.remarkable(replace(graph, ties=(first._replace(significant=True), *rest)))

    assert len(found.ties) == 1
    assert found.organisations == graph.organisations
