"""More than chance: published figures, known answers, and what holds for every table."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from rok_events import network
from rok_events.network import backbone, rules, sdsm, trades
from rok_events.network.membership import Members
from rok_events.network.presences import OTHERS
from tests.network.rooms import presences

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Floats, Presences

WOMEN = json.loads((Path(__file__).parent / "southern_women.json").read_text())

SOUTHERN = np.array(WOMEN["B"], dtype=bool)

# From the unit tests of the R package backbone 2.1.3, as those in `test_sdsm`.
ROOM = np.array([[1, 0, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]], dtype=bool)


def pairs(values: Floats) -> Floats:
    return values[np.triu_indices(len(values), 1)]


def test_rows_alone_give_the_figures_of_the_r_package() -> None:
    expected = [[0.25, 1, 0.5], [1, 0.25, 1], [0.5, 1, 0.167]]

    assert np.round(backbone.hypergeometric(ROOM), 3).tolist() == expected


def test_southern_women_as_published() -> None:
    women = [name.split()[0] for name in WOMEN["women"]]
    sampled = backbone.fdsm(SOUTHERN, 40_000, seed=3)
    tied = {
        frozenset((women[i], women[j]))
        for i, j in zip(*np.nonzero(np.triu(sampled <= 0.05, 1)), strict=True)
    }
    exact = pairs(sdsm.sdsm(SOUTHERN))

    assert tied == {
        frozenset({"Katherina", "Sylvia"}),
        frozenset({"Evelyn", "Theresa"}),
        frozenset({"Olivia", "Flora"}),
        frozenset({"Laura", "Brenda"}),
        frozenset({"Myra", "Katherina"}),
    }
    assert (exact <= 0.05).sum() == 0
    assert sorted(exact.round(4))[:2] == [0.0884, 0.0935]
    assert (pairs(backbone.hypergeometric(SOUTHERN)) <= 0.05).sum() == 17
    at_ten = [pairs(p) <= 0.1 for p in (sampled, backbone.hypergeometric(SOUTHERN))]
    assert at_ten[0].sum() in {12, 13}  # theirs was sampled too
    assert at_ten[1].sum() == 32
    assert (exact <= 0.1).sum() == 2  # theirs has one: it approximates
    assert (backbone.benjamini_hochberg(pairs(sampled)) <= 0.05).sum() == 0


def test_the_compiler_changes_nothing_but_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = backbone.fdsm(SOUTHERN, 20, seed=7)
    spec = trades.__spec__
    assert spec is not None
    assert spec.loader is not None
    plain = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "numba", None)
    spec.loader.exec_module(plain)
    monkeypatch.setattr(network, "trades", plain)

    assert backbone.fdsm(SOUTHERN, 20, seed=7).tolist() == fast.tolist()


def test_the_seed_decides() -> None:
    first = backbone.fdsm(SOUTHERN, 50, seed=1)

    assert backbone.fdsm(SOUTHERN, 50, seed=1).tolist() == first.tolist()
    assert backbone.fdsm(SOUTHERN, 50, seed=2).tolist() != first.tolist()


def plain_rooms(rng: np.random.Generator, organisations: int, sessions: int) -> Bools:
    """Make organisations that come more or less often to rooms large and small, all alike."""
    eager = rng.lognormal(0, 0.7, organisations)[:, None]
    large = rng.lognormal(-1.6, 0.8, sessions)
    return rng.random((organisations, sessions)) < np.minimum(eager * large, 0.95)


@pytest.mark.parametrize(("organisations", "sessions"), [(25, 30), (60, 80)])
def test_where_there_is_only_chance_few_pairs_are_called_more(
    organisations: int, sessions: int
) -> None:
    shares = [
        (
            pairs(
                backbone.fdsm(
                    plain_rooms(np.random.default_rng(seed), organisations, sessions), 500, seed
                )
            )
            <= 0.05
        ).mean()
        for seed in range(3)
    ]

    assert np.mean(shares) <= 0.05


def test_communities_that_were_planted_are_found() -> None:
    rng = np.random.default_rng(5)
    group, host = np.arange(100) % 5, np.arange(200) % 5
    near = np.where(group[:, None] == host, 0.35, 0.06)
    table = rng.random((100, 200)) < near
    found = pairs(backbone.fdsm(table, 1000, seed=5))
    same = group[:, None] == group
    planted = same[np.triu_indices(100, 1)]
    called = found <= 0.05

    assert (called & planted).sum() / planted.sum() >= 0.38
    assert (called & planted).sum() / called.sum() >= 0.81


def test_q_values_are_those_of_scipy() -> None:
    p = np.random.default_rng(2).random(50) ** 3

    assert backbone.benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))
    assert backbone.benjamini_hochberg(np.zeros(0)).tolist() == []


@pytest.mark.parametrize("shape", [(0, 0), (1, 3), (3, 1)])
def test_where_there_is_nothing_to_compare_nothing_is_more_than_chance(
    shape: tuple[int, int],
) -> None:
    table = np.ones(shape, dtype=bool)

    assert (pairs(backbone.fdsm(table, 10)) == 1).all()
    assert (pairs(sdsm.sdsm(table)) == 1).all()
    assert (pairs(backbone.hypergeometric(table)) == 1).all()


def meetings(rng: np.random.Generator, organisations: int, sessions: int) -> Presences:
    """One person of each organisation, who came to rooms where its own half is at home, or not."""
    half = np.arange(organisations) % 2
    home = np.arange(sessions) % 2
    came = rng.random((organisations, sessions)) < np.where(half[:, None] == home, 0.8, 0.1)
    return presences([(int(who), int(who) + 1, int(where)) for who, where in np.argwhere(came)])


def test_ties_within_a_half_are_more_than_chance() -> None:
    found = backbone.compare(backbone.cells(meetings(np.random.default_rng(1), 12, 60)))

    assert found is not None
    assert found.organisations.tolist() == [*range(1, 13)]
    same = np.equal.outer(np.arange(12) % 2, np.arange(12) % 2) & ~np.eye(12, dtype=bool)
    assert (found.q[same] <= 0.05).all()
    assert (found.q[~same] > 0.05).all()


@pytest.mark.parametrize(("organisations", "sessions"), [(7, 60), (12, 9), (0, 0)])
def test_where_there_is_too_little_nothing_is_said(organisations: int, sessions: int) -> None:
    rng = np.random.default_rng(1)

    assert backbone.compare(backbone.cells(meetings(rng, organisations, sessions))) is None


def test_small_organisations_together_are_not_compared() -> None:
    rooms = meetings(np.random.default_rng(1), 12, 60)
    organisation = np.where(rooms.organisation == 12, OTHERS, rooms.organisation)

    found = backbone.compare(backbone.cells(replace(rooms, organisation=organisation)))

    assert found is not None
    assert OTHERS not in found.organisations


def test_a_comparison_is_kept_in_little_room() -> None:
    found = backbone.compare(backbone.cells(meetings(np.random.default_rng(1), 12, 60)))
    assert found is not None

    kept = backbone.Chance.unpacked(found.packed())

    assert len(found.packed()) < 500
    assert kept.organisations.tolist() == found.organisations.tolist()
    assert pairs(kept.p).tolist() == pairs(found.p).tolist()
    assert kept.q.tolist() == found.q.tolist()


def test_cells_that_differ_in_anything_have_another_digest() -> None:
    cells = backbone.cells(meetings(np.random.default_rng(1), 9, 30))
    shut = cells.free.copy()
    shut[0] &= cells.table[0]

    others = [
        replace(cells, free=shut),
        replace(cells, table=~cells.table),
        replace(cells, organisations=cells.organisations + 1),
        replace(cells, sessions=29),
    ]

    assert len({one.digest for one in (cells, *others)}) == 5
    assert replace(cells).digest == cells.digest


def test_with_many_organisations_chances_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = backbone.cells(meetings(np.random.default_rng(1), 12, 60))
    monkeypatch.setattr(rules, "MOST_ORGANISATIONS", 11)
    done: list[int] = []

    found = backbone.compare(cells, progress=done.append)

    assert found is not None
    assert found.p.tolist() == sdsm.sdsm(cells.table).tolist()
    assert done[-1] == backbone.steps(cells) == 12


def test_who_was_no_member_yet_could_not_be_there() -> None:
    """Two halves that follow one another are no bond: neither could meet the other."""
    early = [
        (who, who + 1, session) for who in range(5) for session in range(12) if session % 5 != who
    ]
    late = [(who, who + 1, 12 + session) for who, _, session in early]
    rooms = presences(
        [*early, *((who + 5, org + 5, at) for who, org, at in late)], day_of=[*range(24)]
    )
    since = {(org, 1): 0 if org <= 5 else 12 for org in range(1, 11)}
    members = Members(since, dict.fromkeys(range(24), 1))

    naive, knowing = (backbone.compare(backbone.cells(rooms, known)) for known in (None, members))

    assert naive is not None
    assert knowing is not None
    assert (pairs(naive.p[5:, 5:]) <= 0.05).mean() > 0.5
    assert (pairs(knowing.p[5:, 5:]) > 0.05).all()


@pytest.mark.parametrize(
    ("organisations", "draws"),
    [(1, 1000), (8, 1000), (25, 6000), (100, 20_000), (200, 10_000), (1000, 2000)],
)
def test_more_pairs_ask_for_more_draws_while_that_takes_minutes(
    organisations: int, draws: int
) -> None:
    assert backbone.draws(organisations) == draws


def test_one_bond_among_many_pairs_is_found() -> None:
    # Two who only come to the same ten of 60 groups, among 23 who come and stay away at random.
    table = np.random.default_rng(4).random((25, 60)) < 0.25
    table[:2] = np.arange(60) < 10
    cells = backbone.Cells(np.arange(25), table, np.ones_like(table), 60)

    chance = backbone.compare(cells)

    assert chance is not None
    assert chance.q[0, 1] <= rules.SIGNIFICANT
