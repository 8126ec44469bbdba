"""Pages of long work: how far one is and what came of it, and a list of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.web import access
from rok_events.web.access import require
from rok_events.work import kinds, progress, queries, rules
from rok_events.work.rules import WorkState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from rok_events.work.models import Work

bp = Blueprint("work", __name__)

ONE = "/beheer/werk/<int:work_id>"


@bp.app_template_filter()
def work_state(state: WorkState) -> tuple[str, str]:
    """Return how a work stands in words, and their tone."""
    words, tone = rules.STATES[state]
    return gettext(words), tone


@bp.get("/beheer/werk")
@require(Permission.SEE_PARTICIPANTS)
def index() -> ResponseReturnValue:
    """Show what the visitor started, and an administrator what everybody did."""
    visitor = access.visitor()
    found = queries.listed(visitor.account_id, visitor.communities(Permission.MANAGE_ACCOUNTS))
    return render_template("work/index.html", works=found, kinds=kinds.names())


@bp.get(ONE)
@require(Permission.SEE_PARTICIPANTS)
def show(work_id: int) -> ResponseReturnValue:
    """Show how far a work is, or what came of it."""
    work = _work(work_id)
    kind = kinds.get(work.kind)
    return render_template(
        "work/show.html",
        work=work,
        kind=kind,
        stand=_stand(work),
        result=work.result,
        mistakes=[
            (row, column, gettext(message, **values))
            for row, column, message, values in work.result.get("mistakes", ())
        ],
        refusal=_refusal(work),
    )


@bp.get(f"{ONE}/stand")
@require(Permission.SEE_PARTICIPANTS)
def stand(work_id: int) -> ResponseReturnValue:
    """Tell how far a work is, for the script of its page."""
    answer = jsonify(_stand(_work(work_id)))
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.post(f"{ONE}/stoppen")
@require(Permission.SEE_PARTICIPANTS)
def stop(work_id: int) -> ResponseReturnValue:
    """Ask to stop a work. The database is not needed for it, and may be busy with that work."""
    work = _work(work_id)
    if work.state in rules.OPEN:
        if not progress.ask_to_stop(work_id):
            flash(gettext("Stopping did not work. Try again in a moment."), "error")
        work = queries.get(work_id)
    if work.state not in rules.OPEN:
        progress.forget(work_id)
    if work.state is WorkState.DONE:
        flash(gettext("It was too late to stop: everything was done already."), "info")
    return redirect(url_for(".show", work_id=work_id), HTTPStatus.SEE_OTHER)


def _work(work_id: int) -> Work:
    """Return a work that the visitor started, or that belongs to a community they administer.

    Raises:
        NotFoundError: there is none, and nobody learns whether somebody else has it.
    """
    work, visitor = queries.get(work_id), access.visitor()
    is_own = work.account_id == visitor.account_id
    if not is_own and not visitor.may(Permission.MANAGE_ACCOUNTS, work.community_id):
        raise NotFoundError(queries.UNKNOWN)
    return work


def _stand(work: Work) -> Mapping[str, object]:
    """Return how far a work is, in words and numbers."""
    last = progress.stand(work.id) if work.state in rules.OPEN else None
    done, total = (last.done, last.total) if last else (0, 0)
    words = gettext(rules.STATES[work.state][0])
    if work.state in rules.OPEN and progress.is_to_stop(work.id):
        words = gettext("Is being stopped")
    elif total:
        words = gettext("%(state)s: %(part)s%%", state=words, part=100 * done // total)
    return {
        "words": words,
        "done": done,
        "total": total,
        "isOver": work.state not in rules.OPEN,
    }


def _refusal(work: Work) -> str:
    if "refusal" not in work.result:
        return ""
    message, values = work.result["refusal"]
    return str(gettext(message, **values))
