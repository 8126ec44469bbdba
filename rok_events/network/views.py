"""Pages for project leads: which organisations were present together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from babel.numbers import format_decimal
from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.core import clock
from rok_events.core.memory import Memory
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.network import asked, meeting_queries, pages, queries
from rok_events.network.exports.formats import FORMATS
from rok_events.network.rules import FilterError
from rok_events.web import errors, language
from rok_events.web.access import require
from rok_events.web.navigation import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.communities.models import Community
    from rok_events.network.graph import Organisation
    from rok_events.network.insight import Insight

    Show: TypeAlias = Callable[[Insight, Sequence[str]], Mapping[str, object]]
    Names: TypeAlias = tuple[tuple[str, str], ...]

bp = Blueprint("network", __name__)

_pages = Memory[tuple[str, str]](16_000_000)
"""What was rendered of the latest pages; of which network they are, tell the keys."""

TABS = {
    "network.network": N_("Picture"),
    "network.matrix": N_("Matrix"),
    "network.ties": N_("Ties"),
    "network.over_time": N_("Over time"),
    "network.figures": N_("Figures"),
}
"""The pages about one choice, and what they are called."""


@bp.get("/inzicht/netwerk")
@require(Permission.SEE_NETWORK)
def network() -> ResponseReturnValue:
    """Show the picture of the network: who is in it, and what a visitor wants in sight."""
    return _page("network/_tab_picture.html", pages.picture)


@bp.get("/inzicht/netwerk/matrix")
@require(Permission.SEE_NETWORK)
def matrix() -> ResponseReturnValue:
    """Show who meets whom as a table of shades, and how sectors mix."""
    return _page("network/_tab_matrix.html", pages.matrix)


@bp.get("/inzicht/netwerk/verbindingen")
@require(Permission.SEE_NETWORK)
def ties() -> ResponseReturnValue:
    """List who was together with whom."""
    return _page("network/_tab_ties.html", pages.ties)


@bp.get("/inzicht/netwerk/door-de-tijd")
@require(Permission.SEE_NETWORK)
def over_time() -> ResponseReturnValue:
    """Show the network quarter by quarter: what is new, lasts, and sleeps."""
    return _page("network/_tab_over_time.html", pages.over_time)


@bp.get("/inzicht/netwerk/cijfers")
@require(Permission.SEE_NETWORK)
def figures() -> ResponseReturnValue:
    """Show the figures, each with what it means."""
    return _page("network/_tab_figures.html", pages.figures)


@bp.get("/inzicht/netwerk/<int:one_id>/<int:other_id>")
@require(Permission.SEE_NETWORK)
def pair(one_id: int, other_id: int) -> ResponseReturnValue:
    """List the sessions in which two organisations were together; nothing of persons."""
    filters = asked.filters()
    tie, one, other = pages.pair(asked.answer(filters).graph, one_id, other_id)
    return render_template(
        "network/pair.html",
        tie=tie,
        one=one,
        other=other,
        meetings=meeting_queries.together(filters, asked.communities_of(filters), one_id, other_id),
        traits=TRAITS,
        kept=pages.kept,
    )


def _page(template: str, show: Show) -> ResponseReturnValue:
    """Return one of the pages about the network, or why there is nothing to show on it."""
    communities = tuple(asked.visible())
    try:
        filters = asked.filters()
        answer = asked.answer(filters)
        head, body = _remembered(template, show, answer, _names(communities))
    except FilterError as error:
        choices = _choices(_names(communities))
        fault = {"fault": errors.sentence(error), "community": None}
        page = render_template("network/network.html", **choices, **fault)
        return page, errors.status_of(error)
    return render_template(
        "network/network.html",
        fault=None,
        filters=filters,
        community=next((c for c in communities if c.slug == filters.community), None),
        graph=answer.graph,
        head=head,
        body=body,
        progress=asked.progress(answer, filters),
    )


def _remembered(template: str, show: Show, answer: Insight, communities: Names) -> tuple[str, str]:
    """Render what depends only on the network and on the address, or return it as it was.

    An answer is the same for as long as the network is the same.
    """
    here = request.script_root + request.full_path
    key = template, answer.serial, communities, language.current(), here
    known = _pages.find(key)
    if known is None:
        known = _rendered(template, show, answer, communities)
        _pages.keep(key, known, 2 * sum(map(len, known)))
    return known


def _rendered(template: str, show: Show, answer: Insight, communities: Names) -> tuple[str, str]:
    """Render the head and the body of a page about the network."""
    choices, graph = _choices(communities), answer.graph
    parts = show(answer, choices["sectors"]) if graph.ties else {}
    shown = {
        "fault": None,
        "focus": None,
        "graph": graph,
        "merged": answer.merged,
        "together": answer.window.together,
        "compared": answer.compared.value,
        "remarkable": any(tie.significant for tie in graph.ties),
        "is_new": None if answer.window.since else int(answer.window.new_ties().sum()),
        "organisations": sorted(graph.organisations, key=_rank),
        "files": [*FORMATS],
        "decimal": format_decimal,
        "tabs_of_network": [
            Link(gettext(words), _address(there), "", is_here=there == request.endpoint)
            for there, words in TABS.items()
        ],
    }
    shown = choices | shown | {**parts}
    body = render_template(template, **shown) if graph.ties else ""
    return render_template("network/_head.html", **shown), body


def _choices(communities: Names) -> dict[str, Any]:
    """Return what the filters choose from."""
    return {
        "communities": communities,
        "sectors": queries.sectors(),
        "traits": TRAITS,
        "asked": request.args,
        "periods": pages.periods(clock.today()),
        "kept": pages.kept,
        "quarter_name": pages.quarter_name,
    }


def _names(communities: Sequence[Community]) -> Names:
    return tuple((community.slug, community.name) for community in communities)


def _address(endpoint: str) -> str:
    query = urlencode(pages.kept())
    return f"{url_for(endpoint)}?{query}" if query else url_for(endpoint)


def _rank(organisation: Organisation) -> tuple[float, str]:
    return (-organisation.degree, organisation.name)
