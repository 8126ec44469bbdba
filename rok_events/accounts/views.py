"""Pages to sign in and out."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.accounts import actions, queries, rules, sessions, sign_in_actions
from rok_events.accounts.forms import SignInForm, UseLinkForm
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.db import transaction
from rok_events.web import access, keeping, language, limits
from rok_events.web.access import by_link, public
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)


@bp.app_template_filter()
def account_name(account_id: int) -> str:
    """Return what whoever has an account is called, also when it is there no more."""
    try:
        account = queries.get_by_id(account_id)
    except NotFoundError:
        return str(gettext("A former colleague"))
    return account.name or account.email


@bp.get("/inloggen")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the address to send a link to."""
    visitor = access.visitor()
    if visitor.is_known:
        page = language.wanted() or visitor.first or rules.start_page(visitor)
        return redirect(request.script_root + page, HTTPStatus.SEE_OTHER)
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/inloggen")
@public
@limiter.limit(limits.LINKS_PER_ORIGIN)
@limiter.limit(limits.LINKS_PER_ADDRESS, key_func=limits.typed_address)
def ask_for_link() -> ResponseReturnValue:
    """Mail a link, and answer the same whether the address is known or not."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    email = form.email.data or ""
    with transaction():
        actions.mail_link(email, language.current(), language.wanted())
    return render_template("accounts/link_sent.html", email=email, minutes=rules.LINK_MINUTES)


@bp.get("/inloggen/<token>")
@by_link
def open_link(token: str) -> ResponseReturnValue:
    """Ask for a click: programs that look through mail open links too."""
    found = queries.find_link(token)
    if found is None or not rules.is_good(found[0].used_at, found[0].expires_at, clock.now()):
        return _spent()
    return render_template("accounts/open_link.html", form=UseLinkForm(), account=found[1])


@bp.post("/inloggen/<token>")
@by_link
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def use_link(token: str) -> ResponseReturnValue:
    """Sign in by a link, once."""
    try:
        with transaction():
            arrival = actions.use_link(token, rules.device(request.user_agent.string))
    except rules.LinkSpentError:
        return _spent()
    return sessions.let_in(arrival, language.wanted())


@bp.post("/uitloggen")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, and offer to end the one at the provider where it began."""
    provider = sessions.provider()
    sign_in_id = sessions.end()
    if sign_in_id is not None:
        with transaction():
            sign_in_actions.end(sign_in_id)
    page = f"{request.script_root}/"
    if provider is not None:
        page = url_for("providers.signed_out", name=provider)
    else:
        flash(gettext("You are signed out."))
    answer = redirect(page, HTTPStatus.SEE_OTHER)
    keeping.forget(answer)
    return answer


def _spent() -> ResponseReturnValue:
    return render_template("accounts/link_spent.html", minutes=rules.LINK_MINUTES), HTTPStatus.GONE
