"""Signing in at another provider, and which of those belong to one's own account."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext

from rok_events.accounts import provider_actions as actions
from rok_events.accounts import provider_client as client
from rok_events.accounts import (
    provider_queries,
    provider_rules,
    queries,
    rules,
    sessions,
    sign_in_actions,
)
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.web import access, language, limits, signing
from rok_events.web.access import by_link, public, signed_in_first
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from rok_events.accounts.provider_rules import Provider

bp = Blueprint("providers", __name__)

TRIP = "trip"
OVER = N_("This took too long. Sign in once more.")


@bp.app_template_global()
def sign_in_providers() -> list[Provider]:
    """Return where else people can sign in."""
    return client.all_of_them()


@bp.app_template_filter()
def provider_label(issuer: str) -> str:
    """Return what a provider is called; one that is no longer configured by its address."""
    return next((one.label for one in client.all_of_them() if one.issuer == issuer), issuer)


@bp.app_template_filter()
def linking_proof(provider: Provider) -> str:
    """Return what a link to `link` must bring: nobody else can make one's browser follow it."""
    return signing.sign(_linking(provider.name), "")


@bp.get("/inloggen/bij/<name>")
@public
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def start(name: str) -> ResponseReturnValue:
    """Send somebody to a provider to sign in there."""
    try:
        return _away(client.get(name), account_id=None)
    except provider_rules.ProviderError as error:
        return _not_in(error)


@bp.get(f"{sessions.SECURITY}/koppelen/<name>")
@signed_in_first
@sessions.freshly
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def link(name: str) -> ResponseReturnValue:
    """Send somebody to a provider to have them known here by that from now on."""
    provider = client.get(name)
    proof = request.args.get("bewijs", "")
    if signing.read(_linking(name), proof, rules.PROOF_LIFE) is None:
        raise ConflictError(N_("This page was open for too long. Go back, and press once more."))
    try:
        return _away(provider, account_id=access.visitor().account_id)
    except provider_rules.ProviderError as error:
        return _to_security(sentence(error), "error")


@bp.get("/inloggen/bij/<name>/terug")
@by_link
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def back(name: str) -> ResponseReturnValue:
    """Let in whoever comes back from a provider, or link them to their account."""
    provider = client.get(name)
    trip: dict[str, Any] = session.pop(TRIP, None) or {}
    if trip.get("name") != name or clock.now().timestamp() > trip["until"]:
        return _not_in(ConflictError(OVER))
    try:
        told = client.finish(provider, _back_here(name), trip, request.args)
        if trip["account_id"] is not None:
            return _linked(provider, told, trip)
        with transaction(is_noted=True):
            account = actions.welcome(provider, told)
            sign_in_actions.end(sessions.current_id() or sessions.half_id())
            arrival = sign_in_actions.arrive(
                account,
                rules.Way.PROVIDER,
                rules.device(request.user_agent.string),
                counts_as_two=told.is_strong,
            )
    except provider_rules.ProviderError as error:
        return _not_in(error, trip["naar"])
    answer = sessions.let_in(arrival, trip["naar"])
    if provider.ends_sessions:
        session[sessions.PROVIDER] = name
    return answer


@bp.post(f"{sessions.SECURITY}/koppelingen/<int:identity_id>/verwijderen")
@signed_in_first
@sessions.freshly
def unlink(identity_id: int) -> ResponseReturnValue:
    """Let nobody in by an identity at a provider any more."""
    with transaction():
        actions.unlink(provider_queries.get(access.visitor().account_id or 0, identity_id))
    return _to_security(gettext("The link was removed."))


@bp.get("/uitloggen/bij/<name>")
@public
@limiter.limit(limits.SIGN_INS_PER_ORIGIN)
def signed_out(name: str) -> ResponseReturnValue:
    """Say that somebody is signed out here, and where they can sign out of the provider."""
    provider = client.get(name)
    try:
        url = client.farewell(provider, public_url("accounts.sign_in"))
    except provider_rules.ProviderError:
        url = None
    return render_template("accounts/signed_out.html", provider=provider, url=url)


def _away(provider: Provider, *, account_id: int | None) -> ResponseReturnValue:
    """Remember in the cookie what somebody goes for, and send them."""
    trip = client.begin(provider, _back_here(provider.name))
    url = trip.pop("url")
    session[TRIP] = {
        **trip,
        "name": provider.name,
        "account_id": account_id,
        "naar": language.wanted(),
        "until": (clock.now() + provider_rules.TRIP_LIFE).timestamp(),
    }
    return redirect(url, HTTPStatus.SEE_OTHER)


def _linked(
    provider: Provider, told: provider_rules.Testimony, trip: Mapping[str, Any]
) -> ResponseReturnValue:
    if trip["account_id"] != access.visitor().account_id:
        return _not_in(ConflictError(OVER))
    try:
        with transaction(is_noted=True):
            actions.link(provider, told, queries.get_for_update(trip["account_id"]))
    except provider_rules.ProviderError as error:
        return _to_security(sentence(error), "error")
    return _to_security(
        gettext("From now on you can sign in with %(provider)s.", provider=provider.label)
    )


def _back_here(name: str) -> str:
    return public_url("providers.back", name=name)


def _linking(name: str) -> str:
    return f"link:{access.visitor().account_id}:{name}"


def _not_in(error: ConflictError, naar: str | None = None) -> ResponseReturnValue:
    flash(sentence(error), "error")
    page = url_for("accounts.sign_in", naar=naar or language.wanted())
    return redirect(page, HTTPStatus.SEE_OTHER)


def _to_security(words: str, tone: str = "ok") -> ResponseReturnValue:
    flash(words, tone)
    return redirect(url_for("own_security.show"), HTTPStatus.SEE_OTHER)
