"""Trades between rows: what they keep, and that they favour no table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from rok_events.network import trades

if TYPE_CHECKING:
    from rok_events.network.presences import Bools

# What the tables of the tests may look like: small, and with full and empty rows and columns.
TABLES = arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 8)))


@settings(max_examples=60)
@given(TABLES, TABLES, st.integers(0, 99))
def test_trades_keep_margins_and_what_must_stay_empty(table: Bools, shut: Bools, seed: int) -> None:
    free = np.ones_like(table)
    free[: len(shut), : shut.shape[1]] = ~shut[: len(table), : table.shape[1]]
    free |= table
    rows, state = trades.packed(table), trades.seeded(seed)
    if len(table) > 1:
        trades.trade(rows, trades.packed(free), state, 50)
    bits = [
        [int(row[k // trades.WORD]) >> k % trades.WORD & 1 for k in range(table.shape[1])]
        for row in rows
    ]
    traded = np.array(bits, dtype=bool)

    assert traded.sum(axis=0).tolist() == table.sum(axis=0).tolist()
    assert traded.sum(axis=1).tolist() == table.sum(axis=1).tolist()
    assert not (traded & ~free).any()


def test_every_table_with_these_margins_is_drawn_as_often() -> None:
    """Of a 3 x 3 table of ones in each row and column there are six, so each is a sixth."""
    rows, free, state = (
        trades.packed(np.eye(3, dtype=bool)),
        trades.packed(np.ones((3, 3), dtype=bool)),
        trades.seeded(3),
    )
    drawn: dict[tuple[int, ...], int] = {}
    for _ in range(6000):
        trades.trade(rows, free, state, 10)
        key = tuple(rows[:, 0].tolist())
        drawn[key] = drawn.get(key, 0) + 1

    assert len(drawn) == 6
    assert stats.chisquare([*drawn.values()]).pvalue > 0.001
