"""Pages of registrations: the form, the receipt, the personal page, and everything of one address.

No page that opens without a link from a mail tells what is known of an address.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities import queries as activities
from rok_events.activities.kinds import TRAITS
from rok_events.activities.rules import RegistrationState, State, registration_state
from rok_events.core import clock, text
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people import merging_queries as merging
from rok_events.people import queries as people
from rok_events.people import registers
from rok_events.people.models import Person
from rok_events.registrations import actions, opened, queries, rules, tickets
from rok_events.registrations.forms import (
    AddressForm,
    ChangeForm,
    RegistrationForm,
    told,
    with_questions,
)
from rok_events.web import language, limits, signing
from rok_events.web.access import by_link, public
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from rok_events.activities.kinds import Kind
    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration

bp = Blueprint("registrations", __name__)

SHUT = {
    RegistrationState.CLOSED: N_("Registration has closed"),
    RegistrationState.PAST: N_("This activity is over"),
    RegistrationState.CANCELLED: N_("This activity was cancelled"),
    RegistrationState.BY_INVITATION: N_("This activity is by invitation"),
}


@bp.app_template_filter()
def kind_name(kind: Kind) -> str:
    """Return what a kind is called."""
    return str(gettext(TRAITS[kind].name))


@bp.app_template_filter()
def role_name(role: rules.Role) -> str:
    """Return what a role is called."""
    return str(gettext(rules.ROLES[role]))


@bp.get("/activiteiten/<slug>/aanmelden")
@public
def new(slug: str) -> ResponseReturnValue:
    """Show the form, or why there is none."""
    activity = _announced(slug)
    if _state(activity) in SHUT:
        return _shut(activity)
    return _form(activity, _asking(activity)())


@bp.post("/activiteiten/<slug>/aanmelden")
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@public
def create(slug: str) -> ResponseReturnValue:
    """Register whoever filled in the form.

    Only the browser that filled in the form of a new registration goes to the personal page;
    whoever fills in an address that is known must have the link from its mailbox.
    """
    activity = _announced(slug)
    if _state(activity) in SHUT:
        return _shut(activity), HTTPStatus.CONFLICT
    form = _asking(activity)()
    if not form.validate_on_submit():
        return _form(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    applicant = form.applicant(language.current())
    activity_id, is_discreet = activity.id, activity.community.is_discreet
    with transaction():
        registration = actions.register(activity_id, applicant)
    if is_discreet or registration.form_key != applicant.form_key:
        return redirect(url_for(".receipt", slug=slug), HTTPStatus.SEE_OTHER)
    return redirect(url_for(".show", token=registration.token), HTTPStatus.SEE_OTHER)


@bp.get("/activiteiten/<slug>/aanmelden/ontvangen")
@public
def receipt(slug: str) -> ResponseReturnValue:
    """Tell that the rest comes by mail."""
    activity = _announced(slug)
    return render_template(
        "registrations/receipt.html", activity=activity, community=activity.community
    )


@bp.get("/organisaties/suggesties")
@limiter.limit(limits.SUGGESTIONS_PER_ORIGIN)
@public
def suggestions() -> ResponseReturnValue:
    """Answer which organisations somebody may be typing the name of."""
    found = people.suggestions(request.args.get("q", "")[:200], request.args.get("email", "")[:254])
    return jsonify([{"name": found_.name, "note": found_.sector or ""} for found_ in found])


@bp.get("/aanmelding/<token>")
@by_link
def show(token: str) -> ResponseReturnValue:
    """Show the personal page."""
    registration = queries.get_by_token(token)
    opened.note(registration.id)
    return _personal(
        "show",
        registration,
        place=queries.place_on_list(registration),
        state=_state(registration.activity, is_invited=True),
        ticket=tickets.at_the_door(registration),
    )


@bp.get("/aanmelding/<token>/wijzigen")
@by_link
def edit(token: str) -> ResponseReturnValue:
    """Show what was told, to be changed."""
    registration = queries.get_by_token(token)
    rules.refuse_changing(registration.activity, clock.now())
    form = with_questions(ChangeForm, registration.activity.questions)
    return _personal("edit", registration, form=form(data=told(registration)))


@bp.post("/aanmelding/<token>/wijzigen")
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@by_link
def update(token: str) -> ResponseReturnValue:
    """Change what was told."""
    registration = queries.get_by_token(token)
    form = with_questions(ChangeForm, registration.activity.questions)()
    if not form.validate_on_submit():
        return _personal("edit", registration, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    registration_id = registration.id
    with transaction():
        actions.change(registration_id, form.changed())
    flash(gettext("Your details were changed."), "ok")
    return _back(token)


@bp.get("/aanmelding/<token>/afmelden")
@by_link
def confirm_cancel(token: str) -> ResponseReturnValue:
    """Ask whether somebody is sure, where the dialog cannot open."""
    return _personal("confirm_cancel", queries.get_by_token(token))


@bp.post("/aanmelding/<token>/afmelden")
@by_link
def cancel(token: str) -> ResponseReturnValue:
    """Give up the place, or the wish for one."""
    registration_id = queries.get_by_token(token).id
    with transaction():
        actions.cancel(registration_id)
    return _back(token)


@bp.post("/aanmelding/<token>/opnieuw")
@by_link
def register_again(token: str) -> ResponseReturnValue:
    """Let somebody who cancelled come back, at the end of the list."""
    registration_id = queries.get_by_token(token).id
    with transaction():
        actions.register_again(registration_id)
    return _back(token)


@bp.get("/mijn")
@public
def mine() -> ResponseReturnValue:
    """Ask for the address of which somebody wants to see everything."""
    return render_template("registrations/mine.html", form=AddressForm())


@bp.post("/mijn")
@limiter.limit(limits.LINKS_PER_ORIGIN)
@limiter.limit(limits.LINKS_PER_ADDRESS, key_func=limits.typed_address)
@public
def send_mine() -> ResponseReturnValue:
    """Mail the link, and say the same whether the address is known or not."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("registrations/mine.html", form=form), 422
    with transaction():
        actions.send_overview(form.email.data or "", language.current())
    return redirect(url_for(".mine_sent"), HTTPStatus.SEE_OTHER)


@bp.get("/mijn/verstuurd")
@public
def mine_sent() -> ResponseReturnValue:
    """Tell that the link comes by mail, if the address is known."""
    return render_template("registrations/mine_sent.html")


@bp.get("/mijn/<token>")
@by_link
def overview(token: str) -> ResponseReturnValue:
    """List everything of one address."""
    person_id = signing.read("overview", token, rules.OVERVIEW_TERM)
    if person_id is None:
        raise NotFoundError(
            N_("This link is not valid any more. Ask for a new one at My registrations.")
        )
    now = clock.now()
    present_id = merging.present_id(Person, int(person_id))
    found = queries.of_person(present_id)
    coming = [one for one in found if one.activity.ends_at > now]
    return render_template(
        "registrations/overview.html",
        person_id=present_id,
        email=found[0].person.email if found else None,
        coming=[(one, _standing(one, now)) for one in reversed(coming)],
        past=[(one, _standing(one, now)) for one in found if one not in coming],
    )


def _standing(registration: Registration, now: datetime) -> tuple[str, str]:
    """Return how a registration stands in a word or two, and their tone."""
    if registration.activity.state is State.CANCELLED:
        return gettext("cancelled by the organiser"), "error"
    if registration.status is rules.Status.CANCELLED:
        return gettext("cancelled"), "quiet"
    if registration.activity.ends_at <= now:
        return gettext("over"), "quiet"
    if place := queries.place_on_list(registration):
        return gettext("number %(place)s on the waiting list", place=place), "warning"
    return gettext("you have a place"), "ok"


def _announced(slug: str) -> Activity:
    """Return an activity that everybody may know of."""
    activity = activities.get_by_slug(text.one_line(slug))
    if _state(activity) is RegistrationState.DRAFT:
        raise NotFoundError(N_("There is no activity at this address."))
    return activity


def _state(activity: Activity, *, is_invited: bool = False) -> RegistrationState:
    return registration_state(activity, clock.now(), is_invited=is_invited)


def _asking(activity: Activity) -> type[RegistrationForm]:
    """Return the form with what this activity asks."""
    asked = registers.among(one[0] for one in activity.accreditations)
    return with_questions(RegistrationForm, activity.questions, asked)


def _form(activity: Activity, form: RegistrationForm) -> str:
    return render_template(
        "registrations/new.html",
        activity=activity,
        community=activity.community,
        form=form,
        is_full=_state(activity) is RegistrationState.FULL,
    )


def _shut(activity: Activity) -> str:
    known = {"activity": activity, "community": activity.community, "state": _state(activity)}
    title = gettext(SHUT[_state(activity)])
    return render_template("registrations/shut.html", title=title, **known)


def _personal(page: str, registration: Registration, **known: object) -> str:
    return render_template(
        f"registrations/{page}.html",
        registration=registration,
        activity=registration.activity,
        community=registration.activity.community,
        **known,
    )


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)
