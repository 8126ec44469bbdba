"""What is published of a network: plain values that stay as they were, and what is shown of them.

Frozen, so that everybody sees what the lead saw and chose: what comes in later is in no picture
that nobody looked at first. It holds organisations that may be named, and no persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from rok_events.network import folded, insight, pages
from rok_events.network.figure_words import MEANINGS
from rok_events.network.graph import Graph, Measures, Organisation, Tie
from rok_events.network.presences import OTHERS
from rok_events.reports import rules
from rok_events.reports.rules import Shows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.network.drawing import Picture
    from rok_events.network.insight import Insight

_DAYS = ("first_met_on", "last_met_on")


@dataclass(frozen=True)
class Published:
    """What everybody sees; without a picture where only figures are shown."""

    graph: Graph
    together: int
    merged: int
    figures: Sequence[Mapping[str, str]]
    picture: Picture | None


def freeze(answer: Insight, sectors: Sequence[str], shows: Shows) -> dict[str, Any]:
    """Return as plain values what is shown of an answer, and no more than that."""
    values = answer.figures.figures
    kept: dict[str, Any] = {
        "measures": answer.graph.measures._asdict(),
        "figures": {name: values[name].value for name in rules.FIVE},
        "together": answer.window.together,
        "merged": answer.merged,
    }
    if shows is Shows.FIGURES:
        return kept
    return kept | {
        "organisations": [one._asdict() for one in answer.graph.organisations],
        "ties": [_plain(tie) for tie in answer.graph.ties],
        "frame": [*map(list, answer.places.values())],
        "sectors": [*sectors],
    }


def thaw(kept: Mapping[str, Any]) -> Published:
    """Return what is shown of frozen values, in the language in use."""
    graph = Graph(
        tuple(_organisation(values) for values in kept.get("organisations", ())),
        tuple(_tie(values) for values in kept.get("ties", ())),
        Measures(**kept["measures"]),
    )
    picture = None
    if graph.ties:
        picture = folded.draw(folded.fold(graph), kept["sectors"], kept["frame"])
    figures = [
        {
            "label": gettext(MEANINGS[name].label),
            "value": pages.written(value, MEANINGS[name].form),
            "explanation": gettext(MEANINGS[name].explanation),
        }
        for name, value in kept["figures"].items()
    ]
    # What was published first had only organisations that are named.
    named = graph.measures.organisations - graph.measures.isolates
    return Published(graph, kept.get("together", named), kept["merged"], figures, picture)


def _plain(tie: Tie) -> dict[str, Any]:
    values = tie._asdict()
    return values | {name: values[name].isoformat() for name in _DAYS}


def _tie(values: Mapping[str, Any]) -> Tie:
    return Tie(**{**values, **{name: date.fromisoformat(values[name]) for name in _DAYS}})


def _organisation(values: Mapping[str, Any]) -> Organisation:
    one = Organisation(**values)
    return one._replace(name=gettext(insight.OTHERS_NAME)) if one.id == OTHERS else one
