"""Which roles need a second factor, who has none yet, and help for who lost everything."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.accounts import demand_actions as actions
from rok_events.accounts import sessions, sign_in_queries
from rok_events.accounts.factor_forms import DemandForm
from rok_events.accounts.rules import Role
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("second_factor_demand", __name__, url_prefix="/beheer/accounts/tweede-stap")


@bp.get("")
@require(Permission.MANAGE_ACCOUNTS)
def show() -> ResponseReturnValue:
    """Show which roles need a second factor, and who has none yet."""
    return _page(DemandForm(data={"roles": [*sign_in_queries.demanded()]}))


@bp.post("")
@require(Permission.MANAGE_ACCOUNTS)
def save() -> ResponseReturnValue:
    """Set which roles need one; this counts for all networks together."""
    access.check(Permission.MANAGE_ACCOUNTS, None)
    if stop := sessions.stale():
        return stop
    form = DemandForm()
    if not form.validate_on_submit():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.demand({Role(value) for value in form.roles.data or ()})
    flash(gettext("Saved. Who has such a role sets up a second step before anything else."))
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


def _page(form: DemandForm) -> str:
    managed = access.visitor().communities(Permission.MANAGE_ACCOUNTS)
    return render_template(
        "accounts/demand.html",
        form=form,
        demanded=sign_in_queries.demanded(),
        without=sign_in_queries.without_second(managed),
        may_change=managed is None,
    )
