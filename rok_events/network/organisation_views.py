"""The page of one organisation: its partners, the sectors it meets, and how often it came."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core import charts, clock, periods
from rok_events.core.charts import Series
from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.network import asked, drawing, portrait, queries, star
from rok_events.network.rules import FEWEST_PEOPLE, Filters
from rok_events.web.access import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.core.charts import Chart
    from rok_events.network.portrait import Visits

bp = Blueprint("portraits", __name__)

NOT_HERE = N_(
    "There is no page about this organisation. An organisation has one when at least three of its"
    " people were present in a network that you may see."
)
"""The same for who is unknown, small, or elsewhere: so that it tells nothing of any of these."""


@bp.get("/inzicht/organisaties/<slug>")
@require(Permission.SEE_NETWORK)
def show(slug: str) -> ResponseReturnValue:
    """Show one organisation, in all the visitor's networks or in one; nothing of persons."""
    filters = Filters(community=asked.filters().community)
    found = queries.addressed(slug)
    if found and found.slug != slug:
        there = url_for(".show", slug=found.slug, netwerk=filters.community)
        return redirect(there, HTTPStatus.MOVED_PERMANENTLY)
    answer = asked.answer(filters)
    shown = portrait.portrait(answer, found.id) if found else None
    if found is None or shown is None:
        raise NotFoundError(NOT_HERE)
    a_year_ago = periods.months_later(clock.today(), -periods.YEAR)
    drawn = star.star(answer.graph, found.id)
    return render_template(
        "network/organisation.html",
        portrait=shown,
        graph=drawn,
        picture=drawing.draw(drawn, sectors=queries.sectors(), frame=star.FRAME),
        leads_to=_addresses([one.organisation.id for one in shown.partners]),
        visits=_chart(shown.visits),
        a_year_ago=a_year_ago,
        new=sum(one.is_new(a_year_ago) for one in shown.partners),
        communities=asked.visible(),
        community=next((c for c in asked.visible() if c.slug == filters.community), None),
        asked=request.args,
        fewest=FEWEST_PEOPLE,
        most=star.MOST,
        focus=None,
        standalone=False,
    )


def _addresses(ids: Sequence[int]) -> dict[int, str]:
    """Return the addresses of the pages of organisations by their ids."""
    network = request.args.get("netwerk")
    return {
        id_: url_for(".show", slug=slug, netwerk=network)
        for id_, slug in queries.slugs(ids).items()
    }


def _chart(visits: Sequence[Visits]) -> Chart:
    series = Series(gettext("Sessions"), [one.sessions for one in visits])
    return charts.columns(periods.axis([one.span for one in visits]), [series])
