"""Taking what people answer in their calendar: noted, asked once more, or laid aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.invitations import actions, queries, replies, reply_mails
from rok_events.invitations.calendar import ZONE
from rok_events.invitations.events import CalendarAnswered
from rok_events.invitations.replies import Method, UnreadableError
from rok_events.mail import actions as mail
from rok_events.mail import inbox_actions as inbox
from rok_events.mail import inbox_queries
from rok_events.mail.inbox_rules import KINDNESS
from rok_events.people import merging_queries as merging
from rok_events.registrations import actions as registrations
from rok_events.registrations import queries as registration_queries
from rok_events.registrations import rules as registration_rules
from rok_events.registrations.rules import Answer, Status

if TYPE_CHECKING:
    from datetime import datetime

    from rok_events.invitations.models import CalendarEntry
    from rok_events.invitations.replies import Outcome, Reply
    from rok_events.mail.events import CalendarReceived
    from rok_events.registrations.models import Registration


def take_reply(event: CalendarReceived) -> None:
    """Do what a calendar says, if it is about an entry of ours and from its holder."""
    outcome, community_id = _taken(event)
    deal = inbox.set_aside if outcome.is_aside else inbox.note
    deal(event.incoming_id, outcome.words, community_id)


def come(registration_id: int) -> None:
    """Note that somebody comes who declined in a calendar, and put the sessions back into it.

    Twice changes nothing.

    Raises:
        ConflictError: the place was given up meanwhile, or the activity is over or cancelled.
    """
    registration, activity = registrations.hold(registration_id)
    now = clock.now()
    registration_rules.refuse_changing(activity, now)
    if registration.status is Status.CANCELLED:
        raise ConflictError(N_("You are no longer registered. You can register again."))
    registrations.note_answer(registration.id, Answer.ACCEPTED)
    for entry in _coming(activity.id, registration.person_id, now):
        if entry.answer is Answer.DECLINED:
            _note(entry, Answer.ACCEPTED, now, entry.sequence + 1)
            db.session.flush()
            actions.renew(entry)


def _taken(event: CalendarReceived) -> tuple[Outcome, int | None]:
    """Return what became of it, and which community's organisers may see it if that is known."""
    try:
        reply = replies.read(event.content)
    except UnreadableError as error:
        return error.outcome, None
    entry = queries.find_entry(reply.uid)
    if entry is None:
        return replies.UNKNOWN, None
    activity = activities.get_for_update(entry.session.activity_id)
    db.session.refresh(entry)
    return _heard(event, reply, entry), activity.community_id


def _heard(event: CalendarReceived, reply: Reply, entry: CalendarEntry) -> Outcome:
    # A calendar that was invited before two people became one answers from the other address.
    own = merging.addresses(entry.person_id)
    if event.sender not in own or reply.attendee not in {*own, ""} or reply.sent_by:
        return replies.SOMEBODY_ELSE
    if reply.is_passed_on:
        return replies.PASSED_ON
    if entry.session.ends_at <= clock.now():
        return replies.OVER
    if reply.method is Method.REPLY:
        return _answered(event, reply, entry)
    if entry.is_withdrawn:
        return replies.OVER
    return _asked(event, reply, entry)


def _asked(event: CalendarReceived, reply: Reply, entry: CalendarEntry) -> Outcome:
    """Answer a calendar that wants another time, or its invitation again: once a day, no robot."""
    is_counter = reply.method is Method.COUNTER
    lately = clock.now() - KINDNESS
    if event.is_robot or inbox_queries.was_answered(event.sender, lately):
        return replies.OTHER_TIME if is_counter else replies.ENOUGH
    inbox.note_answered(event.incoming_id)
    if is_counter:
        registration = _registration(entry)
        mail.queue(reply_mails.other_time_refused(registration, entry))
        return replies.OTHER_TIME
    actions.renew(entry)
    return replies.SENT_AGAIN


def _answered(event: CalendarReceived, reply: Reply, entry: CalendarEntry) -> Outcome:
    refusal = _refusal(reply, entry)
    if refusal is not None or reply.answer is None:
        return refusal or replies.SAYS_NOTHING
    now = clock.now()
    session = entry.session
    is_outdated = replies.is_outdated(reply, entry.sequence, session.starts_at, ZONE)
    # A clock that runs ahead must not make what follows look old.
    stamped_at = min(reply.stamped_at or now, now)
    _note(entry, reply.answer, stamped_at, _sequence(reply, entry))
    entry.is_withdrawn = False
    db.session.flush()
    events.announce(
        CalendarAnswered(
            person_id=entry.person_id,
            activity_id=session.activity_id,
            session_id=session.id,
            answer=reply.answer,
        )
    )
    registration = _registration(entry)
    if registration is None or registration.status is Status.CANCELLED:
        return replies.NOTED[reply.answer]
    answers = [one.answer for one in _coming(session.activity_id, entry.person_id, now)]
    whole = replies.overall(answers)
    if whole is not None:
        registrations.note_answer(registration.id, whole)
    if whole is Answer.DECLINED:
        return _declined(event, registration, may_free=not is_outdated)
    is_no = reply.answer is Answer.DECLINED
    return replies.ONE_SESSION if is_no else replies.NOTED[reply.answer]


def _refusal(reply: Reply, entry: CalendarEntry) -> Outcome | None:
    """Return why an answer changes nothing; `None` if it counts."""
    if entry.is_withdrawn and reply.answer is Answer.DECLINED:
        return replies.OVER
    # Who said no in the calendar itself was never sent a CANCEL, and may think again.
    was_silent = entry.answer is Answer.DECLINED and entry.answered_sequence == entry.sequence
    if entry.is_withdrawn and not was_silent:
        return replies.WITHDRAWN
    if replies.is_superseded(reply, entry.answered_sequence, entry.answered_at):
        return replies.OLDER
    is_registered = _registration(entry) is not None
    if replies.is_outdated(reply, entry.sequence, entry.session.starts_at, ZONE) and not (
        # Whoever has a place and could not come before the session moved is asked.
        is_registered and reply.answer is Answer.DECLINED
    ):
        return replies.OUTDATED
    return None


def _declined(event: CalendarReceived, registration: Registration, *, may_free: bool) -> Outcome:
    """Free the place where the activity says so, else ask by mail with two buttons, once a day."""
    if registration.activity.frees_at_once and may_free:
        registrations.cancel(registration.id)
        return replies.FREED
    letter = reply_mails.decline_question(registration)
    lately = clock.now() - KINDNESS
    if event.is_robot or registration_queries.was_told(
        letter.recipient, letter.purpose, letter.about, lately
    ):
        return replies.KEPT
    mail.queue(letter)
    return replies.ASKED


def _registration(entry: CalendarEntry) -> Registration | None:
    return registration_queries.find(entry.session.activity_id, entry.person_id)


def _coming(activity_id: int, person_id: int, now: datetime) -> list[CalendarEntry]:
    """Return what somebody's calendar shows of an activity from now on."""
    entries = queries.entries(activity_id, person_id).values()
    return [e for e in entries if not e.is_withdrawn and e.session.ends_at > now]


def _sequence(reply: Reply, entry: CalendarEntry) -> int:
    """Return which of our messages an answer is to; none can be to one that we have not sent."""
    return entry.sequence if reply.sequence is None else min(reply.sequence, entry.sequence)


def _note(entry: CalendarEntry, answer: Answer, at: datetime, sequence: int) -> None:
    entry.answer, entry.answered_at, entry.answered_sequence = answer, at, sequence
