"""Pages of administrators: who has an account, what they may do, and where they are signed in.

Who manages some networks sees the accounts with a role there, and gives and takes roles there. Who
manages all that an account has a role in may close it, and end its sessions.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import (
    factor_actions,
    factor_queries,
    queries,
    rules,
    sessions,
    sign_in_actions,
    sign_in_queries,
)
from rok_events.accounts import management_actions as actions
from rok_events.accounts.forms import AccountForm, RoleForm
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.core.errors import ConflictError, ForbiddenError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.web import access, language
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import Account
    from rok_events.accounts.rules import Offer

bp = Blueprint("account_management", __name__, url_prefix="/beheer/accounts")

ELSEWHERE = N_(
    "This account has roles in other networks too. Ask an administrator of all networks."
)


@bp.app_template_filter()
def account_role(role: rules.Role) -> str:
    """Return what a role of an account is called."""
    return str(gettext(rules.ROLES[role]))


@bp.get("")
@require(Permission.MANAGE_ACCOUNTS)
def overview() -> ResponseReturnValue:
    """List the accounts."""
    words = request.args.get("q", "")[:200]
    page = request.args.get("page", 1, int)
    accounts, pages = queries.listed(_managed(), words, page)
    return render_template(
        "accounts/overview.html",
        accounts=accounts,
        page=min(max(page, 1), pages),
        pages=pages,
        words=words,
        managed=_managed(),
    )


@bp.get("/nieuw")
@require(Permission.MANAGE_ACCOUNTS)
def new() -> ResponseReturnValue:
    """Ask who gets an account."""
    return render_template("accounts/new.html", form=_with_networks(AccountForm()))


@bp.post("/nieuw")
@require(Permission.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Give somebody an account with a role."""
    form = _with_networks(AccountForm())
    if form.validate_on_submit():
        try:
            account_id = _offer(form.offer(form.email.data or "", form.name.data or ""))
        except ConflictError as error:
            form.email.errors = [sentence(error)]
        else:
            return _back(account_id)
    return render_template("accounts/new.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/<int:account_id>")
@require(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> ResponseReturnValue:
    """Show an account: its roles, and where it is signed in."""
    return _page(queries.get_managed(account_id, _managed()), _with_networks(RoleForm()))


@bp.post("/<int:account_id>/rollen")
@require(Permission.MANAGE_ACCOUNTS)
def give(account_id: int) -> ResponseReturnValue:
    """Give a role."""
    account = queries.get_managed(account_id, _managed())
    form = _with_networks(RoleForm())
    if form.validate_on_submit():
        try:
            _offer(form.offer(account.email))
        except ConflictError as error:
            form.role.errors = [sentence(error)]
        else:
            return _back(account_id)
    return _page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/<int:account_id>/rollen/<int:grant_id>/intrekken")
@require(Permission.MANAGE_ACCOUNTS)
def withdraw(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Withdraw a role."""
    with transaction():
        account = queries.get_managed(account_id, _managed())
        grant = actions.withdraw(account, grant_id)
        access.check(Permission.MANAGE_ACCOUNTS, grant.community_id)
    flash(gettext("The role was withdrawn."))
    is_still_seen = rules.shares(_managed(), [one.community_id for one in account.grants])
    return _back(account_id) if is_still_seen else _to_all()


@bp.post("/<int:account_id>/sluiten")
@require(Permission.MANAGE_ACCOUNTS)
def close(account_id: int) -> ResponseReturnValue:
    """Close an account."""
    with transaction():
        actions.close(_whole(account_id))
    flash(gettext("The account was closed. Nobody can sign in with it."))
    return _back(account_id)


@bp.post("/<int:account_id>/herstellen")
@require(Permission.MANAGE_ACCOUNTS)
def reset(account_id: int) -> ResponseReturnValue:
    """Help somebody who lost everything: a link in a mail signs them in again."""
    _whole(account_id)
    if stop := sessions.stale():
        return stop
    with transaction():
        factor_actions.reset(_whole(account_id))
    flash(
        gettext("The second step was reset. They get a mail about it, and can sign in by a link.")
    )
    return _back(account_id)


@bp.post("/<int:account_id>/openen")
@require(Permission.MANAGE_ACCOUNTS)
def reopen(account_id: int) -> ResponseReturnValue:
    """Open an account that was closed."""
    with transaction():
        actions.reopen(_whole(account_id))
    flash(gettext("The account is open again."))
    return _back(account_id)


@bp.post("/<int:account_id>/sessies/beeindigen")
@require(Permission.MANAGE_ACCOUNTS)
def end_sessions(account_id: int) -> ResponseReturnValue:
    """Sign an account out everywhere."""
    with transaction():
        actions.end_sessions(_whole(account_id))
    flash(gettext("Signed out everywhere."))
    return _back(account_id)


@bp.post("/<int:account_id>/sessies/<int:sign_in_id>/beeindigen")
@require(Permission.MANAGE_ACCOUNTS)
def end_session(account_id: int, sign_in_id: int) -> ResponseReturnValue:
    """Sign an account out in one place."""
    with transaction():
        sign_in_actions.end_one(_whole(account_id).id, sign_in_id)
    flash(gettext("Signed out there."))
    return _back(account_id)


def _managed() -> Collection[int] | None:
    return access.visitor().communities(Permission.MANAGE_ACCOUNTS)


def _whole(account_id: int) -> Account:
    """Return an account all of which the visitor looks after."""
    account = queries.get_managed(account_id, _managed())
    if not _looks_after(account):
        raise ForbiddenError(ELSEWHERE)
    return account


def _looks_after(account: Account) -> bool:
    return rules.looks_after(_managed(), [grant.community_id for grant in account.grants])


def _offer(offer: Offer) -> int:
    access.check(Permission.MANAGE_ACCOUNTS, offer.community_id)
    with transaction():
        account = actions.offer(offer, locale=language.current(), is_everywhere=_managed() is None)
    flash(gettext("The role was given, and a mail about it is on its way."))
    return account.id


def _with_networks(form: RoleForm) -> RoleForm:
    form.offer_networks(communities.everyone(), _managed())
    return form


def _page(account: Account, form: RoleForm) -> str:
    managed = _managed()
    return render_template(
        "accounts/show.html",
        account=account,
        form=form,
        managed=managed,
        grants=[one for one in account.grants if managed is None or one.community_id in managed],
        is_whole=_looks_after(account),
        sessions=sign_in_queries.sessions(account.id, clock.now()),
        here=sessions.current_id(),
        factors=factor_queries.of(account.id),
        has_second=sign_in_queries.needs_second(account.id),
    )


def _back(account_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", account_id=account_id), HTTPStatus.SEE_OTHER)


def _to_all() -> ResponseReturnValue:
    return redirect(url_for(".overview"), HTTPStatus.SEE_OTHER)
