"""Pages for project leads: who should meet next, and how that comes about."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.core import clock
from rok_events.core.errors import InvalidError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.introductions import actions, prospects, queries
from rok_events.network import asked
from rok_events.network.rules import UnknownCommunityError
from rok_events.seating import wish_actions, wish_queries
from rok_events.seating.rules import pair
from rok_events.web import access, errors
from rok_events.web.access import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.communities.models import Community
    from rok_events.introductions.prospects import Prospects
    from rok_events.seating.rules import Pair

bp = Blueprint("introductions", __name__)

PAGE = "/inzicht/ontmoeten"
NO_CHOICE = N_("Tick at least one pair first.")


@bp.get(PAGE)
@require(Permission.SEE_NETWORK)
def show() -> ResponseReturnValue:
    """Show who should meet next in one network, and what was wished for before."""
    shown = {"communities": asked.visible(), "community": None, "prospects": None, "fault": None}
    try:
        community = _community()
    except UnknownCommunityError as error:
        page = render_template(
            "introductions/show.html", **shown | {"fault": errors.sentence(error)}
        )
        return page, errors.status_of(error)
    found = prospects.of(community) if community else None
    return render_template(
        "introductions/show.html", **shown | {"community": community, "prospects": found}
    )


@bp.post(PAGE)
@require(Permission.SEE_NETWORK)
def choose() -> ResponseReturnValue:
    """Make of the pairs that were ticked an invitation, or wishes for the table plan."""
    community = _the_community()
    pairs = _pairs(prospects.of(community))
    if not pairs:
        flash(gettext(NO_CHOICE), "warning")
        return _back(community)
    if request.form.get("do") == "invite":
        ticked = [f"{pair.one}-{pair.other}" for pair in pairs]
        there = url_for(".invite", netwerk=community.slug, paar=ticked)
        return redirect(there, HTTPStatus.SEE_OTHER)
    with transaction():
        wish_actions.wish(community.id, pairs)
    flash(
        ngettext(
            "%(num)d pair stands among the wishes for the table plan.",
            "%(num)d pairs stand among the wishes for the table plan.",
            len(pairs),
        ),
        "ok",
    )
    return _back(community)


@bp.get(f"{PAGE}/uitnodigen")
@require(Permission.SEE_NETWORK)
def invite() -> ResponseReturnValue:
    """Show to what the organisations of the chosen pairs can be invited, or what to ask for."""
    community = _the_community()
    found = prospects.of(community)
    pairs = _pairs(found)
    names = [tuple(found.organisations[id_].name for id_ in pair) for pair in pairs]
    may = access.visitor().may(Permission.WRITE_TO_PARTICIPANTS, community.id)
    return render_template(
        "introductions/invite.html",
        community=community,
        pairs=names,
        text=_text(community, names),
        ids=sorted({id_ for pair in pairs for id_ in pair}),
        activities=queries.coming(community.id, clock.now()) if may else [],
        may_invite=may,
    )


@bp.get(f"{PAGE}/sectoren")
@require(Permission.SEE_NETWORK)
def sectors() -> ResponseReturnValue:
    """Show which sectors of a network should know each other."""
    community = _the_community()
    return _sectors(community)


@bp.post(f"{PAGE}/sectoren")
@require(Permission.SEE_NETWORK)
def introduce_sectors() -> ResponseReturnValue:
    """Add two sectors that should know each other."""
    community = _the_community()
    known = prospects.of(community).sectors
    one, other = (request.form.get(name, "") for name in ("een", "ander"))
    try:
        with transaction():
            chosen = [sector if sector in known else "" for sector in (one, other)]
            actions.introduce_sectors(community.id, *chosen)
    except InvalidError as error:
        return _sectors(community, fault=errors.sentence(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".sectors", netwerk=community.slug), HTTPStatus.SEE_OTHER)


@bp.post(f"{PAGE}/sectoren/<int:pair_id>/verwijderen")
@require(Permission.SEE_NETWORK)
def forget_sectors(pair_id: int) -> ResponseReturnValue:
    """Take two sectors off the list."""
    row = queries.sector_pair(pair_id)
    access.check(Permission.SEE_NETWORK, row.community_id)
    slug = row.community.slug
    with transaction():
        actions.forget(queries.sector_pair(pair_id))
    return redirect(url_for(".sectors", netwerk=slug), HTTPStatus.SEE_OTHER)


@bp.post(f"{PAGE}/wensen/<int:wish_id>/verwijderen")
@require(Permission.SEE_NETWORK)
def forget_wish(wish_id: int) -> ResponseReturnValue:
    """Take a wish for the table plan back."""
    row = wish_queries.get(wish_id)
    access.check(Permission.SEE_NETWORK, row.community_id)
    community = row.community
    with transaction():
        wish_actions.take_back(wish_queries.get(wish_id))
    return _back(community)


def _community() -> Community | None:
    """Return the network that is asked for, or the first one; nothing where there is none.

    Raises:
        UnknownCommunityError: there is no such network, or it is not for the visitor.
    """
    visible, slug = asked.visible(), request.args.get("netwerk")
    found = [one for one in visible if not slug or one.slug == slug]
    if slug and not found:
        raise UnknownCommunityError(slug)
    return found[0] if found else None


def _the_community() -> Community:
    community = _community()
    if community is None:
        raise NotFoundError(N_("There is no network yet."))
    return community


def _pairs(found: Prospects) -> list[Pair]:
    """Return the pairs that are ticked, as far as both may be named."""
    known = {str(id_): id_ for id_ in found.organisations}
    ticked = (text.partition("-")[::2] for text in request.values.getlist("paar"))
    pairs = [
        pair(known[one], known[other])
        for one, other in ticked
        if one in known and other in known and one != other
    ]
    return [*dict.fromkeys(pairs)]


def _text(community: Community, pairs: Sequence[tuple[str, ...]]) -> str:
    """Return a text in which a lead asks organisers to bring organisations together."""
    begins = gettext(
        "These organisations of %(community)s work for the same families and were not together"
        " yet:",
        community=community.name,
    )
    ends = gettext("Shall we invite them together to one of the next activities?")
    return "\n".join((begins, *(f"- {one} / {other}" for one, other in pairs), ends))


def _sectors(community: Community, fault: str = "") -> str:
    return render_template(
        "introductions/sectors.html",
        community=community,
        communities=asked.visible(),
        prospects=prospects.of(community),
        fault=fault,
    )


def _back(community: Community) -> ResponseReturnValue:
    return redirect(url_for(".show", netwerk=community.slug), HTTPStatus.SEE_OTHER)
