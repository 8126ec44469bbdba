"""The page on which names that were typed in forms are judged, many at once."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.people import judging_queries, organisation_actions, organisation_queries, queries
from rok_events.people.organisation_forms import JudgementForm, judgement_form
from rok_events.people.rules import Choice
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.people.judging_queries import Proposal

bp = Blueprint("judging", __name__, url_prefix="/beheer/organisaties/beoordelen")

MOST_DIGITS = 9


@bp.get("")
@require(Permission.MANAGE_PEOPLE)
def judge() -> ResponseReturnValue:
    """Show the names that wait, and what they may stand for; what most people gave comes first."""
    waiting = queries.count_proposed()
    pages = max(-(-waiting // judging_queries.PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    proposals = judging_queries.page(page)
    return _page(proposals, _form(proposals), waiting=waiting, page=page, pages=pages)


@bp.post("")
@require(Permission.MANAGE_PEOPLE)
def decide() -> ResponseReturnValue:
    """Do what was chosen; what was judged meanwhile stays so."""
    asked = {int(id_) for id_ in request.form.getlist("id")[: judging_queries.PAGE] if _is_id(id_)}
    proposals = judging_queries.chosen(asked)
    form = _form(proposals)
    if gone := len(asked) - len(proposals):
        words = ngettext(
            "%(num)d name was judged by somebody else meanwhile.",
            "%(num)d names were judged by somebody else meanwhile.",
            gone,
        )
        flash(words, "info")
    if form.validate_on_submit():
        verdicts = form.verdicts(proposals)
        try:
            with transaction():
                done = organisation_actions.judge(verdicts)
        except ConflictError as error:
            form.form_errors.append(sentence(error))
        else:
            flash(_done(done), "ok")
            return redirect(url_for(".judge"), HTTPStatus.SEE_OTHER)
    page = _page(proposals, form, waiting=queries.count_proposed(), page=1, pages=1)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _is_id(typed: str) -> bool:
    return typed.isdecimal() and len(typed) <= MOST_DIGITS


def _form(proposals: Sequence[Proposal]) -> JudgementForm:
    return judgement_form(proposals, organisation_queries.counts().sectors)()


def _page(proposals: Sequence[Proposal], form: JudgementForm, **known: int) -> str:
    return render_template("people/judge.html", proposals=proposals, form=form, **known)


def _done(done: Counter[Choice]) -> str:
    """Return what was done, in a sentence for each kind."""
    linked, added, ignored = (done[choice] for choice in Choice)
    said = []
    if linked:
        said.append(ngettext("%(num)d name was linked.", "%(num)d names were linked.", linked))
    if added:
        said.append(
            ngettext("%(num)d organisation was added.", "%(num)d organisations were added.", added)
        )
    if ignored:
        said.append(
            ngettext(
                "%(num)d name is no organisation.", "%(num)d names are no organisation.", ignored
            )
        )
    return " ".join(said) or gettext("These names were judged already.")
