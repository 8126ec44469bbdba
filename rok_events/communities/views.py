"""Pages of communities: all of them, and the theme of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, url_for

from rok_events.communities import queries
from rok_events.web import theme
from rok_events.web.access import public
from rok_events.web.caching import revalidated

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("communities", __name__)


@bp.get("/netwerken")
@public
def index() -> ResponseReturnValue:
    """Show all communities."""
    page = render_template("communities/index.html", communities=queries.everyone())
    return revalidated(page)


@bp.get("/thema/<slug>-<version>.css")
@public
def stylesheet(slug: str, version: str) -> ResponseReturnValue:
    """Serve a community's theme. The address names its content, so it never goes stale."""
    accent = queries.get(slug).accent
    present = theme.version(accent)
    if version != present:
        return redirect(url_for("communities.stylesheet", slug=slug, version=present), 302)
    answer = Response(theme.stylesheet(accent), mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
