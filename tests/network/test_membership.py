"""Who could be where: members of the network, and at a closed table only who was asked."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rok_events.network import backbone, trades
from rok_events.network.membership import NEVER, Members
from tests.network.rooms import presences

NETWORK = 1


def test_at_a_closed_table_only_who_was_asked_could_come() -> None:
    members = Members(
        {(1, NETWORK): 5, (2, NETWORK): 5, (3, NETWORK): 9},
        {10: NETWORK, 11: NETWORK, 12: NETWORK},
        {11: {1, 3}, 12: set()},
    )

    since = members.since(np.array([1, 2, 3]), np.array([10, 11, 12]))

    assert since.tolist() == [[5, 5, NEVER], [5, NEVER, NEVER], [9, 9, NEVER]]


def test_those_who_are_asked_for_the_same_closed_tables_are_no_bond() -> None:
    """Three circles of four: three of them came to each of their own tables, nobody else could."""
    came = np.argwhere(np.random.default_rng(2).random((12, 12)) < 0.5)
    of_all = [(int(who), int(who) + 1, int(at)) for who, at in came]
    circle = {at: at % 3 for at in range(12, 48)}
    closed = [
        (who, who + 1, at)
        for at, number in circle.items()
        for who in range(4 * number, 4 * number + 4)
        if at // 3 % 4 != who % 4
    ]
    first, held = {(org, NETWORK): 0 for org in range(1, 13)}, dict.fromkeys(range(48), NETWORK)
    asked = {at: range(4 * number + 1, 4 * number + 5) for at, number in circle.items()}

    naive, knowing = (
        backbone.compare(backbone.cells(presences([*of_all, *closed]), Members(first, held, known)))
        for known in ({}, asked)
    )

    assert naive is not None
    assert knowing is not None
    one, other = np.triu_indices(12, 1)
    within = one[one // 4 == other // 4], other[one // 4 == other // 4]
    assert (naive.q[within] <= 0.05).mean() > 0.6
    assert (knowing.q[within] > 0.05).all()


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=2, max_size=7),
    st.lists(st.frozensets(st.integers(1, 6)), min_size=7, max_size=7),
    st.integers(0, 99),
)
def test_no_draw_puts_an_organisation_at_a_table_for_which_it_was_not_asked(
    came: list[list[bool]], asked: list[frozenset[int]], seed: int
) -> None:
    rows = [(org, org + 1, at) for at, who in enumerate(came) for org in range(6) if who[org]]
    first, held = {(org, NETWORK): 0 for org in range(1, 7)}, dict.fromkeys(range(7), NETWORK)
    cells = backbone.cells(presences(rows), Members(first, held, dict(enumerate(asked))))
    drawn = trades.packed(cells.table)
    if len(drawn) > 1:
        trades.trade(drawn, trades.packed(cells.free), trades.seeded(seed), 50)

    where = [at for at, who in enumerate(came) if any(who)]
    bits = (drawn >> np.arange(len(where))[:, None, None]) & 1
    table = bits[:, :, 0].T.astype(bool) if len(drawn) else cells.table
    shut = np.array(
        [
            [org not in asked[at] and not came[at][org - 1] for at in where]
            for org in cells.organisations
        ],
        dtype=bool,
    ).reshape(table.shape)
    assert not (table & shut).any()
    assert table.sum(axis=0).tolist() == cells.table.sum(axis=0).tolist()
    assert table.sum(axis=1).tolist() == cells.table.sum(axis=1).tolist()


def test_with_closed_tables_draws_are_as_all_tables_together_say() -> None:
    """Two open groups and two for which three of five were asked: every table is written out."""
    table = np.array(
        [[1, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0], [0, 1, 0, 0]], dtype=bool
    )
    free = np.ones_like(table)
    free[3:, 2:] = False
    rows = [
        [
            row
            for row in product((False, True), repeat=4)
            if sum(row) == table[i].sum() and not (np.array(row) & ~free[i]).any()
        ]
        for i in range(5)
    ]
    every = np.array([t for t in product(*rows) if (np.sum(t, axis=0) == table.sum(axis=0)).all()])
    shared = np.einsum("tik,tjk->tij", every.astype(int), every.astype(int))
    exact = (shared >= table.astype(int) @ table.astype(int).T).mean(axis=0)

    found = backbone.fdsm(table, 20_000, free=free)

    assert len(every) > 10
    assert found == pytest.approx(exact, abs=0.02)
