"""Pages that merge two people or two organisations, and part them again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core import clock, text
from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.directory import double_queries, merging_actions, queries, rules, sides
from rok_events.people import merging_queries, merging_rules
from rok_events.people import organisation_queries as organisations
from rok_events.people import queries as people
from rok_events.people.merging_rules import MergeKind
from rok_events.web import access
from rok_events.web.access import require
from rok_events.web.errors import sentence
from rok_events.work.models import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from rok_events.directory.queries import Communities
    from rok_events.directory.sides import Side

bp = Blueprint("merging", __name__, url_prefix="/beheer")

PEOPLE = "/mensen/<int:person_id>/samenvoegen"
ORGANISATIONS = "/organisaties/<int:organisation_id>/samenvoegen"
MOST = 50


@bp.app_template_filter()
def rows_of(table: str) -> str:
    """Return what a table calls its rows, as a message id."""
    return merging_queries.words(table)


@bp.get("/mensen/dubbel")
@require(Permission.MANAGE_PEOPLE)
def doubles() -> ResponseReturnValue:
    """List who may be known twice."""
    pairs = double_queries.pairs(_seen())
    return render_template("directory/doubles.html", pairs=pairs, most=double_queries.MOST)


@bp.get(PEOPLE)
@require(Permission.MANAGE_PEOPLE)
def choose_person(person_id: int) -> ResponseReturnValue:
    """Choose whom to merge somebody with, and see what that means."""
    queries.get(person_id, _seen())
    return _choose(MergeKind.PERSON, person_id)


@bp.post(PEOPLE)
@require(Permission.MANAGE_PEOPLE)
def merge_people(person_id: int) -> ResponseReturnValue:
    """Merge two people."""
    queries.get(person_id, _seen())
    return _merge(MergeKind.PERSON, person_id)


@bp.get(ORGANISATIONS)
@require(Permission.MANAGE_PEOPLE)
def choose_organisation(organisation_id: int) -> ResponseReturnValue:
    """Choose what to merge an organisation with, and see what that means."""
    organisations.get(organisation_id)
    return _choose(MergeKind.ORGANISATION, organisation_id)


@bp.post(ORGANISATIONS)
@require(Permission.MANAGE_PEOPLE)
def merge_organisations(organisation_id: int) -> ResponseReturnValue:
    """Merge two organisations."""
    organisations.get(organisation_id)
    return _merge(MergeKind.ORGANISATION, organisation_id)


@bp.get("/samenvoegingen")
@require(Permission.MANAGE_PEOPLE)
def merges() -> ResponseReturnValue:
    """List what was merged lately."""
    communities = _seen()
    known = None if communities is None else queries.known(communities)
    found = merging_queries.latest(known, MOST)
    now = clock.now()
    return render_template(
        "directory/merges.html",
        merges=found,
        names=merging_queries.names(found),
        undoable={
            one.id for one in found if merging_rules.can_undo(one.merged_at, one.undone_at, now)
        },
        days=merging_rules.TERM.days,
    )


@bp.post("/samenvoegingen/<int:merge_id>/ongedaan")
@require(Permission.MANAGE_PEOPLE)
def undo(merge_id: int) -> ResponseReturnValue:
    """Make two of one again."""
    with transaction():
        merge = merging_queries.get(merge_id)
        _check(merge.kind, merge.kept_id)
        done = merging_actions.part(merge, access.visitor().account_id)
    if isinstance(done, Work):
        return _to_work(done)
    _tell(done)
    return _to(merge.kind, merge.gone_id)


def _seen() -> Communities:
    return access.visitor().communities(Permission.MANAGE_PEOPLE)


def _choose(kind: MergeKind, id_: int, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    words = request.args.get("q", "")[:200]
    other_id = text.number(request.args.get("met", ""))
    if other_id is None or other_id == id_:
        page = render_template(
            "directory/choose.html",
            side=_side(kind, id_),
            words=words,
            found=_others(kind, id_, words) if words else [],
        )
        return page, status
    both = [_side(kind, id_), _side(kind, other_id)]
    kept_id = text.number(request.args.get("blijft", ""))
    if kept_id == other_id or (kept_id is None and both[1].rank > both[0].rank):
        both.reverse()
    return render_template("directory/merge.html", kept=both[0], gone=both[1], here=id_), status


def _merge(kind: MergeKind, id_: int) -> ResponseReturnValue:
    other_id = text.number(request.args.get("met", ""))
    kept_id = text.number(request.form.get("kept", ""))
    if other_id is None or kept_id not in {id_, other_id}:
        return _choose(kind, id_, HTTPStatus.UNPROCESSABLE_ENTITY)
    gone_id = other_id if kept_id == id_ else id_
    try:
        with transaction():
            _check(kind, kept_id, gone_id)
            work = merging_actions.merge(kind, kept_id, gone_id, access.visitor().account_id)
    except ConflictError as error:
        flash(sentence(error), "error")
        return _choose(kind, id_, HTTPStatus.CONFLICT)
    if work is not None:
        return _to_work(work)
    flash(
        gettext(
            "The two are one now. You can undo this for %(days)s days.",
            days=merging_rules.TERM.days,
        ),
        "ok",
    )
    return _to(kind, kept_id)


def _check(kind: MergeKind, *ids: int) -> None:
    if kind is MergeKind.PERSON:
        rules.refuse_others(_seen(), queries.known_in(*ids))


def _side(kind: MergeKind, id_: int) -> Side:
    if kind is MergeKind.PERSON:
        return sides.person(queries.get(id_, _seen()))
    return sides.organisation(organisations.get(id_))


def _others(kind: MergeKind, id_: int, words: str) -> list[tuple[int, str, str]]:
    if kind is MergeKind.PERSON:
        found = queries.others(id_, words, _seen())
        return [
            (one.id, one.name, ", ".join(filter(None, (one.email, one.organisation))))
            for one in found
        ]
    known = people.suggestions(words, limit=20)
    return [(one.id, one.name, one.sector or "") for one in known if one.id != id_]


def _tell(left: Mapping[str, int]) -> None:
    flash(gettext("They are two again."), "ok")
    for name, number in left.items():
        words = gettext(merging_queries.words(name))
        flash(
            gettext(
                "%(what)s: %(number)s of them changed since, and stay as they are.",
                number=number,
                what=words,
            ),
            "warning",
        )


def _to_work(work: Work) -> ResponseReturnValue:
    return redirect(url_for("work.show", work_id=work.id), HTTPStatus.SEE_OTHER)


def _to(kind: MergeKind, id_: int) -> ResponseReturnValue:
    return redirect(sides.page(kind, id_), HTTPStatus.SEE_OTHER)
