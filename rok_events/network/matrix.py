"""The graph as a table with a row and a column per organisation: like beside like.

Sectors stay together; within one, organisations follow the Fiedler vector: the eigenvector of the
second smallest eigenvalue of the Laplacian, which puts the strongly tied beside each other
(Fiedler 1973, Czechoslovak Mathematical Journal 23, 298; Barnard, Pothen and Simon 1995, Numerical
Linear Algebra with Applications 2, 317).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from rok_events.network import layout
from rok_events.network.presences import OTHERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.network.graph import Graph, Organisation, Tie
    from rok_events.network.presences import Floats, Ints

SHADES = 5
"""How many shades tell strengths apart."""


@dataclass(frozen=True)
class Cell:
    """What two organisations have; `shade` is 1 for the weakest ties and `SHADES` at most."""

    tie: Tie
    shade: int


@dataclass(frozen=True)
class Row:
    """An organisation and its cells, in the order of all rows; `None` where there is no tie."""

    organisation: Organisation
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """All rows, in blocks of one sector each."""

    blocks: tuple[tuple[str | None, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the columns."""
        return tuple(row for _, rows in self.blocks for row in rows)

    @property
    def starts(self) -> frozenset[int]:
        """The columns with which a sector begins."""
        return frozenset(accumulate((len(rows) for _, rows in self.blocks), initial=0))


def matrix(graph: Graph, sectors: Sequence[str]) -> Matrix:
    """Return the organisations that have ties in rows; `sectors` come in the order given.

    What stands for several organisations has no row.
    """
    tied = [o for o in graph.organisations if o.degree and o.id > OTHERS]
    number = {o.id: place for place, o in enumerate(tied)}
    ties = [tie for tie in graph.ties if tie.a in number and tie.b in number]
    weights = np.zeros((len(tied), len(tied)))
    for tie in ties:
        one, other = number[tie.a], number[tie.b]
        weights[one, other] = weights[other, one] = tie.newman
    place = {sector: rank for rank, sector in enumerate(sectors)}
    along = [tied[row] for row in spectral_order(weights).tolist()]
    ordered = sorted(along, key=lambda o: (place.get(o.sector or "", len(place)), o.sector or ""))
    cells = _cells(ties)
    rows = (
        Row(o, tuple(cells.get((min(o.id, p.id), max(o.id, p.id))) for p in ordered))
        for o in ordered
    )
    by_sector = groupby(rows, lambda row: row.organisation.sector)
    return Matrix(tuple((sector, tuple(rows)) for sector, rows in by_sector))


def spectral_order(weights: Floats) -> Ints:
    """Return the rows of symmetric weights so that the strongly tied are near each other.

    Parts without a tie between them follow each other, the largest first; then come those without
    any tie.
    """
    order = [
        part[np.argsort(fiedler(weights[np.ix_(part, part)]))] for part in layout.parts(weights)
    ]
    loose = np.flatnonzero(~weights.any(axis=1))
    return np.concatenate((*order, loose)).astype(np.int64)


def fiedler(weights: Floats) -> Floats:
    """Return the Fiedler vector of a connected part of two rows or more, the first row negative.

    Rounded, so that rows that are alike keep their order whatever the machine.
    """
    laplacian = np.diag(weights.sum(axis=1)) - weights
    vector: Floats = np.linalg.eigh(laplacian)[1][:, 1].round(9)
    first = vector[np.flatnonzero(vector)[0]]
    return -vector if first > 0 else vector


def _cells(ties: Sequence[Tie]) -> dict[tuple[int, int], Cell]:
    most = max((tie.weight or 0 for tie in ties), default=0) or 1
    return {(tie.a, tie.b): Cell(tie, _shade((tie.weight or 0) / most)) for tie in ties}


def _shade(share: float) -> int:
    """Return the shade of a share of the strongest; by its root, for most ties are weak."""
    return min(1 + int(share**0.5 * SHADES), SHADES)
