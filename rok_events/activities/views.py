"""Pages of activities: the agenda, the page of a community, and one activity."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities import forms, page_queries, queries, rules, structured_data
from rok_events.activities.kinds import TRAITS, Kind
from rok_events.activities.rules import State, When
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.web import language
from rok_events.web.access import public, visitor
from rok_events.web.caching import revalidated
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from flask.typing import ResponseReturnValue

    from rok_events.activities.page_queries import Details, Point
    from rok_events.activities.queries import Agenda, Card
    from rok_events.activities.rules import RegistrationState
    from rok_events.communities.models import Community

bp = Blueprint("activities", __name__)

MAP = "https://www.openstreetmap.org/directions"
PERIODS = {
    When.COMING: N_("All that is coming"),
    When.WEEK: N_("The next seven days"),
    When.MONTH: N_("The next month"),
    When.PAST: N_("Past activities"),
}


class Entry(NamedTuple):
    """An activity in the agenda, with what the page says beside it."""

    card: Card
    state: RegistrationState
    network: str


class Month(NamedTuple):
    """Activities under one heading: a month, or what has begun already."""

    starts_at: datetime
    has_begun: bool
    entries: tuple[Entry, ...]


@bp.get("/")
@public
def agenda() -> ResponseReturnValue:
    """Show the agenda of all communities."""
    return _agenda("activities/agenda.html", public_url("activities.agenda"))


@bp.get("/netwerken/<slug>")
@public
def community(slug: str) -> ResponseReturnValue:
    """Show a community and its own agenda."""
    address = public_url("activities.community", slug=slug)
    return _agenda("activities/community.html", address, communities.get(slug))


@bp.get("/activiteiten/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show an activity; a draft only to those who organise in its community."""
    activity = page_queries.get(slug)
    if activity.state is State.DRAFT:
        if not visitor().may(Permission.SEE_PARTICIPANTS, activity.community_id):
            raise NotFoundError(queries.UNKNOWN)
        g.is_private = True
    meetings = page_queries.meetings(activity.id)
    address = public_url("activities.show", slug=slug)
    network = public_url("activities.community", slug=activity.network.slug)
    return revalidated(
        render_template(
            "activities/show.html",
            activity=activity,
            meetings=meetings,
            days=_by_day(page_queries.programme(activity.id)),
            state=rules.registration_state(activity, clock.now()),
            left=rules.places_left(activity),
            kind_name=gettext(TRAITS[activity.kind].name),
            contact=activity.contact_email or current_app.config["CONTACT_EMAIL"],
            route=_route(activity),
            community=activity.network,
            canonical=address,
            event=structured_data.event(activity, meetings, address, network),
        )
    )


def _agenda(template: str, address: str, only: Community | None = None) -> ResponseReturnValue:
    now = clock.now()
    everyone = communities.everyone()
    filters = forms.read(request.args, everyone, only)
    found = queries.agenda(filters.search, everyone, now)
    # On a network's own page a card need not say of which network it is.
    names = {} if only else {community.id: community.name for community in everyone}
    return revalidated(
        render_template(
            template,
            agenda=found,
            months=_months(found, filters.search.when, names, now),
            search=filters.search,
            mistakes=filters.mistakes,
            community=only,
            networks=tuple((community.slug, community.name) for community in everyone),
            show_url=url_for("activities.show", slug=""),
            canonical=address,
            feed=f"{address.rstrip('/')}/agenda.ics",
            **_words(language.current()),
        )
    )


@lru_cache(maxsize=2)
def _words(_language: str) -> Mapping[str, object]:
    """Return the words of kinds and periods in the language in use, which is `_language`."""
    return {
        "kinds": tuple((kind.value, gettext(TRAITS[kind].plural), kind.value) for kind in Kind),
        "kind_names": tuple((kind.value, gettext(TRAITS[kind].name)) for kind in Kind),
        "periods": tuple((when.value, gettext(words)) for when, words in PERIODS.items()),
    }


def _months(found: Agenda, when: When, names: Mapping[int, str], now: datetime) -> list[Month]:
    """Put what was found under months; what has begun comes under a heading of its own.

    `names` are those of the networks, where a card must say of which one it is.
    """

    def heading(card: Card) -> tuple[bool, int, int]:
        if when is not When.PAST and card.starts_at <= now:
            return (True, 0, 0)
        here = card.starts_at.astimezone(clock.AMSTERDAM)
        return (False, here.year, here.month)

    def entry(card: Card) -> Entry:
        return Entry(card, rules.registration_state(card, now), names.get(card.community_id, ""))

    groups = ((key[0], tuple(map(entry, cards))) for key, cards in groupby(found.cards, heading))
    return [Month(entries[0].card.starts_at, has_begun, entries) for has_begun, entries in groups]


def _by_day(programme: Iterable[Point]) -> tuple[tuple[Point, ...], ...]:
    def day(point: Point) -> date:
        return point.starts_at.astimezone(clock.AMSTERDAM).date()

    return tuple(tuple(points) for _, points in groupby(programme, day))


def _route(activity: Details) -> str | None:
    """Return the address of a map with the way to an activity; nothing of it is loaded here."""
    place = activity.place_address or activity.place_name
    return f"{MAP}?{urlencode({'to': place})}" if place else None
