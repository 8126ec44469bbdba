"""A network of any size as a picture that can be read: a large one folded by sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.network import drawing, sight

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rok_events.network.drawing import Picture
    from rok_events.network.graph import Graph
    from rok_events.network.insight import Insight


def fold(graph: Graph, first: Collection[int] = ()) -> Graph:
    """Return what of a graph can be in sight at once, those with the ids `first` before others."""
    return sight.fold(graph, together, first=first)


def picture(seen: Graph, answer: Insight, sectors: Sequence[str]) -> Picture:
    """Draw what of an answer is in sight; `sectors` are all there are."""
    return draw(seen, sectors, [*answer.places.values()])


def draw(seen: Graph, sectors: Sequence[str], frame: Sequence[tuple[float, float]]) -> Picture:
    """Draw what is in sight where it always stands; folded, as large as there is room."""
    is_folded = any(sight.is_fold(o.id) and o.x is not None for o in seen.organisations)
    return drawing.draw(seen, sectors=sectors, frame=[] if is_folded else frame)


def together(sector: str | None, count: int) -> str:
    """Return what several organisations of a sector are called that are drawn as one sign."""
    return f"{count} × {sector or gettext('Sector unknown')}"  # noqa: RUF001 -- times
