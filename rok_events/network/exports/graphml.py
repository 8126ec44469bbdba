"""The graph as GraphML, which yEd, igraph, networkx and R read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from rok_events.core import text
from rok_events.network.exports import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.graph import Graph

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_COLUMNS = {
    "node": {"name": "string"} | plain.ORGANISATION | {"x": "double", "y": "double"},
    "edge": {"weight": "double"} | plain.TIE,
}


def as_graphml(graph: Graph) -> bytes:
    """Return organisations as nodes and ties as edges."""
    ET.register_namespace("", _SPACE)
    root = ET.Element(f"{{{_SPACE}}}graphml")
    for owner, columns in _COLUMNS.items():
        for name, kind in columns.items():
            keyed = {"id": f"{owner}_{name}", "for": owner, "attr.name": name}
            typed = {"attr.type": "long" if kind == "integer" else kind}
            ET.SubElement(root, f"{{{_SPACE}}}key", keyed | typed)
    body = ET.SubElement(root, f"{{{_SPACE}}}graph", edgedefault="undirected")
    for organisation in graph.organisations:
        node = ET.SubElement(body, f"{{{_SPACE}}}node", id=f"n{organisation.id}")
        _add_values(node, "node", plain.values(organisation._asdict()))
    for tie in graph.ties:
        edge = ET.SubElement(body, f"{{{_SPACE}}}edge", source=f"n{tie.a}", target=f"n{tie.b}")
        _add_values(edge, "edge", plain.values(tie._asdict()))
    return plain.document(root)


def _add_values(element: ET.Element, owner: str, values: Mapping[str, object]) -> None:
    for name in _COLUMNS[owner]:
        if values[name] is not None:
            data = ET.SubElement(element, f"{{{_SPACE}}}data", key=f"{owner}_{name}")
            data.text = text.one_line(plain.written(values[name]))
