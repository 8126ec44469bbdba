"""The picture as an image of its own, to keep and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from rok_events.network.drawing import Picture
    from rok_events.network.graph import Graph


def standalone(graph: Graph, picture: Picture) -> str:
    """Return the picture with its legend as SVG, in the language in use."""
    # Not `render_template`: there is no visitor on the command line.
    template = current_app.jinja_env.get_template("network/_picture.svg")
    return template.render(graph=graph, picture=picture, standalone=True)
