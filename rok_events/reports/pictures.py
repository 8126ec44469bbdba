"""The pictures of a report as SVG: the network, and its quarters side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from rok_events.network import film, folded, pages, queries, sight
from rok_events.network.exports.images import as_svg

if TYPE_CHECKING:
    from rok_events.network.insight import Insight


def network(answer: Insight) -> str:
    """Draw the network, a large one folded by sector."""
    seen = folded.fold(answer.graph)
    return as_svg(answer.graph, folded.picture(seen, answer, queries.sectors()))


def is_folded(answer: Insight) -> bool:
    """Tell whether the picture of the network has signs for several organisations together."""
    return any(sight.is_fold(one.id) for one in folded.fold(answer.graph).organisations)


def quarters(answer: Insight, ever: Insight) -> str:
    """Draw the quarters of a period side by side, on the places of all time."""
    seen = folded.fold(ever.graph)
    shots = film.film(answer.timeline, sight.folded_into(ever.graph, seen))
    drawn = film.multiples(folded.picture(seen, ever, queries.sectors()), answer.timeline, shots)
    template = current_app.jinja_env.get_template("network/_multiples.svg")
    return template.render(multiples=drawn, quarter_name=pages.quarter_name, standalone=True)
