"""Attendance in a few words, for the tests of the mathematics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from rok_events.network.presences import NOBODY, Presences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rok_events.network.presences import Floats

Row = tuple[int, int, int]
"""A person, their organisation, and the group they were in."""


def presences(
    rows: Iterable[Row], *, session_of: Sequence[int] = (), day_of: Sequence[int] = ()
) -> Presences:
    """Return rows as columns; a group is a session of its own, on day 1, unless told otherwise."""
    person, organisation, group = np.array([*rows], dtype=np.int64).reshape(-1, 3).T
    sessions = np.array(session_of, dtype=np.int64)[group] if session_of else group
    days = np.array(day_of, dtype=np.int64)[sessions] if day_of else np.ones_like(sessions)
    return Presences(person, organisation, group, sessions, days)


def random_weights(n: int, density: float, seed: int, *, steps: int = 0) -> Floats:
    """Return symmetric random weights; with `steps`, only as many different ones."""
    random = np.random.default_rng(seed)
    upper = np.triu(random.random((n, n)) * (random.random((n, n)) < density), 1)
    weights: Floats = np.ceil(upper * steps) if steps else upper
    return weights + weights.T


@st.composite
def attendance(draw: st.DrawFn, *, with_nobody: bool = True) -> list[Row]:
    """Draw up to sixty presences of people who each keep their organisation."""
    employers = st.integers(NOBODY if with_nobody else 0, 5)
    employer = draw(st.lists(employers, min_size=1, max_size=12))
    people = st.integers(0, len(employer) - 1)
    pairs = draw(st.lists(st.tuples(people, st.integers(0, 9)), max_size=60, unique=True))
    return [(person, employer[person], group) for person, group in pairs]
