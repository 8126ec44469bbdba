"""The picture as an image of its own, to keep and to print: SVG, and PNG made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from rok_events.documents import typesetting

if TYPE_CHECKING:
    from rok_events.network.drawing import Picture
    from rok_events.network.graph import Graph

_DOTS_PER_UNIT = 2
"""So many pixels for each unit of the picture, which is about 1000 wide: sharp in print."""


def as_svg(graph: Graph, picture: Picture) -> str:
    """Return the picture with its legend as SVG, in the language in use."""
    # Not `render_template`: there is no visitor on the command line.
    template = current_app.jinja_env.get_template("network/_picture.svg")
    return template.render(graph=graph, picture=picture, standalone=True)


def as_png(graph: Graph, picture: Picture) -> bytes:
    """Return the same picture in pixels, with the fonts of the house."""
    return typesetting.png(as_svg(graph, picture), picture.width, _DOTS_PER_UNIT)
