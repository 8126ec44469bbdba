"""Pages of the list of organisations: one list for all networks, kept by their organisers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.core.errors import DomainError, InvalidError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.people import organisation_actions as actions
from rok_events.people import organisation_lists as lists
from rok_events.people import organisation_queries as queries
from rok_events.people.organisation_forms import ListForm, OrganisationForm
from rok_events.people.organisation_queries import Search, Sort
from rok_events.people.rules import SECTORS, Standing
from rok_events.web import downloads
from rok_events.web.access import require
from rok_events.web.errors import sentence, told
from rok_events.web.forms import blame, status

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.people.models import Organisation

bp = Blueprint("organisations", __name__, url_prefix="/beheer/organisaties")

STANDINGS = {"wacht": Standing.PROPOSED, "geen": Standing.IGNORED}
"""What stands in the address for those that are not on the list."""
NO_SECTOR = "-"
WORDS = {
    Standing.ACCEPTED: (N_("on the list"), "ok"),
    Standing.PROPOSED: (N_("to be judged"), "warning"),
    Standing.IGNORED: (N_("no organisation"), "quiet"),
}


@bp.app_template_filter()
def organisation_standing(standing: Standing) -> tuple[str, str]:
    """Return what a standing is called, and its tone."""
    words, tone = WORDS[standing]
    return str(gettext(words)), tone


@bp.get("")
@require(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Show the list, or what is searched for."""
    search = _searched()
    counts = queries.counts()
    others = sorted({*counts.sectors} - {*SECTORS, ""})
    return render_template(
        "people/organisations.html",
        search=search,
        found=queries.found(search, request.args.get("page", 1, type=int)),
        standings=counts.standings,
        sectors=[(one, one) for one in (*SECTORS, *others) if one in counts.sectors],
        has_no_sector="" in counts.sectors,
        filters=urlencode([pair for pair in request.args.items() if pair[0] != "page"]),
    )


@bp.get("/lijst.<any(csv, xlsx):file_format>")
@require(Permission.MANAGE_PEOPLE)
def export(file_format: str) -> ResponseReturnValue:
    """Hand out the list, or what is searched for, as a file that can be brought back."""
    lines = lists.written(queries.every(_searched()))
    return downloads.table(file_format, gettext("organisations"), lists.COLUMNS.titles, lines)


@bp.route("/bestand", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def bring() -> ResponseReturnValue:
    """Put the organisations of a file on the list: wholly or not at all; twice is once."""
    form, mistakes = ListForm(), Mistakes()
    if form.validate_on_submit():
        try:
            listed = lists.read(form.file.data.read(), form.file.data.filename or "")
            with transaction():
                done = actions.take_in(listed)
        except FaultyFileError as error:
            mistakes = error.mistakes
        except InvalidError as error:
            form.file.errors = [sentence(error)]
        else:
            flash(_taken_in(done["added"], done["known"]), "ok")
            return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "people/organisation_file.html",
        form=form,
        mistakes=told(mistakes),
        number=mistakes.total,
        columns=lists.COLUMNS.titles,
    )
    return page, status(form)


@bp.route("/nieuw", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    """Put an organisation on the list."""
    form = OrganisationForm(known=queries.counts().sectors)
    if form.validate_on_submit():
        try:
            with transaction():
                organisation_id = actions.add(form.entry()).id
        except DomainError as error:
            blame(form, error, "name")
        else:
            flash(gettext("%(name)s is on the list.", name=form.name.data), "ok")
            return _to(organisation_id)
    page = render_template("people/organisation_new.html", form=form)
    return page, status(form)


@bp.get("/<int:organisation_id>")
@require(Permission.MANAGE_PEOPLE)
def show(organisation_id: int) -> ResponseReturnValue:
    """Show what is known of an organisation."""
    organisation = queries.get(organisation_id)
    if organisation.merged_into_id is not None:
        return _to(organisation.merged_into_id)
    return render_template(
        "people/organisation.html",
        organisation=organisation,
        people=queries.people(organisation_id),
        aliases=queries.aliases([organisation_id]).get(organisation_id, ()),
        domains=queries.domains([organisation_id]).get(organisation_id, ()),
    )


@bp.route("/<int:organisation_id>/wijzigen", methods=["GET", "POST"])
@require(Permission.MANAGE_PEOPLE)
def edit(organisation_id: int) -> ResponseReturnValue:
    """Change what the list tells of an organisation."""
    organisation = queries.get(organisation_id)
    form = OrganisationForm(data=_told(organisation), known=queries.counts().sectors)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit(organisation_id, form.entry())
        except DomainError as error:
            blame(form, error, "name")
        else:
            flash(gettext("Saved."), "ok")
            return _to(organisation_id)
    page = render_template("people/organisation_edit.html", form=form, organisation=organisation)
    return page, status(form)


@bp.post("/<int:organisation_id>/opnieuw")
@require(Permission.MANAGE_PEOPLE)
def reconsider(organisation_id: int) -> ResponseReturnValue:
    """Let a name be judged once more."""
    with transaction():
        actions.reconsider(organisation_id)
    flash(gettext("It waits for judgement again."), "ok")
    return redirect(url_for("judging.judge"), HTTPStatus.SEE_OTHER)


def _searched() -> Search:
    sort = request.args.get("sort", "")
    sector = request.args.get("sector", "")[:80]
    return Search(
        words=request.args.get("q", "")[:200],
        sector="" if sector == NO_SECTOR else sector or None,
        standing=STANDINGS.get(request.args.get("stand", ""), Standing.ACCEPTED),
        sort=next((one for one in Sort if one == sort.removeprefix("-")), Sort.NAME),
        is_falling=sort.startswith("-"),
    )


def _told(organisation: Organisation) -> dict[str, object]:
    """Return what the list tells of an organisation, as the fields of the form begin."""
    ids = [organisation.id]
    return {
        "name": organisation.name,
        "sector": organisation.sector or "",
        "place": organisation.place or "",
        "website": organisation.website or "",
        "aliases": "\n".join(queries.aliases(ids).get(organisation.id, ())),
        "domains": "\n".join(queries.domains(ids).get(organisation.id, ())),
    }


def _taken_in(added: int, known: int) -> str:
    new_ones = ngettext(
        "%(num)d organisation was added.", "%(num)d organisations were added.", added
    )
    old_ones = ngettext(
        "%(num)d was on the list already, and got what the file says more.",
        "%(num)d were on the list already, and got what the file says more.",
        known,
    )
    return f"{new_ones} {old_ones}" if known else str(new_ones)


def _to(organisation_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", organisation_id=organisation_id), HTTPStatus.SEE_OTHER)
