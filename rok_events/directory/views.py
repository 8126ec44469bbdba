"""Pages of the people that organisers know: finding them, and correcting what is known."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core import clock, text
from rok_events.core.errors import DomainError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.directory import actions, person_queries, queries
from rok_events.directory.forms import ONE_DAY, PersonForm, WorkForm
from rok_events.directory.queries import Search
from rok_events.people import actions as people
from rok_events.people import (
    merging_queries,
    merging_rules,
    register_actions,
    register_fields,
    register_queries,
)
from rok_events.people.models import Person
from rok_events.people.registers import Register
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.forms import blame, status

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from rok_events.directory.queries import Communities
    from rok_events.people.models import Affiliation

bp = Blueprint("directory", __name__, url_prefix="/beheer/mensen")


@bp.app_template_filter()
def day_before(day: date) -> date:
    """Return the last day of what is over on a day."""
    return day - ONE_DAY


@bp.get("")
@require(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """List the people of the visitor's communities, or those who are searched for."""
    search = Search(
        words=request.args.get("q", "")[:200],
        organisation_id=text.number(request.args.get("organisatie", "")),
        is_without_address=request.args.get("adres") == "geen",
    )
    chosen = search.organisation_id
    return render_template(
        "directory/index.html",
        search=search,
        organisation=queries.organisation(chosen) if chosen else None,
        found=queries.found(search, _seen(), request.args.get("page", 1, type=int)),
    )


@bp.get("/<int:person_id>")
@require(Permission.MANAGE_PEOPLE)
def show(person_id: int) -> ResponseReturnValue:
    """Show what is known of somebody."""
    present_id = merging_queries.present_id(Person, person_id)
    if present_id != person_id:
        return _to_person(present_id)
    person = queries.get(person_id, _seen())
    now = clock.now()
    known = person_queries.known(person_id, _seen())
    return render_template(
        "directory/person.html",
        person=person,
        known=known,
        numbers=register_queries.numbers(person_id),
        undoable=[
            one.id
            for one in known.merges
            if merging_rules.can_undo(one.merged_at, one.undone_at, now)
        ],
    )


@bp.route("/<int:person_id>/wijzigen", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def edit(person_id: int) -> ResponseReturnValue:
    """Correct name and address."""
    person = queries.get(person_id, _seen())
    form = PersonForm(data={"name": person.name, "email": person.email or ""})
    if form.validate_on_submit():
        try:
            with transaction():
                person = queries.get(person_id, _seen())
                actions.correct(person, form.name.data or "", form.email.data or None)
        except DomainError as error:
            blame(form, error, "name")
        else:
            flash(gettext("Saved."), "ok")
            return _to_person(person_id)
    return render_template("directory/edit.html", form=form, person=person), status(form)


@bp.route("/<int:person_id>/registers", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def numbers(person_id: int) -> ResponseReturnValue:
    """Correct somebody's numbers in registers."""
    person = queries.get(person_id, _seen())
    begun = register_fields.begun(register_queries.numbers(person_id))
    form = register_fields.form(Register)(data=begun)
    if form.validate_on_submit():
        with transaction():
            queries.get(person_id, _seen())
            register_actions.give(person_id, register_fields.told(form))
        flash(gettext("Saved."), "ok")
        return _to_person(person_id)
    return render_template("directory/numbers.html", form=form, person=person), status(form)


@bp.route("/<int:person_id>/werk/nieuw", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def add_work(person_id: int) -> ResponseReturnValue:
    """Note one more period of work."""
    return _work(queries.get(person_id, _seen()), None)


@bp.route("/<int:person_id>/werk/<int:affiliation_id>", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def edit_work(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    """Correct or end a period of work."""
    person = queries.get(person_id, _seen())
    return _work(person, person_queries.period(person_id, affiliation_id))


@bp.post("/<int:person_id>/werk/<int:affiliation_id>/verwijderen")
@require(Permission.MANAGE_PEOPLE)
def remove_work(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    """Take a period of work away."""
    with transaction():
        queries.get(person_id, _seen())
        actions.remove_work(person_queries.period(person_id, affiliation_id))
    flash(gettext("The period of work was removed."), "ok")
    return _to_person(person_id)


@bp.post("/<int:person_id>/netwerk")
@require(Permission.MANAGE_PEOPLE)
def leave_out(person_id: int) -> ResponseReturnValue:
    """Leave somebody out of the picture of the network who asked for it, or put them in again."""
    is_left_out = request.form.get("in_beeld") == "nee"
    with transaction():
        people.leave_out(queries.get(person_id, _seen()), is_left_out=is_left_out)
    flash(gettext("Saved."), "ok")
    return _to_person(person_id)


def _seen() -> Communities:
    return access.visitor().communities(Permission.MANAGE_PEOPLE)


def _to_person(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("directory.show", person_id=person_id), HTTPStatus.SEE_OTHER)


def _work(person: Person, period: Affiliation | None) -> ResponseReturnValue:
    form = WorkForm(data=_told(period))
    if form.validate_on_submit():
        try:
            with transaction():
                _keep(form, person.id, period.id if period else None)
        except DomainError as error:
            blame(form, error, "starts_on")
        else:
            flash(gettext("Saved."), "ok")
            return _to_person(person.id)
    page = render_template("directory/work.html", form=form, person=person, period=period)
    return page, status(form)


def _keep(form: WorkForm, person_id: int, affiliation_id: int | None) -> None:
    stint = actions.stint(*form.told())
    if affiliation_id is None:
        actions.add_work(person_id, stint)
    else:
        actions.correct_work(person_queries.period(person_id, affiliation_id), stint)


def _told(period: Affiliation | None) -> dict[str, object]:
    if period is None:
        return {"starts_on": clock.today()}
    return {
        "organisation": period.organisation.name,
        "starts_on": period.starts_on,
        "last_day": period.ends_on and period.ends_on - ONE_DAY,
    }
