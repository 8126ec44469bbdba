"""Pages for project leads: which organisations were present together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.network import exports, insight, pictures, queries
from rok_events.network.rules import FilterError, Filters
from rok_events.web import errors
from rok_events.web.access import require, visitor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.communities.models import Community
    from rok_events.network.graph import Organisation, Tie
    from rok_events.network.insight import Insight

bp = Blueprint("network", __name__)

A_YEAR = timedelta(days=365)
MOST_TIES = 25
"""How many ties the page lists, unless all are asked for."""

TYPES = {
    "json": "application/json",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
ASKED_BY = {"van": "since", "tot": "until", "soort": "kind", "netwerk": "community"}
"""What the parts of the address ask for."""


@bp.get("/inzicht")
@require(Permission.SEE_NETWORK)
def index() -> ResponseReturnValue:
    """Show the communities whose network the visitor may see, in numbers."""
    allowed = _allowed()
    return render_template(
        "network/index.html",
        communities=_visible(allowed),
        summaries=queries.summaries(allowed),
    )


@bp.get("/inzicht/netwerk")
@require(Permission.SEE_NETWORK)
def network() -> ResponseReturnValue:
    """Show the picture of the network with its figures, and the same facts as tables."""
    allowed = _allowed()
    shown = {"communities": _visible(allowed), "traits": TRAITS, "asked": request.args}
    try:
        filters, answer = _ask(allowed)
    except FilterError as error:
        page = render_template("network/network.html", fault=errors.sentence(error), **shown)
        return page, errors.status_of(error)
    graph = answer.graph
    chosen = [one for one in _visible(allowed) if one.slug == filters.community]
    return render_template(
        "network/network.html",
        fault=None,
        filters=filters,
        community=chosen[0] if chosen else None,
        graph=graph,
        merged=answer.merged,
        picture=answer.picture(),
        standalone=False,
        is_new=None if filters.since else graph.new_ties(clock.today() - A_YEAR),
        organisations=sorted(graph.organisations, key=_rank),
        ties=sorted(graph.ties, key=_strength)[: None if "alle" in request.args else MOST_TIES],
        names={organisation.id: organisation.name for organisation in graph.organisations},
        files=[*TYPES],
        decimal=format_decimal,
        **shown,
    )


@bp.get("/inzicht/netwerk.<any(json, gexf, graphml, csv, svg):file_format>")
@require(Permission.SEE_NETWORK)
def download(file_format: str) -> ResponseReturnValue:
    """Hand out what the page shows, as a file."""
    filters, answer = _ask(_allowed())
    written = {
        "json": lambda: exports.as_json(answer.graph, filters),
        "gexf": lambda: exports.as_gexf(answer.graph),
        "graphml": lambda: exports.as_graphml(answer.graph),
        "csv": lambda: exports.as_csv(answer.graph),
        "svg": lambda: pictures.standalone(answer.graph, answer.picture()),
    }[file_format]()
    name = "-".join(("netwerk", *([filters.community] if filters.community else [])))
    return Response(
        written,
        content_type=TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{file_format}"'},
    )


def _allowed() -> frozenset[int] | None:
    return visitor().communities(Permission.SEE_NETWORK)


def _visible(allowed: frozenset[int] | None) -> Sequence[Community]:
    return [one for one in communities.everyone() if allowed is None or one.id in allowed]


def _ask(allowed: frozenset[int] | None) -> tuple[Filters, Insight]:
    filters = Filters.read({ASKED_BY[name]: request.args.get(name) for name in ASKED_BY})
    asked = insight.within(filters, allowed)
    others = gettext(insight.OTHERS_NAME)
    return filters, insight.ask_publishable(filters, asked, others)


def _rank(organisation: Organisation) -> tuple[float, str]:
    return (-organisation.degree, organisation.name)


def _strength(tie: Tie) -> tuple[float, int, int]:
    return (-(tie.weight or 0), tie.a, tie.b)
