"""Graphs of any size for the tests of drawing and exports."""

from __future__ import annotations

import numpy as np

from rok_events.network.graph import Graph, Named, build
from rok_events.network.projection import project
from tests.network.rooms import Row, presences

SECTORS = ("geboortezorg", "jeugd-ggz", "welzijn", "onderwijs", "gemeente en wijkteams")


def network(n: int, *, alone: int = 0, seed: int = 1) -> Graph:
    """Return n organisations that meet in small groups of neighbours, and some that never do."""
    random = np.random.default_rng(seed)
    where = random.random((n, 2))
    rows: list[Row] = []
    for group in range(2 * n):
        middle = where[group % n]
        near = np.argsort(((where - middle) ** 2).sum(axis=1))[: random.integers(3, 7)]
        rows += [(int(o) * 10 + p, int(o) + 1, group) for o in near for p in range(1 + int(o) % 3)]
    names = {
        number: Named(f"Organisatie voor zorg nummer {number}", SECTORS[number % len(SECTORS)])
        for number in range(1, n + alone + 1)
    }
    return build(project(presences(rows), np.arange(1, n + alone + 1)), names)
