"""The page of somebody who is invited: what it is about, and yes, perhaps or no.

Only whoever has the link from the mail comes here, and sees nothing of other guests.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from rok_events.activities.rules import RegistrationState
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.guests import answer_actions, lists, queries, rules
from rok_events.guests.forms import AcceptForm
from rok_events.guests.rules import Standing
from rok_events.people import queries as people
from rok_events.registrations import queries as registrations
from rok_events.registrations.forms import with_questions
from rok_events.web import limits
from rok_events.web.access import by_link
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.guests.models import Guest

bp = Blueprint("answers", __name__)

HERE = "/uitnodiging/<token>"
OVER = {RegistrationState.CANCELLED, RegistrationState.PAST}


@bp.get(HERE)
@by_link
def show(token: str) -> ResponseReturnValue:
    """Show the invitation, or how it was answered, or why it holds no more."""
    guest = queries.get_by_token(token)
    return _page(guest)


@bp.post(f"{HERE}/geopend")
@by_link
def note_opened(token: str) -> ResponseReturnValue:
    """Note that somebody looks: a script of the page says so, not a program that tries links."""
    guest_id = queries.get_by_token(token).id
    with transaction():
        answer_actions.note_opened(guest_id)
    return "", HTTPStatus.NO_CONTENT


@bp.get(f"{HERE}/ja")
@by_link
def confirm_accept(token: str) -> ResponseReturnValue:
    """Ask what must be known of somebody who comes."""
    guest = queries.get_by_token(token)
    if not _may_accept(guest):
        return _back(token)
    return _form(guest, _accept_form(guest))


@bp.post(f"{HERE}/ja")
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@by_link
def accept(token: str) -> ResponseReturnValue:
    """Register the guest, and go on to the page of the registration."""
    guest = queries.get_by_token(token)
    if not _may_accept(guest):
        return _back(token)
    form = with_questions(AcceptForm, guest.activity.questions)()
    if not form.validate_on_submit():
        return _form(guest, form), HTTPStatus.UNPROCESSABLE_ENTITY
    guest_id, activity_id, person_id = guest.id, guest.activity_id, guest.person_id
    applicant = form.applicant(guest.person.email or "")
    with transaction():
        answer_actions.accept(guest_id, applicant)
    registration = registrations.find(activity_id, person_id)
    if registration is None:
        return _back(token)
    page = url_for("registrations.show", token=registration.token)
    return redirect(page, HTTPStatus.SEE_OTHER)


@bp.post(f"{HERE}/misschien")
@by_link
def consider(token: str) -> ResponseReturnValue:
    """Note that the guest may come."""
    guest_id = queries.get_by_token(token).id
    with transaction():
        answer_actions.consider(guest_id)
    return _back(token)


@bp.post(f"{HERE}/nee")
@by_link
def decline(token: str) -> ResponseReturnValue:
    """Note that the guest does not come."""
    guest_id = queries.get_by_token(token).id
    with transaction():
        answer_actions.decline(guest_id)
    return _back(token)


def _page(guest: Guest) -> str:
    state = rules.state(guest.activity, clock.now())
    registration = registrations.find(guest.activity_id, guest.person_id)
    standing = queries.standing(guest)
    form = _accept_form(guest)
    return render_template(
        "guests/show.html",
        guest=guest,
        activity=guest.activity,
        community=guest.activity.community,
        standing=standing,
        state=state,
        is_over=state in OVER,
        registration=registration,
        place=registrations.place_on_list(registration) if registration else None,
        # Named apart: a form with faults would change the title.
        known=form,
        is_known=not _must_tell(guest, form),
    )


def _form(guest: Guest, form: AcceptForm) -> str:
    return render_template(
        "guests/accept.html",
        guest=guest,
        activity=guest.activity,
        community=guest.activity.community,
        form=form,
        is_full=rules.state(guest.activity, clock.now()) is RegistrationState.FULL,
    )


def _accept_form(guest: Guest) -> AcceptForm:
    """Return the form, filled in with what is known of the guest."""
    employer = people.present_employer(guest.person_id)
    known = {"name": guest.person.name, "organisation": employer.name if employer else ""}
    form = with_questions(AcceptForm, guest.activity.questions)
    return form(formdata=None, data=known)


def _must_tell(guest: Guest, form: AcceptForm) -> bool:
    """Tell whether something must be asked before somebody can say yes."""
    is_guessed = guest.person.name == lists.guessed_name(guest.person.email or "")
    is_asked = any(question.is_required for question in guest.activity.questions)
    return is_guessed or is_asked or not form.organisation.data


def _may_accept(guest: Guest) -> bool:
    """Tell whether a yes can be taken; else the page says why not."""
    is_open = rules.is_on(guest.activity, clock.now())
    answered = {Standing.CONFIRMED, Standing.WAITING, Standing.TAKEN_BACK}
    return is_open and queries.standing(guest) not in answered


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)
