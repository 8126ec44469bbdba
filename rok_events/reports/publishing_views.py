"""What a network shows to everybody: chosen by its lead with a preview, and shown on its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.network import asked
from rok_events.network import queries as network
from rok_events.network.rules import FilterError
from rok_events.reports import actions, published, queries, rules, wishes
from rok_events.web import errors, language
from rok_events.web.access import require

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from rok_events.communities.models import Community
    from rok_events.reports.models import Publication
    from rok_events.reports.wishes import Wish

bp = Blueprint("publishing", __name__)

_NOTHING = N_("There is nothing to publish yet: no organisations met.")


@bp.get("/inzicht/publiceren")
@require(Permission.SEE_NETWORK)
def index() -> ResponseReturnValue:
    """Show what everybody sees now, and what they would see."""
    shown: dict[str, object] = {"communities": asked.visible(), "wish": None, "fault": None}
    try:
        wish = wishes.read(request.args)
    except FilterError as error:
        fault = {"fault": errors.sentence(error)}
        return render_template("reports/publish.html", **shown | fault), errors.status_of(error)
    content = _content(wish) if wish else None
    return render_template(
        "reports/publish.html",
        **shown | {"wish": wish},
        shows=rules.shows(request.args.get("toon", "")),
        present=queries.publication(wish.community.id) if wish else None,
        preview=_preview(wish, content) if wish and content else None,
    )


@bp.post("/inzicht/publiceren")
@require(Permission.SEE_NETWORK)
def publish() -> ResponseReturnValue:
    """Show everybody what was previewed."""
    wish = wishes.read(request.form)
    content = _content(wish) if wish else None
    as_of = wish.last_of(wish.year) if wish else None
    if wish is None or content is None or as_of is None:
        raise ConflictError(_NOTHING)
    shows = rules.shows(request.form.get("toon", ""))
    with transaction():
        actions.publish(wish.community.id, shows, wish.year, as_of, content)
    flash(gettext("Everybody sees this now on the page of the network."), "ok")
    return _back(wish)


@bp.post("/inzicht/publiceren/stoppen")
@require(Permission.SEE_NETWORK)
def withdraw() -> ResponseReturnValue:
    """Show nobody anything any more."""
    wish = wishes.read(request.form)
    if wish is None:
        raise ConflictError(_NOTHING)
    with transaction():
        actions.withdraw(wish.community.id)
    flash(gettext("Nobody sees the network any more but you and the other leads."), "ok")
    return _back(wish)


@bp.app_template_global()
def published_network(community: Community) -> Markup:
    """Return the part of a network's own page that its lead published; nothing if there is none."""
    row = queries.publication(community.id)
    return _remembered(_Key(row.version, row), language.current()) if row else Markup()


@dataclass(frozen=True)
class _Key:
    """A publication as the key of a cache: another one as soon as it was published anew."""

    version: str
    row: Publication = field(compare=False)


@lru_cache(maxsize=64)
def _remembered(key: _Key, _language: str) -> Markup:
    return _shown(key.row.content, key.row.year, key.row.as_of)


def _shown(content: dict[str, Any], year: int | None, as_of: date) -> Markup:
    seen = published.thaw(content)
    return Markup(  # noqa: S704 -- rendered by a template that escapes
        render_template("reports/_published.html", seen=seen, year=year, as_of=as_of)
    )


def _preview(wish: Wish, content: dict[str, Any]) -> Markup | None:
    as_of = wish.last_of(wish.year)
    return _shown(content, wish.year, as_of) if as_of else None


def _content(wish: Wish) -> dict[str, Any] | None:
    """Return what would be published; nothing where no organisations met."""
    answer = asked.answer(wish.filters) if wish.years else None
    if answer is None or not answer.graph.ties:
        return None
    said = request.values.get("toon", "")
    return published.freeze(answer, network.sectors(), rules.shows(said))


def _back(wish: Wish) -> ResponseReturnValue:
    page = url_for(
        ".index", netwerk=wish.community.slug, jaar=wish.year, toon=request.form.get("toon")
    )
    return redirect(page, HTTPStatus.SEE_OTHER)
