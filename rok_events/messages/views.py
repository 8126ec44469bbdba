"""Pages of messages: what was written, what sent itself, and what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.mail import rules as mail
from rok_events.messages import (
    actions,
    entry,
    mails,
    markup,
    outcome_queries,
    queries,
    reminder_queries,
    rules,
)
from rok_events.messages import reminder_actions as reminders
from rok_events.messages.entry import ONE, PLACE
from rok_events.messages.forms import ScheduleForm
from rok_events.messages.offsets import Schedule
from rok_events.messages.rules import MessageState
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.messages.models import Message

bp = Blueprint("messages", __name__)


@bp.get(PLACE)
@require(Permission.WRITE_TO_PARTICIPANTS)
def overview(activity_id: int) -> ResponseReturnValue:
    """Show what was written, what sent itself, and which reminders are to come."""
    activity = entry.activity(activity_id)
    return _overview(activity, ScheduleForm(schedule=reminder_queries.schedule(activity)))


@bp.post(f"{PLACE}/herinneringen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def remind(activity_id: int) -> ResponseReturnValue:
    """Keep which reminders an activity has."""
    activity = entry.activity(activity_id)
    form = ScheduleForm()
    if not form.validate_on_submit():
        return _overview(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        reminders.choose(activity_id, Schedule(form.schedule.data))
    flash(gettext("The reminders are set."), "ok")
    return redirect(url_for(".overview", activity_id=activity_id), HTTPStatus.SEE_OTHER)


@bp.get(f"{PLACE}/vanzelf")
@require(Permission.WRITE_TO_PARTICIPANTS)
def automatic(activity_id: int) -> ResponseReturnValue:
    """Show the mails of one sort that sent themselves."""
    activity = entry.activity(activity_id)
    sort = request.args.get("soort", "")
    if sort not in rules.AUTOMATIC:
        raise NotFoundError(N_("There are no mails of this sort."))
    return render_template(
        "messages/automatic.html",
        activity=activity,
        sort=rules.AUTOMATIC[sort],
        found=outcome_queries.sent_themselves(
            activity_id, sort, request.args.get("page", 1, type=int)
        ),
        treatments=mail.TREATMENTS,
    )


@bp.get(ONE)
@require(Permission.WRITE_TO_PARTICIPANTS)
def show(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Show a draft as its readers will get it; or what became of a message."""
    activity = entry.activity(activity_id)
    message = queries.get(activity_id, message_id)
    if message.state is not MessageState.DRAFT:
        return _sent(activity, message)
    chosen = actions.selection(message)
    reader = chosen.find(request.args.get("aan", type=int)) or chosen.find(None)
    sample, now = actions.sample(message, reader), clock.now()
    return render_template(
        "messages/draft.html",
        activity=activity,
        message=message,
        selection=chosen,
        group=gettext(rules.GROUPS[message.group]),
        reasons=rules.REASONS,
        reader=sample,
        named=[(one.person_id, one.name) for one in chosen.readers],
        letter=mails.message(message, sample, now),
        greets=not markup.greets(message.body),
        blocks=mails.words(message, sample, now),
        test_address=queries.account(entry.writer()).email,
    )


@bp.post(f"{ONE}/stoppen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def stop(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Send nothing more of a message."""
    message = entry.message(activity_id, message_id)
    with transaction():
        held = actions.stop(message_id)
    flash(
        ngettext(
            "Stopped: %(num)d mail stays behind.", "Stopped: %(num)d mails stay behind.", held
        ),
        "ok",
    )
    return entry.to(message)


@bp.post(f"{ONE}/opnieuw")
@require(Permission.WRITE_TO_PARTICIPANTS)
def try_again(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Send what failed once more."""
    message = entry.message(activity_id, message_id)
    with transaction():
        again = actions.try_again(message_id)
    flash(
        ngettext(
            "%(num)d mail is on its way again.", "%(num)d mails are on their way again.", again
        ),
        "ok",
    )
    return entry.to(message)


def _overview(activity: Activity, form: ScheduleForm) -> str:
    written, now = queries.listed(activity.id), clock.now()
    return render_template(
        "messages/overview.html",
        activity=activity,
        written=[(message, mails.headline(message, now)) for message in written],
        tallies=outcome_queries.tallies([message.id for message in written]),
        groups=rules.GROUPS,
        automatic=outcome_queries.automatic(activity.id),
        sorts=rules.AUTOMATIC,
        coming=reminder_queries.coming(activity, now),
        form=form,
    )


def _sent(activity: Activity, message: Message) -> str:
    return render_template(
        "messages/sent.html",
        activity=activity,
        message=message,
        headline=mails.headline(message, clock.now()),
        group=gettext(rules.GROUPS[message.group]),
        fates=outcome_queries.fates(message.id),
        tally=outcome_queries.tallies([message.id]).get(message.id, rules.Tally()),
        treatments=mail.TREATMENTS,
        pending=queries.count_pending(message.id),
    )
