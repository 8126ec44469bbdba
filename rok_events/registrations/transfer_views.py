"""Pages on which somebody hands a place over to a colleague, from their personal page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.core import clock
from rok_events.core.errors import DomainError
from rok_events.db import transaction
from rok_events.registrations import actions, queries, rules
from rok_events.registrations.transfer_forms import TransferForm
from rok_events.web import language, limits
from rok_events.web.access import by_link
from rok_events.web.errors import sentence
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.registrations.models import Registration

bp = Blueprint("transfers", __name__)


@bp.get("/aanmelding/<token>/overdragen")
@by_link
def new(token: str) -> ResponseReturnValue:
    """Ask who takes the place."""
    registration = queries.get_by_token(token)
    _refuse(registration)
    organisation = registration.organisation
    form = TransferForm(data={"organisation": organisation.name if organisation else ""})
    return _page(registration, form)


@bp.post("/aanmelding/<token>/overdragen")
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@by_link
def create(token: str) -> ResponseReturnValue:
    """Hand the place over to whoever was filled in."""
    registration = queries.get_by_token(token)
    _refuse(registration)
    form = TransferForm()
    if not form.validate_on_submit():
        return _page(registration, form), HTTPStatus.UNPROCESSABLE_ENTITY
    colleague = form.colleague(language.current())
    registration_id = registration.id
    try:
        with transaction():
            actions.transfer(registration_id, colleague)
    except DomainError as error:
        form.email.errors = [sentence(error)]
        return _page(queries.get_by_token(token), form), HTTPStatus.CONFLICT
    words = gettext("%(name)s has your place now, and gets a mail.", name=colleague.name)
    flash(words, "ok")
    return redirect(url_for("registrations.show", token=token), HTTPStatus.SEE_OTHER)


def _refuse(registration: Registration) -> None:
    """Refuse whoever has no place to hand over."""
    activity = registration.activity
    rules.refuse_changing(activity, clock.now())
    rules.refuse_giving_away(registration.status, is_discreet=activity.community.is_discreet)


def _page(registration: Registration, form: TransferForm) -> str:
    return render_template(
        "registrations/transfer.html",
        registration=registration,
        activity=registration.activity,
        community=registration.activity.community,
        form=form,
    )
