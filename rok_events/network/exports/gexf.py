"""The graph as GEXF 1.3, which Gephi opens with positions and a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.network.exports import plain
from rok_events.network.exports.plain import tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    return plain.document(_lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    spaces = {"xmlns": _SPACE, "xmlns:viz": _VIZ, "version": "1.3"}
    yield tag("gexf", spaces, is_open=True)
    yield from (" <meta>", "  <creator>rok_events</creator>", " </meta>")
    dynamic = {"defaultedgetype": "undirected", "mode": "dynamic"}
    moments = {"timeformat": "date", "timerepresentation": "interval"}
    yield f" {tag('graph', dynamic | moments | _period(graph.ties), is_open=True)}"
    for owner, columns in (("node", plain.ORGANISATION), ("edge", plain.TIE)):
        yield f"  {tag('attributes', {'class': owner, 'mode': 'static'}, is_open=True)}"
        for name, kind in columns.items():
            yield f"   {tag('attribute', {'id': name, 'title': name, 'type': kind})}"
        yield "  </attributes>"
    yield "  <nodes>"
    seen = _ties_of(graph.ties)
    for organisation in graph.organisations:
        yield from _node(organisation, seen.get(organisation.id, ()))
    yield from ("  </nodes>", "  <edges>")
    for number, tie in enumerate(graph.ties):
        yield from _edge(number, tie)
    yield from ("  </edges>", " </graph>", "</gexf>")


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


def _node(organisation: Organisation, ties: Sequence[Tie]) -> Iterator[str]:
    named: dict[str, object] = {"id": organisation.id, "label": organisation.name}
    yield f"   {tag('node', named | _period(ties), is_open=True)}"
    yield from _values(plain.values(organisation._asdict()), plain.ORGANISATION)
    if organisation.x is not None and organisation.y is not None:
        # Gephi's y points up, the picture's down.
        x, y = (plain.rounded(_SPREAD * v) for v in (organisation.x, -organisation.y))
        yield f"    {tag('viz:position', {'x': x, 'y': y, 'z': 0})}"
    yield "   </node>"


def _edge(number: int, tie: Tie) -> Iterator[str]:
    days = f'start="{tie.first_met_on}" end="{tie.last_met_on}"'
    weight = "" if tie.weight is None else f' weight="{plain.rounded(tie.weight)}"'
    yield f'   <edge id="{number}" source="{tie.a}" target="{tie.b}" {days}{weight}>'
    yield from _values(plain.values(tie._asdict()), plain.TIE)
    yield "   </edge>"


def _values(values: Mapping[str, object], columns: Iterable[str]) -> Iterator[str]:
    yield "    <attvalues>"
    for name in columns:
        if values[name] is not None:
            yield f'     <attvalue for="{name}" value="{plain.written(values[name])}" />'
    yield "    </attvalues>"
