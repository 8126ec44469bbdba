"""The graph as GraphML, which yEd, igraph, networkx and R read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.network.exports import plain
from rok_events.network.exports.plain import tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rok_events.network.graph import Graph

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_COLUMNS = {
    "node": {"name": "string"} | plain.ORGANISATION | {"x": "double", "y": "double"},
    "edge": {"weight": "double"} | plain.TIE,
}


def as_graphml(graph: Graph) -> bytes:
    """Return organisations as nodes and ties as edges."""
    return plain.document(_lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    yield tag("graphml", {"xmlns": _SPACE}, is_open=True)
    for owner, columns in _COLUMNS.items():
        for name, kind in columns.items():
            keyed = {"id": f"{owner}_{name}", "for": owner, "attr.name": name}
            typed = {"attr.type": "long" if kind == "integer" else kind}
            yield f" {tag('key', keyed | typed)}"
    yield f" {tag('graph', {'edgedefault': 'undirected'}, is_open=True)}"
    for organisation in graph.organisations:
        yield f"  {tag('node', {'id': f'n{organisation.id}'}, is_open=True)}"
        yield from _values("node", plain.values(organisation._asdict()))
        yield "  </node>"
    for tie in graph.ties:
        yield f'  <edge source="n{tie.a}" target="n{tie.b}">'
        yield from _values("edge", plain.values(tie._asdict()))
        yield "  </edge>"
    yield from (" </graph>", "</graphml>")


def _values(owner: str, values: Mapping[str, object]) -> Iterator[str]:
    for name in _COLUMNS[owner]:
        if values[name] is not None:
            yield f'   <data key="{owner}_{name}">{plain.written(values[name])}</data>'
