"""Networks side by side, or the years of one: the same figures in one table, and small pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from rok_events.core import clock, periods
from rok_events.core.clock import AMSTERDAM
from rok_events.core.permissions import Permission
from rok_events.network import asked, pages, queries
from rok_events.network.rules import FilterError, Filters, UnknownCommunityError
from rok_events.network.sketch import sketch
from rok_events.web import dates, errors, language
from rok_events.web.access import require
from rok_events.web.jinja import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.communities.models import Community
    from rok_events.network.figure_words import Figure, Meaning
    from rok_events.network.insight import Insight
    from rok_events.network.sketch import Sketch

bp = Blueprint("comparing", __name__)

MOST = 6
"""So many stand beside each other on a page: the first networks, or the last years."""


@dataclass(frozen=True)
class Column:
    """What is compared: its name and page, and its answer."""

    name: str
    url: str
    answer: Insight

    def figure(self, name: str) -> Figure:
        """Return one of its figures."""
        return self.answer.figures.figures[name]


@bp.get("/inzicht/vergelijken")
@require(Permission.SEE_NETWORK)
def show() -> ResponseReturnValue:
    """Compare the networks that are ticked, or all; of one network alone, its years."""
    visible = asked.visible()
    shown = {
        "communities": visible,
        "asked": request.args,
        "periods": pages.periods(clock.today()),
    }
    try:
        chosen = _chosen(visible)
        columns = _years(chosen[0]) if len(chosen) == 1 else _networks(chosen)
    except FilterError as error:
        page = render_template("network/comparing.html", fault=errors.sentence(error), **shown)
        return page, errors.status_of(error)
    return render_template(
        "network/comparing.html",
        fault=None,
        chosen=chosen,
        columns=columns,
        pictures=_pictures(columns, is_one=len(chosen) == 1),
        rows=_rows(columns),
        most=MOST,
        written=pages.written,
        said=said,
        **shown,
    )


def _chosen(visible: Sequence[Community]) -> Sequence[Community]:
    wanted = request.args.getlist("netwerk")
    known = {one.slug: one for one in visible}
    for slug in wanted:
        if slug not in known:
            raise UnknownCommunityError(slug)
    return [known[slug] for slug in dict.fromkeys(wanted)] or visible


def _networks(chosen: Sequence[Community]) -> list[Column]:
    read = asked.filters()
    period = Filters(since=read.since, until=read.until, kind=read.kind)
    return [_column(one.name, replace(period, community=one.slug)) for one in chosen[:MOST]]


def _years(community: Community) -> list[Column]:
    summary = queries.summaries((community.id,)).get(community.id)
    if summary is None:
        return []
    first, last = (at.astimezone(AMSTERDAM).date() for at in (summary.first_at, summary.last_at))
    return [
        _column(
            dates.span(year, language.current()),
            Filters(community=community.slug, since=year.starts_on, until=year.ends_on),
        )
        for year in periods.years(first, last)[-MOST:]
    ]


def _column(name: str, filters: Filters) -> Column:
    answer = asked.answer(filters)
    there = url_for(
        "network.network", van=filters.since, tot=filters.until, netwerk=filters.community
    )
    return Column(name, there, answer)


def _pictures(columns: Sequence[Column], *, is_one: bool) -> list[Sketch]:
    """Return the networks small; in the years of one nobody moves."""
    graphs = [column.answer.graph for column in columns]
    return [sketch(graph, graphs if is_one else ()) for graph in graphs]


def _rows(columns: Sequence[Column]) -> list[tuple[str, Meaning]]:
    """Return the figures that at least one of the columns has, by name."""
    found = {
        name: figure.meaning
        for column in columns
        for name, figure in column.answer.figures.figures.items()
        if figure.value is not None
    }
    return [*found.items()]
