"""Passkeys: signing in with one, and one's own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import passkey_actions as actions
from rok_events.accounts import passkey_queries, queries, rules, sessions, sign_in_actions
from rok_events.accounts.passkey_forms import PasskeyForm, PasskeyNameForm
from rok_events.accounts.passkey_rules import PasskeyRefusedError
from rok_events.accounts.security_views import codes_page
from rok_events.db import transaction
from rok_events.web import access, language, limits
from rok_events.web.access import public, signed_in_first
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.passkey_models import Passkey

bp = Blueprint("passkeys", __name__)

OWN = f"{sessions.SECURITY}/passkeys"


@bp.app_template_global()
def passkey_origin() -> str:
    """Return the address of the only pages where the passkeys of this site work."""
    return actions.site().origin


@bp.get("/inloggen/passkey")
@public
def ask() -> ResponseReturnValue:
    """Say what a browser must ask of a passkey; each answer to it counts once."""
    answer = jsonify(actions.ask())
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/inloggen/passkey")
@public
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def use() -> ResponseReturnValue:
    """Sign in with a passkey: first factor, second factor, and proof that it is still you."""
    form = PasskeyForm()
    try:
        with transaction():
            account = actions.use(form.answer.data or "", form.proof.data or "")
            sign_in_actions.end(sessions.current_id() or sessions.half_id())
            device = rules.device(request.user_agent.string)
            arrival = sign_in_actions.arrive(account, rules.Way.PASSKEY, device)
    except PasskeyRefusedError as error:
        flash(sentence(error), "error")
        page = "second_factor.ask" if sessions.half_id() else "accounts.sign_in"
        return redirect(url_for(page, naar=language.wanted()), HTTPStatus.SEE_OTHER)
    return sessions.let_in(arrival, language.wanted())


@bp.get(f"{OWN}/nieuw")
@signed_in_first
@sessions.freshly
def new() -> ResponseReturnValue:
    """Let the browser make a passkey."""
    asked = actions.ask_new(queries.get_by_id(_own_id()))
    return render_template("accounts/new_passkey.html", asked=asked, naar=language.wanted())


@bp.post(f"{OWN}/nieuw")
@signed_in_first
def make() -> ResponseReturnValue:
    """Keep the passkey that the browser made; who brings the proof has seen the page before."""
    form = PasskeyForm()
    device = rules.device(request.user_agent.string) or gettext("Passkey")
    try:
        with transaction():
            made = actions.Made(form.answer.data or "", form.proof.data or "", device)
            codes = actions.add(_own_id(), sessions.current_id() or 0, made)
    except PasskeyRefusedError as error:
        flash(sentence(error), "error")
        return redirect(url_for(".new", naar=language.wanted()), HTTPStatus.SEE_OTHER)
    flash(gettext("Your passkey was made. You can sign in with it from now on."))
    return codes_page(codes) if codes else _back()


@bp.get(f"{OWN}/<int:passkey_id>")
@signed_in_first
def show(passkey_id: int) -> ResponseReturnValue:
    """Show one passkey, with what it is called."""
    passkey = passkey_queries.get(_own_id(), passkey_id)
    return _page(passkey, PasskeyNameForm(data={"name": passkey.name}))


@bp.post(f"{OWN}/<int:passkey_id>")
@signed_in_first
def rename(passkey_id: int) -> ResponseReturnValue:
    """Call a passkey something else."""
    form = PasskeyNameForm()
    if not form.validate_on_submit():
        passkey = passkey_queries.get(_own_id(), passkey_id)
        return _page(passkey, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.rename(passkey_queries.get(_own_id(), passkey_id), form.name.data or "")
    flash(gettext("The name of your passkey was changed."))
    return _back()


@bp.post(f"{OWN}/<int:passkey_id>/verwijderen")
@signed_in_first
@sessions.freshly
def remove(passkey_id: int) -> ResponseReturnValue:
    """Take a passkey away."""
    with transaction():
        actions.remove(_own_id(), passkey_id)
    flash(gettext("The passkey was removed. You can delete it from your device as well."))
    return _back()


def _page(passkey: Passkey, form: PasskeyNameForm) -> str:
    return render_template("accounts/passkey.html", passkey=passkey, form=form)


def _own_id() -> int:
    return access.visitor().account_id or 0


def _back() -> ResponseReturnValue:
    return redirect(url_for("own_security.show", naar=language.wanted()), HTTPStatus.SEE_OTHER)
