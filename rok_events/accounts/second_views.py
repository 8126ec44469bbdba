"""Pages that ask for a second factor: on the way in, and before a change that matters."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import (
    actions,
    attempts,
    factor_rules,
    passkey_queries,
    queries,
    rules,
    second_actions,
    sessions,
    sign_in_queries,
)
from rok_events.accounts.factor_forms import CodeForm
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.web import access, language, limits
from rok_events.web.access import public, signed_in_first
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import Account
    from rok_events.accounts.sign_in_actions import Arrival

bp = Blueprint("second_factor", __name__, url_prefix="/inloggen")


@bp.get("/code")
@public
def ask() -> ResponseReturnValue:
    """Ask whoever showed a first factor for the second."""
    found = sign_in_queries.find_half(sessions.half_id(), clock.now())
    return _asked(found[0], CodeForm()) if found else _over()


@bp.post("/code")
@public
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def answer() -> ResponseReturnValue:
    """Let somebody in who brings a second factor, once."""
    form = CodeForm()
    found = sign_in_queries.find_half(sessions.half_id(), clock.now())
    if found is None:
        return _over()
    account, half = found
    if form.validate_on_submit():
        half_id, way, email, code = half.id, half.way, account.email, form.code.data or ""
        try:
            arrival = attempts.tried(way, email, lambda: _answered(half_id, code))
        except rules.SignInOverError:
            return _over()
        except (factor_rules.WrongCodeError, factor_rules.LockedError) as error:
            form.code.errors = [sentence(error)]
        else:
            return sessions.let_in(arrival, language.wanted())
    return _asked(account, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/nogmaals")
@signed_in_first
def ask_again() -> ResponseReturnValue:
    """Ask whoever signed in a while ago to prove who they are."""
    return _asked_again(CodeForm())


@bp.post("/nogmaals")
@signed_in_first
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def answer_again() -> ResponseReturnValue:
    """Go on to the page that asked for it, with a code that is right."""
    account, sign_in = _own(), sessions.current()
    form = CodeForm()
    if sign_in is not None and form.validate_on_submit():
        try:
            attempts.tried(
                sign_in.way,
                account.email,
                lambda: _proved(account.id, sign_in.id, form.code.data or ""),
            )
        except (factor_rules.WrongCodeError, factor_rules.LockedError) as error:
            form.code.errors = [sentence(error)]
        else:
            return _onwards()
    return _asked_again(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/nogmaals/link")
@signed_in_first
@limiter.limit(limits.LINKS_PER_ORIGIN)
@limiter.limit(limits.LINKS_PER_ADDRESS, key_func=lambda: f"account {access.visitor().account_id}")
def mail_link_again() -> ResponseReturnValue:
    """Mail a link that signs in anew and leads on, to who has no second factor."""
    email = _own().email
    with transaction():
        actions.mail_link(email, language.current(), language.wanted())
    return render_template("accounts/link_sent.html", email=email, minutes=rules.LINK_MINUTES)


def _answered(half_id: int, code: str) -> Arrival:
    with transaction():
        return second_actions.answer(half_id, code)


def _proved(account_id: int, sign_in_id: int, code: str) -> None:
    with transaction():
        second_actions.prove(account_id, sign_in_id, code)


def _own() -> Account:
    return queries.get_by_id(access.visitor().account_id or 0)


def _asked(account: Account, form: CodeForm) -> str:
    return render_template(
        "accounts/code.html",
        form=form,
        account=account,
        has_passkey=bool(passkey_queries.of(account.id)),
    )


def _asked_again(form: CodeForm) -> str:
    account = _own()
    return render_template(
        "accounts/again.html",
        form=form,
        account=account,
        has_second=sign_in_queries.needs_second(account.id),
        has_passkey=bool(passkey_queries.of(account.id)),
    )


def _onwards() -> ResponseReturnValue:
    page = language.wanted() or sessions.SECURITY
    return redirect(request.script_root + page, HTTPStatus.SEE_OTHER)


def _over() -> ResponseReturnValue:
    flash(gettext(rules.SignInOverError().message), "warning")
    return redirect(url_for("accounts.sign_in", naar=language.wanted()), HTTPStatus.SEE_OTHER)
