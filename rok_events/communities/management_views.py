"""Pages of administrators: the networks of this site, to be founded and changed.

Who looks after all networks founds them; who looks after some changes those.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.communities import actions, queries
from rok_events.communities.forms import CommunityForm, FoundingForm
from rok_events.core.errors import DomainError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.forms import blame, status

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("community_management", __name__, url_prefix="/beheer/netwerken")


@bp.get("")
@require(Permission.MANAGE_NETWORKS)
def index() -> ResponseReturnValue:
    """Show the networks that the visitor looks after."""
    managed = access.visitor().communities(Permission.MANAGE_NETWORKS)
    return render_template(
        "communities/managed.html",
        communities=[one for one in queries.everyone() if managed is None or one.id in managed],
        may_found=managed is None,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@require(Permission.MANAGE_NETWORKS)
def new() -> ResponseReturnValue:
    """Found a network."""
    access.check(Permission.MANAGE_NETWORKS, None)
    form = FoundingForm()
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.found(form.address(), **form.told())
        except DomainError as error:
            blame(form, error, "slug")
        else:
            flash(gettext("%(name)s was added.", name=made.name), "ok")
            return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
    return render_template("communities/new.html", form=form), status(form)


@bp.route("/<slug>/wijzigen", methods=["GET", "POST"])
@require(Permission.MANAGE_NETWORKS)
def edit(slug: str) -> ResponseReturnValue:
    """Change what pages tell of a network."""
    community = queries.get(slug)
    access.check(Permission.MANAGE_NETWORKS, community.id)
    form = CommunityForm(obj=community)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.change(community, **form.told())
        except DomainError as error:
            blame(form, error, "slug")
        else:
            flash(gettext("Saved."), "ok")
            return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
    page = render_template("communities/edit.html", form=form, community=community)
    return page, status(form)
