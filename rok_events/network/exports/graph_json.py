"""The graph as JSON, as `docs/interfaces.md` promises it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rok_events.network.exports import plain
from rok_events.network.rules import Groups

if TYPE_CHECKING:
    from rok_events.network.graph import Graph
    from rok_events.network.rules import Filters


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


def measures_as_json(graph: Graph) -> str:
    """Return the figures as JSON, ending with a line break."""
    return json.dumps(figures(graph), indent=1) + "\n"


def figures(graph: Graph) -> dict[str, object]:
    """Return the figures by name."""
    return plain.values(graph.measures._asdict())


def asked(filters: Filters) -> dict[str, str | None]:
    """Return the filters as plain values; which groups count is told where not all do."""
    found = {
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "kind": filters.kind.value if filters.kind else None,
        "community": filters.community,
        "weight": filters.weight.value,
    }
    return found if filters.groups is Groups.ALL else found | {"groups": filters.groups.value}
