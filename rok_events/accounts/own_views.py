"""The page of one's own account: name, roles, and where one is signed in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.accounts import management_actions as actions
from rok_events.accounts import queries, sessions, sign_in_actions, sign_in_queries
from rok_events.accounts.forms import NameForm
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.web import access
from rok_events.web.access import signed_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import Account

bp = Blueprint("own_account", __name__, url_prefix="/mijn-account")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show one's own account."""
    account = _own()
    return _page(account, NameForm(data={"name": account.name}))


@bp.post("/naam")
@signed_in
def rename() -> ResponseReturnValue:
    """Change what the pages call one."""
    form = NameForm()
    if not form.validate_on_submit():
        return _page(_own(), form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.rename(_own(), form.name.data or "")
    flash(gettext("Your name was changed."))
    return _back()


@bp.post("/sessies/beeindigen")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with transaction():
        sign_in_actions.end_all(_own().id, but=sessions.current_id())
    flash(gettext("Signed out everywhere else."))
    return _back()


@bp.post("/sessies/<int:sign_in_id>/beeindigen")
@signed_in
def end_session(sign_in_id: int) -> ResponseReturnValue:
    """Sign out in one other place."""
    with transaction():
        sign_in_actions.end_one(_own().id, sign_in_id)
    flash(gettext("Signed out there."))
    return _back()


def _own() -> Account:
    return queries.get_by_id(access.visitor().account_id or 0)


def _page(account: Account, form: NameForm) -> str:
    return render_template(
        "accounts/own.html",
        account=account,
        form=form,
        sessions=sign_in_queries.sessions(account.id, clock.now()),
        here=sessions.current_id(),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
