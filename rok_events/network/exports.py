"""The graph as files: JSON, GEXF, GraphML and CSV; the picture itself is a template."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from rok_events.core import text
from rok_events.network.rules import Groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.graph import Graph, Organisation, Tie
    from rok_events.network.rules import Filters

DIGITS = 12
"""Significant digits of every number, so that two runs give the same bytes."""

_ORGANISATION = {
    "sector": "string",
    "sessions": "integer",
    "people": "integer",
    "degree": "integer",
    "strength": "double",
    "betweenness": "double",
}
_TIE = {
    "sessions": "integer",
    "pairs_of_people": "integer",
    "newman": "double",
    "encounters": "double",
    "first_met_on": "string",
    "last_met_on": "string",
    "p_value": "double",
    "q_value": "double",
    "significant": "boolean",
}
_GEXF = "http://gexf.net/1.3"
_GEXF_VIZ = "http://gexf.net/1.3/viz"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_SPREAD = 1000
"""Gephi draws in units of which a node is some ten wide."""


def as_json(graph: Graph, filters: Filters) -> str:
    """Return the graph as JSON, ending with a line break."""
    content = {
        "filters": asked(filters),
        "organisations": [_plain(organisation._asdict()) for organisation in graph.organisations],
        "ties": [_plain(tie._asdict()) for tie in graph.ties],
        "measures": {
            "organisations": graph.measures.organisations,
            "isolates": graph.measures.isolates,
            "ties": graph.measures.ties,
            "density": rounded(graph.measures.density),
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def measures_as_json(graph: Graph) -> str:
    """Return the figures as JSON, ending with a line break."""
    return json.dumps(figures(graph), indent=1) + "\n"


def figures(graph: Graph) -> dict[str, object]:
    """Return the figures by name."""
    return _plain(graph.measures._asdict())


def asked(filters: Filters) -> dict[str, str | None]:
    """Return the filters as plain values; which groups count is told where not all do."""
    plain = {
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "kind": filters.kind.value if filters.kind else None,
        "community": filters.community,
        "weight": filters.weight.value,
    }
    return plain if filters.groups is Groups.ALL else plain | {"groups": filters.groups.value}


def rounded(value: float) -> float:
    """Return a number with twelve significant digits."""
    return float(f"{value:.{DIGITS}g}")


def as_csv(graph: Graph) -> str:
    """Return the ties as CSV, one per line, with the names of both organisations.

    A name that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    names = {organisation.id: organisation for organisation in graph.organisations}
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(("a", "sector_a", "b", "sector_b", *_TIE, "weight"))
    for tie in graph.ties:
        values = _plain(tie._asdict())
        a, b = names[tie.a], names[tie.b]
        cells = (_cell(t) for t in (a.name, a.sector or "", b.name, b.sector or ""))
        writer.writerow((*cells, *(values[column] for column in (*_TIE, "weight"))))
    return target.getvalue()


def as_gexf(graph: Graph) -> str:
    """Return the graph as GEXF 1.3, which Gephi opens with positions and dates of first meeting."""
    ET.register_namespace("", _GEXF)
    ET.register_namespace("viz", _GEXF_VIZ)
    root = ET.Element(f"{{{_GEXF}}}gexf", version="1.3")
    body = ET.SubElement(
        root,
        f"{{{_GEXF}}}graph",
        defaultedgetype="undirected",
        mode="dynamic",
        timeformat="date",
    )
    for owner, columns in (("node", _ORGANISATION), ("edge", _TIE)):
        declared = ET.SubElement(body, f"{{{_GEXF}}}attributes", {"class": owner})
        for name, kind in columns.items():
            ET.SubElement(declared, f"{{{_GEXF}}}attribute", id=name, title=name, type=kind)
    nodes = ET.SubElement(body, f"{{{_GEXF}}}nodes")
    for organisation in graph.organisations:
        _gexf_node(nodes, organisation)
    edges = ET.SubElement(body, f"{{{_GEXF}}}edges")
    for number, tie in enumerate(graph.ties):
        ends = {"id": str(number), "source": str(tie.a), "target": str(tie.b)}
        start = {"start": tie.first_met_on.isoformat()}
        edge = ET.SubElement(edges, f"{{{_GEXF}}}edge", ends | start | _weight(tie))
        _gexf_values(edge, _plain(tie._asdict()), _TIE)
    return _document(root)


def as_graphml(graph: Graph) -> str:
    """Return the graph as GraphML, which yEd, igraph, networkx and R read."""
    ET.register_namespace("", _GRAPHML)
    root = ET.Element(f"{{{_GRAPHML}}}graphml")
    columns = {
        "node": {"name": "string"} | _ORGANISATION | {"x": "double", "y": "double"},
        "edge": {"weight": "double"} | _TIE,
    }
    for owner, declared in columns.items():
        for name, kind in declared.items():
            keyed = {"id": f"{owner}_{name}", "for": owner, "attr.name": name}
            typed = {"attr.type": "long" if kind == "integer" else kind}
            ET.SubElement(root, f"{{{_GRAPHML}}}key", keyed | typed)
    body = ET.SubElement(root, f"{{{_GRAPHML}}}graph", edgedefault="undirected")
    for organisation in graph.organisations:
        node = ET.SubElement(body, f"{{{_GRAPHML}}}node", id=f"n{organisation.id}")
        _graphml_values(node, "node", _plain(organisation._asdict()), columns["node"])
    for tie in graph.ties:
        edge = ET.SubElement(body, f"{{{_GRAPHML}}}edge", source=f"n{tie.a}", target=f"n{tie.b}")
        _graphml_values(edge, "edge", _plain(tie._asdict()), columns["edge"])
    return _document(root)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: rounded(value)
        if isinstance(value, float)
        else value
        if value is None or isinstance(value, int)
        else str(value)
        for name, value in values.items()
    }


def _cell(name: str) -> str:
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def _gexf_node(nodes: ET.Element, organisation: Organisation) -> None:
    node = ET.SubElement(
        nodes,
        f"{{{_GEXF}}}node",
        id=str(organisation.id),
        label=text.one_line(organisation.name),
    )
    _gexf_values(node, _plain(organisation._asdict()), _ORGANISATION)
    if organisation.x is not None and organisation.y is not None:
        # Gephi's y points up, the picture's down.
        x, y = rounded(organisation.x * _SPREAD), rounded(-organisation.y * _SPREAD)
        ET.SubElement(node, f"{{{_GEXF_VIZ}}}position", x=str(x), y=str(y), z="0")


def _gexf_values(
    element: ET.Element, values: Mapping[str, object], columns: Mapping[str, str]
) -> None:
    known = {name: values[name] for name in columns if values[name] is not None}
    target = ET.SubElement(element, f"{{{_GEXF}}}attvalues")
    for name, value in known.items():
        pair = {"for": name, "value": text.one_line(str(value))}
        ET.SubElement(target, f"{{{_GEXF}}}attvalue", pair)


def _graphml_values(
    element: ET.Element, owner: str, values: Mapping[str, object], columns: Mapping[str, str]
) -> None:
    for name in columns:
        if values[name] is not None:
            data = ET.SubElement(element, f"{{{_GRAPHML}}}data", key=f"{owner}_{name}")
            data.text = text.one_line(str(values[name]))


def _weight(tie: Tie) -> dict[str, str]:
    return {} if tie.weight is None else {"weight": str(rounded(tie.weight))}


def _document(root: ET.Element) -> str:
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
