"""Changing activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from rok_events.activities import planning, queries, rules
from rok_events.activities.events import ActivityCancelled
from rok_events.activities.models import Activity, ProgrammeItem, Question, Session, Table
from rok_events.core import clock, events, text
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from rok_events.activities.rules import ActivityPlan

LONGEST_LABEL = 80


def plan(wish: ActivityPlan) -> Activity:
    """Plan an activity; it stays a draft until it is published.

    Raises:
        InvalidError: the plan has a mistake; the first one is told.
    """
    for mistake in planning.mistakes(wish):
        raise mistake
    activity = _described(wish)
    activity.sessions = [
        Session(
            number=number,
            title=text.one_line(session.title),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place_name=text.one_line(session.place_name),
        )
        for number, session in enumerate(sorted(wish.sessions, key=lambda s: s.starts_at), 1)
    ]
    activity.programme = [
        ProgrammeItem(
            starts_at=point.starts_at,
            title=text.one_line(point.title),
            note=text.one_line(point.note),
        )
        for point in wish.programme
    ]
    activity.questions = [
        Question(
            position=position,
            kind=question.kind,
            label=text.one_line(question.label),
            hint=text.one_line(question.hint),
            options=list(question.options),
            is_required=question.is_required,
        )
        for position, question in enumerate(wish.questions, 1)
    ]
    _give_address(activity)
    return activity


def publish(activity_id: int) -> None:
    """Show a draft to everybody.

    Raises:
        ConflictError: it is no draft.
    """
    activity = queries.get_for_update(activity_id)
    rules.refuse_publishing(activity.state)
    activity.state = rules.State.PUBLISHED
    activity.published_at = activity.updated_at = clock.now()


def cancel(activity_id: int, reason: str) -> None:
    """Call an activity off; `reason` is for everybody to read.

    Raises:
        ConflictError: it is a draft, cancelled already, or over.
    """
    now = clock.now()
    activity = queries.get_for_update(activity_id)
    rules.refuse_cancelling(activity.state, ends_at=activity.ends_at, now=now)
    activity.state = rules.State.CANCELLED
    activity.cancel_reason = text.lines(reason)
    activity.cancelled_at = activity.updated_at = now
    db.session.flush()
    events.announce(ActivityCancelled(activity_id=activity.id))


def add_table(session_id: int, round_number: int, label: str) -> Table:
    """Set a table in one round of a session.

    Raises:
        InvalidError: the round or the label makes no sense.
        ConflictError: that round has this table already.
    """
    words = text.one_line(label)
    if round_number < 1:
        raise InvalidError(N_("Rounds are counted from 1."), field="round")
    if not 1 <= len(words) <= LONGEST_LABEL:
        raise InvalidError(
            N_("Give the table a name of at most %(most)s characters."),
            field="label",
            most=LONGEST_LABEL,
        )
    if queries.find_table(session_id, round_number, words):
        raise ConflictError(N_("Round %(round)s has this table already."), round=round_number)
    table = Table(session_id=session_id, round=round_number, label=words)
    db.session.add(table)
    db.session.flush()
    return table


def count_places(activity: Activity, *, taken: int, waiting: int) -> None:
    """Write down how many places are given out and how many people wait.

    For whoever changes registrations, under the row lock of the activity.
    """
    activity.taken = taken
    activity.waiting = waiting


def _described(wish: ActivityPlan) -> Activity:
    now = clock.now()
    activity = Activity(
        community_id=wish.community_id,
        kind=wish.kind,
        title=text.one_line(wish.title),
        summary=text.one_line(wish.summary),
        description=text.lines(wish.description),
        audience=text.lines(wish.audience),
        hosted_by=text.one_line(wish.hosted_by),
        contact_email=text.one_line(wish.contact_email),
        capacity=wish.places,
        closes_at=wish.last_call_at,
        setting=wish.setting,
        place_name=text.one_line(wish.place_name),
        place_address=text.one_line(wish.place_address),
        place_notes=text.lines(wish.place_notes),
        online_url=wish.online_url,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        created_at=now,
        updated_at=now,
    )
    activity.words = rules.folded(
        f"{activity.title} {activity.summary} {activity.place_name} {activity.place_address} "
        f"{activity.hosted_by} {activity.kind}"
    )
    return activity


def _give_address(activity: Activity) -> None:
    """Store a new activity under the nicest address that is free.

    Somebody else may take that address at this very moment: then the next one is tried.
    """
    day = activity.starts_at.astimezone(clock.AMSTERDAM).date()
    for slug in planning.slugs(activity.title, activity.kind, day):
        if queries.is_taken(slug):
            continue
        activity.slug = slug
        try:
            with db.session.begin_nested():
                db.session.add(activity)
        except IntegrityError:
            if not queries.is_taken(slug):
                raise
        else:
            return
