"""The safety of one's own account: authenticator and recovery codes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.accounts import (
    factor_actions,
    factor_queries,
    factor_rules,
    passkey_queries,
    provider_queries,
    queries,
    sessions,
    sign_in_queries,
)
from rok_events.accounts.factor_forms import AuthenticatorForm
from rok_events.db import transaction
from rok_events.web import access, language, sealing
from rok_events.web.access import signed_in_first
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import Account

bp = Blueprint("own_security", __name__, url_prefix=sessions.SECURITY)

OFFERED = "authenticator-offered"


@bp.get("")
@signed_in_first
def show() -> ResponseReturnValue:
    """Show what proves who one is, and what can be added."""
    account = _own()
    return render_template(
        "accounts/security.html",
        account=account,
        factors=factor_queries.of(account.id),
        passkeys=passkey_queries.of(account.id),
        identities=provider_queries.of(account.id),
        has_second=sign_in_queries.needs_second(account.id),
        is_demanded=sign_in_queries.owes_second(account.id),
        naar=language.wanted(),
    )


@bp.get("/authenticator")
@signed_in_first
@sessions.freshly
def offer_authenticator() -> ResponseReturnValue:
    """Show a secret to an app, as a QR code and in letters."""
    return _authenticator_page(AuthenticatorForm(), factor_rules.new_secret())


@bp.post("/authenticator")
@signed_in_first
@sessions.freshly
def add_authenticator() -> ResponseReturnValue:
    """Let an app count once it shows the right code."""
    form = AuthenticatorForm()
    secret = _offered(form.sealed.data or "")
    if secret is None:
        flash(gettext("This page was open for too long. Scan the new picture."), "warning")
        return redirect(
            url_for(".offer_authenticator", naar=language.wanted()), HTTPStatus.SEE_OTHER
        )
    if form.validate_on_submit():
        try:
            with transaction():
                codes = factor_actions.add_authenticator(
                    _own_id(), sessions.current_id() or 0, secret, form.code.data or ""
                )
        except factor_rules.WrongCodeError as error:
            form.code.errors = [sentence(error)]
        else:
            if codes:
                return codes_page(codes)
            flash(gettext("Your authenticator app is set up."))
            return _back()
    return _authenticator_page(form, secret), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/authenticator/verwijderen")
@signed_in_first
@sessions.freshly
def remove_authenticator() -> ResponseReturnValue:
    """Take the app away."""
    with transaction():
        factor_actions.remove_authenticator(_own_id())
    flash(gettext("Your authenticator app was removed."))
    return _back()


@bp.post("/herstelcodes")
@signed_in_first
@sessions.freshly
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    with transaction():
        codes = factor_actions.renew_codes(_own_id())
    return codes_page(codes)


def codes_page(codes: list[str]) -> str:
    """Return the page that shows recovery codes, to be kept on paper or in a file."""
    title = gettext("Recovery codes of %(site)s", site=current_app.config["SITE_NAME"])
    text = "\r\n".join((title, _own().email, "", *codes, ""))
    return render_template(
        "accounts/codes.html",
        codes=codes,
        file=f"data:text/plain;charset=utf-8,{quote(text)}",
        naar=language.wanted(),
    )


def _authenticator_page(form: AuthenticatorForm, secret: bytes) -> str:
    account = _own()
    sealed = sealing.seal(OFFERED, str(account.id).encode() + b":" + secret)
    form.sealed.data = sealed
    uri = factor_rules.key_uri(secret, account.email, current_app.config["SITE_NAME"])
    return render_template(
        "accounts/authenticator.html",
        form=form,
        picture=segno.make(uri, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
        secret=factor_rules.written(secret),
        uri=uri,
    )


def _offered(sealed: str) -> bytes | None:
    found = sealing.unseal(OFFERED, sealed, factor_rules.OFFER_LIFE) or b""
    whose, _colon, secret = found.partition(b":")
    return secret if whose == str(_own_id()).encode() else None


def _own_id() -> int:
    return access.visitor().account_id or 0


def _own() -> Account:
    return queries.get_by_id(_own_id())


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show", naar=language.wanted()), HTTPStatus.SEE_OTHER)
