"""One organisation as a star: itself in the middle, its partners around it."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, sin
from typing import TYPE_CHECKING

from rok_events.network.presences import OTHERS

if TYPE_CHECKING:
    from rok_events.network.graph import Graph, Organisation, Tie

MOST = 24
"""With more partners around it the names no longer fit: the strongest are drawn."""

FRAME = ((-1.0, -1.0), (1.0, 1.0))
"""What the picture spans, so that the middle is its middle."""

_NEAREST = 0.4


def partners(graph: Graph, id_: int) -> list[tuple[Organisation, Tie]]:
    """Return the partners of an organisation with their ties, the strongest first."""
    known = {organisation.id: organisation for organisation in graph.organisations}
    ties = [tie for tie in graph.ties if id_ in {tie.a, tie.b}]
    ties.sort(key=lambda tie: (-tie.newman, tie.a, tie.b))
    return [(known[tie.a if tie.b == id_ else tie.b], tie) for tie in ties]


def star(graph: Graph, id_: int) -> Graph:
    """Return an organisation and its ties, the stronger the nearer, sectors side by side."""
    (middle,) = (o for o in graph.organisations if o.id == id_)
    around = [pair for pair in partners(graph, id_) if pair[0].id != OTHERS][:MOST]
    most = max((tie.newman for _, tie in around), default=1.0)
    around.sort(key=lambda pair: (pair[0].sector or "", pair[0].name))
    placed = [
        _placed(partner, 2 * pi * place / len(around), (tie.newman / most) ** 0.5)
        for place, (partner, tie) in enumerate(around)
    ]
    return replace(
        graph,
        organisations=(middle._replace(x=0.0, y=0.0), *placed),
        ties=tuple(tie for _, tie in around),
    )


def _placed(partner: Organisation, angle: float, near: float) -> Organisation:
    """Return a partner in its place; `near` is 1 for the strongest."""
    far = 1 - (1 - _NEAREST) * near
    return partner._replace(x=round(far * cos(angle), 6), y=round(far * sin(angle), 6))
