"""Pages of drafts: writing a message, trying it out, and sending it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.messages import actions, entry, queries, rules, selection_queries
from rok_events.messages.entry import ONE, PLACE
from rok_events.messages.forms import MessageForm, names
from rok_events.messages.rules import Group
from rok_events.web.access import require
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.messages.models import Message

bp = Blueprint("drafts", __name__)

AFTERWARDS = (Group.PRESENT, Group.ABSENT)


@bp.get(f"{PLACE}/nieuw")
@require(Permission.WRITE_TO_PARTICIPANTS)
def new(activity_id: int) -> ResponseReturnValue:
    """Show an empty message."""
    activity = entry.activity(activity_id)
    chosen = ",".join(request.args.getlist("id"))
    group = Group.CHOSEN if chosen else request.args.get("groep", Group.CONFIRMED)
    form = MessageForm(formdata=None, group=group, chosen=chosen)
    return _form(activity, _offered(activity, form))


@bp.post(f"{PLACE}/nieuw")
@require(Permission.WRITE_TO_PARTICIPANTS)
def create(activity_id: int) -> ResponseReturnValue:
    """Keep a message as a draft, and show how it will look."""
    activity = entry.activity(activity_id)
    form = _offered(activity, MessageForm())
    if not form.validate_on_submit():
        return _form(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        made = actions.draft(activity_id, form.wish(), entry.writer(), form.key())
    return entry.to(made)


@bp.get(f"{ONE}/wijzigen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def edit(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Show a draft, to be changed."""
    activity = entry.activity(activity_id)
    message = queries.get(activity_id, message_id)
    rules.refuse_changing(message.state)
    organisation = str(message.organisation_id or "")
    form = MessageForm(formdata=None, obj=message, organisation=organisation)
    form.group.data = message.group.value
    form.chosen.data = ",".join(map(str, message.chosen))
    return _form(activity, _offered(activity, form, message), message)


@bp.post(f"{ONE}/wijzigen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def change(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Keep what was changed, and show how it will look."""
    activity = entry.activity(activity_id)
    message = queries.get(activity_id, message_id)
    form = _offered(activity, MessageForm(), message)
    if not form.validate_on_submit():
        return _form(activity, form, message), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.revise(message_id, form.wish())
    return entry.to(message)


@bp.post(f"{ONE}/verwijderen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def delete(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    entry.message(activity_id, message_id)
    with transaction():
        actions.delete(message_id)
    flash(gettext("The draft is gone."), "ok")
    return redirect(url_for("messages.overview", activity_id=activity_id), HTTPStatus.SEE_OTHER)


@bp.post(f"{ONE}/proef")
@require(Permission.WRITE_TO_PARTICIPANTS)
def try_out(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Send a draft to its writer."""
    message = entry.message(activity_id, message_id)
    with transaction():
        email = actions.try_out(
            message_id, entry.writer(), request.form.get("aan", type=int, default=None)
        )
    flash(gettext("A test mail is on its way to %(email)s.", email=email), "ok")
    return entry.to(message, aan=request.form.get("aan") or None)


@bp.post(f"{ONE}/versturen")
@require(Permission.WRITE_TO_PARTICIPANTS)
def send(activity_id: int, message_id: int) -> ResponseReturnValue:
    """Send a draft; if its group has changed meanwhile, show it once more."""
    message = entry.message(activity_id, message_id)
    try:
        with transaction():
            actions.send(message_id, request.form.get("key", ""))
    except ConflictError as error:
        flash(sentence(error), "warning")
    return entry.to(message)


def _form(activity: Activity, form: MessageForm, message: Message | None = None) -> str:
    return render_template(
        "messages/edit.html", activity=activity, form=form, message=message, gaps=names()
    )


def _offered(activity: Activity, form: MessageForm, message: Message | None = None) -> MessageForm:
    sizes = selection_queries.sizes(activity.id, form.ticked())
    has_begun = clock.now() >= activity.starts_at
    known = (
        message.reply_to if message else "",
        activity.contact_email or current_app.config["CONTACT_EMAIL"],
        queries.account(entry.writer()).email,
    )
    form.offer(
        {group: n for group, n in sizes.items() if has_begun or group not in AFTERWARDS},
        selection_queries.organisations(activity.id),
        [*dict.fromkeys(filter(None, known))],
    )
    return form
