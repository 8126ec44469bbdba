"""The page on which somebody chooses to be left out of the picture of the network."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people import actions, merging_queries, queries
from rok_events.people.models import Person
from rok_events.registrations.rules import OVERVIEW_TERM
from rok_events.web import signing
from rok_events.web.access import by_link

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("network_choice", __name__)


@bp.get("/mijn/<token>/netwerk")
@by_link
def show(token: str) -> ResponseReturnValue:
    """Tell what the picture shows of somebody, and let them choose."""
    return render_template("network/choice.html", token=token, person=_holder(token))


@bp.post("/mijn/<token>/netwerk")
@by_link
def choose(token: str) -> ResponseReturnValue:
    """Leave somebody out of the picture, or put them in it again."""
    is_left_out = request.form.get("in_beeld") == "nee"
    with transaction():
        actions.leave_out(_holder(token), is_left_out=is_left_out)
    words = (
        gettext("You are not in the picture of the network any more.")
        if is_left_out
        else gettext("You count in the picture of the network again.")
    )
    flash(words, "ok")
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


def _holder(token: str) -> Person:
    """Return whose link this is: only a mail to their own address brings one."""
    person_id = signing.read("overview", token, OVERVIEW_TERM)
    if person_id is None:
        raise NotFoundError(
            N_("This link is not valid any more. Ask for a new one at My registrations.")
        )
    return queries.person(merging_queries.present_id(Person, int(person_id)))
