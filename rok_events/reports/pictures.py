"""The pictures of a report as SVG: the network, and its quarters side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from rok_events.network import drawing, film, pages, queries, sight
from rok_events.network.exports.images import as_svg

if TYPE_CHECKING:
    from rok_events.network.drawing import Picture
    from rok_events.network.insight import Insight


def network(answer: Insight) -> str:
    """Draw the network, a large one folded by sector."""
    return as_svg(answer.graph, _folded(answer))


def quarters(answer: Insight, ever: Insight) -> str:
    """Draw the quarters of a period side by side, on the places of all time."""
    seen = sight.fold(ever.graph, pages.together)
    shots = film.film(answer.timeline, sight.folded_into(ever.graph, seen))
    drawn = film.multiples(_folded(ever), answer.timeline, shots)
    template = current_app.jinja_env.get_template("network/_multiples.svg")
    return template.render(multiples=drawn, quarter_name=pages.quarter_name, standalone=True)


def _folded(answer: Insight) -> Picture:
    return drawing.draw(
        sight.fold(answer.graph, pages.together),
        sectors=queries.sectors(),
        frame=[*answer.places.values()],
    )
