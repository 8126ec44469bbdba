"""Pages for project leads: which organisations were present together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask import Blueprint, render_template, request

from rok_events.activities.kinds import TRAITS
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.network import asked, queries
from rok_events.network.exports.formats import FORMATS
from rok_events.network.rules import FilterError
from rok_events.web import errors
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.network.graph import Organisation, Tie

bp = Blueprint("network", __name__)

A_YEAR = timedelta(days=365)
MOST_TIES = 25
"""How many ties the page lists, unless all are asked for."""


@bp.get("/inzicht")
@require(Permission.SEE_NETWORK)
def index() -> ResponseReturnValue:
    """Show the communities whose network the visitor may see, in numbers."""
    return render_template(
        "network/index.html",
        communities=asked.visible(),
        summaries=queries.summaries(asked.allowed()),
    )


@bp.get("/inzicht/netwerk")
@require(Permission.SEE_NETWORK)
def network() -> ResponseReturnValue:
    """Show the picture of the network with its figures, and the same facts as tables."""
    communities = asked.visible()
    shown = {"communities": communities, "traits": TRAITS, "asked": request.args}
    try:
        filters = asked.filters()
        answer = asked.answer(filters)
    except FilterError as error:
        page = render_template("network/network.html", fault=errors.sentence(error), **shown)
        return page, errors.status_of(error)
    graph = answer.graph
    chosen = [one for one in communities if one.slug == filters.community]
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
        files=[*FORMATS],
        decimal=format_decimal,
        **shown,
    )


def _rank(organisation: Organisation) -> tuple[float, str]:
    return (-organisation.degree, organisation.name)


def _strength(tie: Tie) -> tuple[float, int, int]:
    return (-(tie.weight or 0), tie.a, tie.b)
