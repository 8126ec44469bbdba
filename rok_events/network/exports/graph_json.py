"""The graph as JSON, as `docs/interfaces.md` promises it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rok_events.network.exports import plain
from rok_events.network.rules import Filters

if TYPE_CHECKING:
    from rok_events.network.graph import Graph
    from rok_events.network.planned import Outcome


def as_json(graph: Graph, filters: Filters) -> str:
    """Return the graph as JSON, ending with a line break."""
    content = {
        "filters": asked(filters),
        "organisations": [plain.values(one._asdict()) for one in graph.organisations],
        "ties": [plain.values(tie._asdict()) for tie in graph.ties],
        "measures": {
            "organisations": graph.measures.organisations,
            "isolates": graph.measures.isolates,
            "ties": graph.measures.ties,
            "density": plain.rounded(graph.measures.density),
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def measures_as_json(graph: Graph, at_tables: Outcome | None = None) -> str:
    """Return the figures as JSON, ending with a line break."""
    return json.dumps(figures(graph, at_tables), indent=1) + "\n"


def figures(graph: Graph, at_tables: Outcome | None = None) -> dict[str, object]:
    """Return the figures by name; those of table plans where any can be compared."""
    planned = at_tables._asdict() if at_tables else {}
    return plain.values(graph.measures._asdict() | planned)


def asked(filters: Filters) -> dict[str, str | float | None]:
    """Return the filters as plain values; the last four are told where they are set."""
    found: dict[str, str | float | None] = {
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "kind": filters.kind.value if filters.kind else None,
        "community": filters.community,
        "weight": filters.weight.value,
    }
    usual, rare = Filters(), ("groups", "employer", "sector", "minimum")
    changed = [name for name in rare if getattr(filters, name) != getattr(usual, name)]
    return found | {name: getattr(filters, name) for name in changed}
