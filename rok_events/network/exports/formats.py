"""The files in which the graph leaves the house, for pages and command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rok_events.network import folded, queries
from rok_events.network.exports.gexf import as_gexf
from rok_events.network.exports.graph_json import as_json
from rok_events.network.exports.graphml import as_graphml
from rok_events.network.exports.images import as_png, as_svg
from rok_events.network.exports.tables import as_csv, as_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rok_events.network.drawing import Picture
    from rok_events.network.graph import Graph
    from rok_events.network.insight import Insight
    from rok_events.network.rules import Filters


@dataclass(frozen=True)
class Format:
    """How a file is made of an answer, what it is on the web, and whether it tells of chance.

    What of the graph is in sight matters for pictures only.
    """

    media_type: str
    made: Callable[[Insight, Filters, Graph], bytes]
    tells_of_chance: bool = True


def _picture(seen: Graph, answer: Insight) -> Picture:
    return folded.picture(seen, answer, queries.sectors())


FORMATS: Mapping[str, Format] = {
    "json": Format("application/json", lambda answer, of, _: as_json(answer.graph, of).encode()),
    "gexf": Format("application/gexf+xml", lambda answer, *_: as_gexf(answer.graph)),
    "graphml": Format("application/graphml+xml", lambda answer, *_: as_graphml(answer.graph)),
    "csv": Format("text/csv; charset=utf-8", lambda answer, *_: as_csv(answer.graph).encode()),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda answer, of, _: as_workbook(answer, of),
    ),
    "svg": Format(
        "image/svg+xml",
        lambda answer, _, seen: as_svg(answer.graph, _picture(seen, answer)).encode(),
        tells_of_chance=False,
    ),
    "png": Format(
        "image/png",
        lambda answer, _, seen: as_png(answer.graph, _picture(seen, answer)),
        tells_of_chance=False,
    ),
}
