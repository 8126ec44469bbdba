"""The network as a small picture without names: to put several side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rok_events.network.presences import OTHERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.network.graph import Graph
    from rok_events.network.presences import Floats

WIDTH, HEIGHT = 160.0, 110.0
_EDGE = 8.0


@dataclass(frozen=True)
class Sketch:
    """Lines as one path, and dots as another, to be drawn with a round pen."""

    lines: str
    dots: str
    width: float = WIDTH
    height: float = HEIGHT


def sketch(graph: Graph, beside: Sequence[Graph] = ()) -> Sketch:
    """Draw a graph small, each organisation where it also stands in those `beside` it."""
    placed = _places(graph)
    if not placed:
        return Sketch("", "")
    frame = [place for one in (graph, *beside) for place in _places(one).values()]
    spots = _scaled(np.array([*placed.values()]), np.array(frame))
    at = {id_: f"{x} {y}" for id_, (x, y) in zip(placed, spots.round(1).tolist(), strict=True)}
    ties = [(at[tie.a], at[tie.b]) for tie in graph.ties if tie.a in at and tie.b in at]
    return Sketch(
        "".join(f"M{a}L{b}" for a, b in ties), "".join(f"M{spot}h0" for spot in at.values())
    )


def _places(graph: Graph) -> dict[int, tuple[float, float]]:
    return {
        o.id: (o.x, o.y)
        for o in graph.organisations
        if o.x is not None and o.y is not None and o.id != OTHERS
    }


def _scaled(places: Floats, frame: Floats) -> Floats:
    low, high = frame.min(axis=0), frame.max(axis=0)
    room = np.array((WIDTH, HEIGHT)) - 2 * _EDGE
    scale = (room / np.maximum(high - low, 1e-9)).min()
    found: Floats = (places - (low + high) / 2) * scale + np.array((WIDTH, HEIGHT)) / 2
    return found
