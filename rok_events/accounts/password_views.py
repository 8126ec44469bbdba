"""Pages for who likes a password: sign in with one, choose one, take it away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import (
    attempts,
    factor_queries,
    factor_rules,
    password_actions,
    queries,
    rules,
    sessions,
    sign_in_queries,
)
from rok_events.accounts import password_rules as passwords
from rok_events.accounts.factor_forms import NewPasswordForm, PasswordForm
from rok_events.core.errors import DomainError
from rok_events.db import transaction
from rok_events.web import access, language, limits
from rok_events.web.access import public, signed_in_first
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import Account
    from rok_events.accounts.sign_in_actions import Arrival

bp = Blueprint("password", __name__)

OWN = f"{sessions.SECURITY}/wachtwoord"


@bp.get("/inloggen/wachtwoord")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for an address and a password."""
    return render_template("accounts/with_password.html", form=PasswordForm())


@bp.post("/inloggen/wachtwoord")
@public
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def enter() -> ResponseReturnValue:
    """Take somebody with the right password on to their second factor."""
    form = PasswordForm()
    if form.validate_on_submit():
        email, password = form.email.data or "", form.password.data or ""
        try:
            arrival = attempts.tried(rules.Way.PASSWORD, email, lambda: _enter(email, password))
        except (passwords.WrongPasswordError, factor_rules.LockedError) as error:
            form.password.errors = [sentence(error)]
        else:
            return sessions.let_in(arrival, language.wanted())
    page = render_template("accounts/with_password.html", form=form)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get(OWN)
@signed_in_first
@sessions.freshly
def choose() -> ResponseReturnValue:
    """Ask for a new password."""
    return _chosen(NewPasswordForm())


@bp.post(OWN)
@signed_in_first
@sessions.freshly
def keep() -> ResponseReturnValue:
    """Set or change one's own password."""
    account, form = _own(), NewPasswordForm()
    if form.validate_on_submit():
        password = form.password.data or ""
        try:
            passwords.check(
                password, (account.name, account.email, current_app.config["SITE_NAME"])
            )
            digest = passwords.digest(password)
            with transaction():
                password_actions.keep(account.id, sessions.current_id() or 0, digest)
        except DomainError as error:
            form.password.errors = [sentence(error)]
        else:
            flash(gettext("Your password was changed."))
            return _back()
    return _chosen(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post(f"{OWN}/verwijderen")
@signed_in_first
@sessions.freshly
def remove() -> ResponseReturnValue:
    """Take one's own password away."""
    with transaction():
        password_actions.remove(access.visitor().account_id or 0)
    flash(gettext("Your password was removed. You sign in by a link in a mail."))
    return _back()


def _enter(email: str, password: str) -> Arrival:
    account = queries.find_open(email)
    kept = factor_queries.password_digest(account.id if account else 0)
    # Outside the transaction: this takes long, and others want to write.
    if not passwords.fits(kept, password) or kept is None:
        raise passwords.WrongPasswordError
    newer = passwords.digest(password) if passwords.is_outdated(kept) else None
    with transaction():
        device = rules.device(request.user_agent.string)
        return password_actions.enter(email, kept, device, newer)


def _own() -> Account:
    return queries.get_by_id(access.visitor().account_id or 0)


def _chosen(form: NewPasswordForm) -> str:
    account = _own()
    return render_template(
        "accounts/new_password.html",
        form=form,
        account=account,
        has_second=sign_in_queries.needs_second(account.id),
        least=passwords.SHORTEST,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("own_security.show"), HTTPStatus.SEE_OTHER)
