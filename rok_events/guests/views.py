"""Pages of inviting, for organisers: who is invited, whom to invite, reminders, taking back."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.activities import queries as activities
from rok_events.activities.rules import RegistrationState
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import folded
from rok_events.db import transaction
from rok_events.guests import actions, known_queries, lists, queries, rules
from rok_events.guests.forms import ListForm, WishForm
from rok_events.guests.known_queries import Search
from rok_events.guests.lists import Entry, List
from rok_events.guests.rules import Refusal, Standing
from rok_events.web import access, dates, language
from rok_events.web.access import require
from rok_events.web.errors import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.guests.models import Guest
    from rok_events.guests.queries import Row

bp = Blueprint("guests", __name__)

HERE = "/beheer/activiteiten/<int:activity_id>/uitnodigingen"
PAGE = 50
MOST_SHOWN = 200

# How the list is narrowed: what stands in the address, and what it means.
CHOICES: dict[str, frozenset[Standing]] = {
    "ja": frozenset({Standing.CONFIRMED, Standing.WAITING}),
    "misschien": frozenset({Standing.TENTATIVE}),
    "nee": frozenset({Standing.DECLINED}),
    "geen-antwoord": rules.UNANSWERED,
    "ingetrokken": frozenset({Standing.TAKEN_BACK}),
}
TROUBLED = "niet-aangekomen"


@bp.app_template_filter()
def guest_standing(standing: Standing) -> tuple[str, str]:
    """Return how an invitation stands in words, and their tone."""
    words, tone = rules.STANDINGS[standing]
    return gettext(words), tone


@bp.app_template_filter()
def refusal_words(refusal: Refusal) -> str:
    """Return why somebody is not invited."""
    return str(gettext(rules.REFUSALS[refusal]))


@bp.get(HERE)
@require(Permission.WRITE_TO_PARTICIPANTS)
def overview(activity_id: int) -> ResponseReturnValue:
    """Show who is invited and what they said, or the part that is asked for."""
    activity = _activity(activity_id)
    rows, troubled = queries.rows(activity_id), queries.troubled(activity_id)
    words, choice = request.args.get("q", "").strip(), request.args.get("stand", "")
    ids = troubled if choice == TROUBLED else None
    chosen = [
        row
        for row in _matching(rows, words)
        if (ids is None or row.id in ids) and row.standing in CHOICES.get(choice, Standing)
    ]
    pages = max(-(-len(chosen) // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    now = clock.now()
    return render_template(
        "guests/overview.html",
        activity=activity,
        state=rules.state(activity, now),
        rows=chosen[(page - 1) * PAGE : page * PAGE],
        found=len(chosen),
        total=len(rows),
        counts=Counter(row.standing for row in rows),
        choice=choice,
        words=words,
        page=page,
        pages=pages,
        troubled=troubled,
        open_standings=rules.OPEN,
        owed=sum(row.owed is not None for row in rows),
        remindable=sum(row.may_be_reminded(now) for row in rows),
    )


@bp.get(f"{HERE}/nieuw")
@require(Permission.WRITE_TO_PARTICIPANTS)
def new(activity_id: int) -> ResponseReturnValue:
    """Ask whom to invite: somebody who is known, a list, or a file."""
    return _new(_activity(activity_id), ListForm())


@bp.post(f"{HERE}/nieuw")
@require(Permission.WRITE_TO_PARTICIPANTS)
def preview(activity_id: int) -> ResponseReturnValue:
    """Show who will be invited, and who will not and why. Nothing of it is kept meanwhile."""
    activity = _activity(activity_id)
    rules.refuse_inviting(activity, clock.now())
    if "do" in request.form:
        found = _chosen()
    else:
        form = ListForm()
        if not form.validate_on_submit():
            return _new(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
        found = form.found
    return _preview(activity, found, WishForm(formdata=None))


@bp.post(HERE)
@require(Permission.WRITE_TO_PARTICIPANTS)
def invite(activity_id: int) -> ResponseReturnValue:
    """Invite whoever stands on the list that was looked at."""
    activity, form = _activity(activity_id), WishForm()
    found = lists.pasted(form.people.data or "")
    if not form.validate_on_submit():
        return _preview(activity, found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        wish = form.wish(access.visitor().account_id)
        number = actions.invite(activity_id, found.entries, wish)
    if number:
        flash(
            ngettext(
                "%(num)d invitation is on its way.",
                "%(num)d invitations are on their way.",
                number,
            ),
            "ok",
        )
    else:
        flash(gettext("Nobody was invited: everybody on the list has been already."), "info")
    return _back(activity_id)


@bp.get(f"{HERE}/herinneren")
@require(Permission.WRITE_TO_PARTICIPANTS)
def confirm_remind(activity_id: int) -> ResponseReturnValue:
    """Show who would be asked once more."""
    activity = _activity(activity_id)
    now = clock.now()
    rows = queries.rows(activity_id)
    return render_template(
        "guests/confirm_remind.html",
        activity=activity,
        rows=[row for row in rows if row.may_be_reminded(now)],
        later=sum(
            row.standing in rules.UNANSWERED and not row.may_be_reminded(now) for row in rows
        ),
        days=rules.REMINDER_PAUSE.days,
    )


@bp.post(f"{HERE}/herinneren")
@require(Permission.WRITE_TO_PARTICIPANTS)
def remind(activity_id: int) -> ResponseReturnValue:
    """Ask those without an answer once more."""
    _activity(activity_id)
    with transaction():
        number = actions.remind(activity_id)
    flash(
        ngettext("%(num)d reminder is on its way.", "%(num)d reminders are on their way.", number),
        "ok",
    )
    return _back(activity_id)


@bp.get(f"{HERE}/<int:guest_id>/intrekken")
@require(Permission.WRITE_TO_PARTICIPANTS)
def confirm_take_back(activity_id: int, guest_id: int) -> ResponseReturnValue:
    """Ask whether the organiser is sure."""
    activity, guest = _activity(activity_id), _guest(activity_id, guest_id)
    rules.refuse_taking_back(queries.standing(guest))
    return render_template(
        "guests/confirm_take_back.html",
        activity=activity,
        guest=guest,
    )


@bp.post(f"{HERE}/<int:guest_id>/intrekken")
@require(Permission.WRITE_TO_PARTICIPANTS)
def take_back(activity_id: int, guest_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    _activity(activity_id)
    name = _guest(activity_id, guest_id).person.name
    with transaction():
        actions.take_back(guest_id)
    flash(gettext("The invitation of %(name)s was taken back.", name=name), "ok")
    return _back(activity_id)


def _activity(activity_id: int) -> Activity:
    """Return an activity of a community in which the visitor may invite."""
    activity = activities.get(activity_id)
    access.check(Permission.WRITE_TO_PARTICIPANTS, activity.community_id)
    return activity


def _guest(activity_id: int, guest_id: int) -> Guest:
    guest = queries.get(guest_id)
    if guest.activity_id != activity_id:
        raise NotFoundError(queries.UNKNOWN)
    return guest


def _search() -> Search:
    values = request.values
    return Search(
        words=values.get("q", "").strip(),
        organisation_ids=tuple(values.getlist("organisatie", type=int)),
        activity_id=values.get("activiteit", type=int),
    )


def _chosen() -> List:
    """Return those who were ticked, or everybody who was found."""
    found = List()
    mine = access.visitor().communities(Permission.WRITE_TO_PARTICIPANTS)
    ticked = set(request.form.getlist("who"))
    search = _search() if request.form["do"] == "everybody" else Search()
    for one in known_queries.people(search, mine):
        if request.form["do"] == "everybody" or one.email in ticked:
            found.add(0, "", one.email, one.name)
    return found


def _matching(rows: Sequence[Row], words: str) -> list[Row]:
    wanted = folded(words).split()
    texts = ((row, folded(f"{row.name} {row.email} {row.organisation or ''}")) for row in rows)
    return [row for row, text in texts if all(word in text for word in wanted)]


def _new(activity: Activity, form: ListForm) -> str:
    mine = access.visitor().communities(Permission.WRITE_TO_PARTICIPANTS)
    search, now = _search(), clock.now()
    found = [] if search.is_empty else known_queries.people(search, mine)
    shown = {one.email: Entry(one.email, one.name) for one in found[:MOST_SHOWN]}
    refused = {entry.email: why for entry, why in actions.judge(activity.id, shown).refused}
    state = rules.state(activity, now)
    return render_template(
        "guests/new.html",
        activity=activity,
        form=form,
        search=search,
        people=found[:MOST_SHOWN],
        found=len(found),
        refused=refused,
        organisations=[(o.id, f"{o.name} ({o.people})") for o in known_queries.organisations(mine)],
        earlier=[
            (one.id, f"{one.title}, {dates.brief(one.starts_at, language.current())}")
            for one in known_queries.earlier(mine, now)
        ],
        closed=gettext(rules.NOT_NOW[state]) if state in rules.NOT_NOW else "",
    )


def _preview(activity: Activity, found: List, form: WishForm) -> str:
    known = known_queries.names(found.entries, activity.community_id)
    named = {e.email: Entry(e.email, known.get(e.email, e.name)) for e in found.entries.values()}
    judged = actions.judge(activity.id, named)
    form.people.data = "\n".join(map(str, judged.wanted))
    mistakes = found.mistakes
    return render_template(
        "guests/preview.html",
        activity=activity,
        form=form,
        judged=judged,
        guessed=lists.guessed_name,
        mistakes=told(mistakes),
        more_mistakes=mistakes.total - len(mistakes.told),
        repeated=found.repeated,
        places_left=max(activity.capacity - activity.taken, 0),
        is_full=rules.state(activity, clock.now()) is RegistrationState.FULL,
    )


def _back(activity_id: int) -> ResponseReturnValue:
    return redirect(url_for(".overview", activity_id=activity_id), HTTPStatus.SEE_OTHER)
