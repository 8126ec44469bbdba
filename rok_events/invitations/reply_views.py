"""The page behind a button in a mail: coming after all, for whoever declined in a calendar."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.db import transaction
from rok_events.invitations import reply_actions
from rok_events.registrations import queries as registrations
from rok_events.registrations.rules import Status
from rok_events.web.access import by_link

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("replies", __name__)


@bp.get("/aanmelding/<token>/toch")
@by_link
def ask(token: str) -> ResponseReturnValue:
    """Ask for one press more: programs that look behind the links of a mail press nothing."""
    registration = registrations.get_by_token(token)
    if registration.status is Status.CANCELLED:
        return redirect(url_for("registrations.show", token=token), HTTPStatus.SEE_OTHER)
    return render_template(
        "invitations/come.html",
        registration=registration,
        activity=registration.activity,
        community=registration.activity.community,
    )


@bp.post("/aanmelding/<token>/toch")
@by_link
def come(token: str) -> ResponseReturnValue:
    """Keep the place, and let the calendar show it again."""
    registration_id = registrations.get_by_token(token).id
    with transaction():
        reply_actions.come(registration_id)
    flash(gettext("Good that you are coming. Your calendar shows it again."), "ok")
    return redirect(url_for("registrations.show", token=token), HTTPStatus.SEE_OTHER)
