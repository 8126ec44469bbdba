"""The graph as GEXF 1.3, which Gephi opens with positions and a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from rok_events.core import text
from rok_events.network.exports import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rok_events.network.graph import Graph, Organisation, Tie

_SPACE = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_SPREAD = 1000
"""Gephi draws in units of which a node is some ten wide."""


def as_gexf(graph: Graph) -> bytes:
    """Return a graph that changes over time: a tie is there from first to last meeting.

    An organisation is there while it has ties; one without any always.
    """
    ET.register_namespace("", _SPACE)
    ET.register_namespace("viz", _VIZ)
    root = ET.Element(f"{{{_SPACE}}}gexf", version="1.3")
    ET.SubElement(
        ET.SubElement(root, f"{{{_SPACE}}}meta"), f"{{{_SPACE}}}creator"
    ).text = "rok_events"
    body = ET.SubElement(
        root,
        f"{{{_SPACE}}}graph",
        {"defaultedgetype": "undirected", "mode": "dynamic"}
        | {"timeformat": "date", "timerepresentation": "interval"}
        | _period(graph.ties),
    )
    for owner, columns in (("node", plain.ORGANISATION), ("edge", plain.TIE)):
        declared = ET.SubElement(
            body, f"{{{_SPACE}}}attributes", {"class": owner, "mode": "static"}
        )
        for name, kind in columns.items():
            ET.SubElement(declared, f"{{{_SPACE}}}attribute", id=name, title=name, type=kind)
    nodes = ET.SubElement(body, f"{{{_SPACE}}}nodes")
    seen = _ties_of(graph.ties)
    for organisation in graph.organisations:
        _add_node(nodes, organisation, seen.get(organisation.id, ()))
    edges = ET.SubElement(body, f"{{{_SPACE}}}edges")
    for number, tie in enumerate(graph.ties):
        ends = {"id": str(number), "source": str(tie.a), "target": str(tie.b)}
        weight = {} if tie.weight is None else {"weight": str(plain.rounded(tie.weight))}
        edge = ET.SubElement(edges, f"{{{_SPACE}}}edge", ends | _period([tie]) | weight)
        _add_values(edge, plain.values(tie._asdict()), plain.TIE)
    return plain.document(root)


def _ties_of(ties: Sequence[Tie]) -> dict[int, list[Tie]]:
    found: dict[int, list[Tie]] = {}
    for tie in ties:
        for end in (tie.a, tie.b):
            found.setdefault(end, []).append(tie)
    return found


def _period(ties: Sequence[Tie]) -> dict[str, str]:
    """Return the days from the first to the last meeting of some ties, both included."""
    if not ties:
        return {}
    days: tuple[date, date] = (
        min(tie.first_met_on for tie in ties),
        max(tie.last_met_on for tie in ties),
    )
    return {"start": days[0].isoformat(), "end": days[1].isoformat()}


def _add_node(nodes: ET.Element, organisation: Organisation, ties: Sequence[Tie]) -> None:
    named = {"id": str(organisation.id), "label": text.one_line(organisation.name)}
    node = ET.SubElement(nodes, f"{{{_SPACE}}}node", named | _period(ties))
    _add_values(node, plain.values(organisation._asdict()), plain.ORGANISATION)
    if organisation.x is not None and organisation.y is not None:
        # Gephi's y points up, the picture's down.
        x, y = (plain.rounded(_SPREAD * v) for v in (organisation.x, -organisation.y))
        ET.SubElement(node, f"{{{_VIZ}}}position", x=str(x), y=str(y), z="0")


def _add_values(
    element: ET.Element, values: Mapping[str, object], columns: Mapping[str, str]
) -> None:
    target = ET.SubElement(element, f"{{{_SPACE}}}attvalues")
    for name in columns:
        if values[name] is not None:
            pair = {"for": name, "value": text.one_line(plain.written(values[name]))}
            ET.SubElement(target, f"{{{_SPACE}}}attvalue", pair)
