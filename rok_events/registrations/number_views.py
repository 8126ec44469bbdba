"""Pages on which people give, correct and take back their numbers in registers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people import merging_queries as merging
from rok_events.people import register_actions, register_fields, register_queries, registers
from rok_events.people.models import Person
from rok_events.people.registers import Register
from rok_events.registrations import queries, rules
from rok_events.web import limits, signing
from rok_events.web.access import by_link
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.web.forms import Form

bp = Blueprint("numbers", __name__)

ONE = "/aanmelding/<token>/registers"
EVERY = "/mijn/<token>/registers"


@bp.app_template_filter()
def asked_registers(accreditations: Iterable[Sequence[str]]) -> list[Register]:
    """Return the registers that an activity is accredited for, as far as they are known."""
    return registers.among(one[0] for one in accreditations)


@bp.get(ONE)
@by_link
def show(token: str) -> ResponseReturnValue:
    """Show somebody's numbers in the registers of one activity, to be corrected."""
    return _page(*_of_registration(token))


@bp.post(ONE)
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@by_link
def change(token: str) -> ResponseReturnValue:
    """Keep somebody's numbers in the registers of one activity."""
    return _change(*_of_registration(token))


@bp.get(EVERY)
@by_link
def show_all(token: str) -> ResponseReturnValue:
    """Show somebody's numbers in all registers, to be corrected."""
    return _page(*_of_person(token))


@bp.post(EVERY)
@limiter.limit(limits.REGISTRATIONS_PER_ORIGIN)
@by_link
def change_all(token: str) -> ResponseReturnValue:
    """Keep somebody's numbers in all registers."""
    return _change(*_of_person(token))


def _of_registration(token: str) -> tuple[int, list[Register], str]:
    """Return whose numbers are meant, in which registers, and the page that leads here."""
    registration = queries.get_by_token(token)
    asked = asked_registers(registration.activity.accreditations)
    if not asked:
        raise NotFoundError(N_("This activity asks for no number in a register."))
    return registration.person_id, asked, url_for("registrations.show", token=token)


def _of_person(token: str) -> tuple[int, list[Register], str]:
    person_id = signing.read("overview", token, rules.OVERVIEW_TERM)
    if person_id is None:
        raise NotFoundError(
            N_("This link is not valid any more. Ask for a new one at My registrations.")
        )
    present_id = merging.present_id(Person, int(person_id))
    return present_id, [*Register], url_for("registrations.overview", token=token)


def _page(person_id: int, asked: list[Register], back: str) -> str:
    form = register_fields.form(asked)(
        data=register_fields.begun(register_queries.numbers(person_id))
    )
    return _rendered(form, back)


def _change(person_id: int, asked: list[Register], back: str) -> ResponseReturnValue:
    form = register_fields.form(asked)()
    if not form.validate_on_submit():
        return _rendered(form, back), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        register_actions.give(person_id, register_fields.told(form))
    flash(gettext("Your numbers were saved."), "ok")
    return redirect(back, HTTPStatus.SEE_OTHER)


def _rendered(form: Form, back: str) -> str:
    return render_template("registrations/numbers.html", form=form, back=back)
