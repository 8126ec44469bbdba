"""Changing activities and their sessions.

What calendars show of a published activity is told once it has settled (`changing.SETTLE`):
whoever saves three times is heard once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from rok_events.activities import changing, draft_actions, planning, queries, rules, table_actions
from rok_events.activities.events import ActivityCancelled, ActivityCopied, ScheduleChanged
from rok_events.activities.models import Activity, Session
from rok_events.core import clock, events, text, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db

if TYPE_CHECKING:
    from datetime import date, time

    from rok_events.activities.rules import ActivityPlan, SessionPlan

CANCEL = "activities.cancel"
TELL = "activities.tell"


def plan(wish: ActivityPlan) -> Activity:
    """Plan an activity; it stays a draft until it is published.

    Raises:
        InvalidError: the plan has a mistake; the first one is told.
    """
    for mistake in planning.mistakes(wish):
        raise mistake
    now = clock.now()
    activity = Activity(state=rules.State.DRAFT, created_at=now, updated_at=now)
    draft_actions.describe(activity, wish)
    draft_actions.meet(activity, wish.sessions)
    activity.programme = draft_actions.programme(wish.programme)
    activity.questions = draft_actions.questions(wish.questions)
    draft_actions.give_address(activity)
    return activity


def revise(activity_id: int, wish: ActivityPlan) -> None:
    """Let an activity be as `wish` says; its questions stay as they are.

    The sessions in `wish` count for a draft only: those of a published activity are moved, added
    and cancelled one by one. Kind and network of what was published stay too.

    Raises:
        InvalidError: the plan has a mistake, or too few places; the first one is told.
        ConflictError: it was cancelled.
    """
    for mistake in planning.mistakes(wish):
        raise mistake
    now = clock.now()
    activity = queries.get_for_update(activity_id)
    changing.refuse_revising(activity, now, capacity=wish.places)
    is_draft = activity.state is rules.State.DRAFT
    wish = wish if is_draft else planning.as_published(wish, activity)
    before = activity.capacity
    changed = draft_actions.describe(activity, wish)
    if is_draft:
        table_actions.remove_all(planning.left_out(activity, wish.sessions))
        draft_actions.meet(activity, wish.sessions)
    if planning.plan_of(activity).programme != wish.programme:
        activity.programme = draft_actions.programme(wish.programme)
    if is_draft and "title" in changed:
        draft_actions.give_address(activity)
    _note_change(activity, now, tells=not changed.isdisjoint(changing.TOLD))
    db.session.flush()
    if not is_draft:
        draft_actions.announce(activity, changed, before)


def publish(activity_id: int) -> None:
    """Show a draft to everybody.

    Raises:
        ConflictError: it is no draft.
    """
    activity = queries.get_for_update(activity_id)
    changing.refuse_publishing(activity.state)
    activity.state = rules.State.PUBLISHED
    activity.published_at = activity.updated_at = clock.now()


def cancel(activity_id: int, reason: str) -> None:
    """Call an activity off; `reason` is for everybody to read.

    Raises:
        ConflictError: it is a draft, cancelled already, or over.
    """
    now = clock.now()
    activity = queries.get_for_update(activity_id)
    changing.refuse_cancelling(activity.state, ends_at=activity.ends_at, now=now)
    activity.state = rules.State.CANCELLED
    activity.cancel_reason = text.lines(reason)
    activity.cancelled_at = activity.updated_at = now
    activity.tell_at = None
    db.session.flush()
    events.announce(ActivityCancelled(activity_id=activity.id))


def copy(
    activity_id: int,
    title: str,
    first_day: date,
    *,
    begins: time | None = None,
    is_parallel: bool = False,
) -> Activity:
    """Plan another activity like this one, beginning on `first_day`: a draft, with nobody in it.

    Questions, tables, and what other rooms set come along; `begins` moves every session as much.

    Raises:
        InvalidError: it gets no title, or one too long.
    """
    original = queries.get(activity_id)
    first = original.starts_at.astimezone(clock.AMSTERDAM)
    start = datetime.combine(first_day, begins or first.time(), clock.AMSTERDAM)
    shift = planning.clock_shift(first, start, clock.AMSTERDAM)
    wish = planning.shifted(planning.plan_of(original), shift, clock.AMSTERDAM)
    made = plan(replace(wish, title=title, series=""))
    if is_parallel:
        original.parallel = made.parallel = original.parallel or tokens.new()
    old = sorted(planning.standing(original), key=lambda session: session.starts_at)
    table_actions.copy(old, made.sessions)
    events.announce(ActivityCopied(original_id=original.id, copy_id=made.id))
    return made


def delete_draft(activity_id: int) -> None:
    """Throw a draft away, with everything in it.

    Raises:
        ConflictError: it was published, or other rooms hold something of it.
    """
    activity = queries.get_for_update(activity_id)
    changing.refuse_deleting(activity.state)
    table_actions.remove_all(activity.sessions)
    try:
        with db.session.begin_nested():
            db.session.delete(activity)
    except IntegrityError:
        message = N_("People were invited to this draft already, so it cannot be deleted.")
        raise ConflictError(message) from None


def move_session(session_id: int, wish: SessionPlan, *, following: bool = False) -> None:
    """Let a session be at another time or place, or have another title.

    The programme of its day moves along. `following` moves all that come after it too, by as much
    on the clock: the later sessions of a training, or the later activities of its row.

    Raises:
        ConflictError: a session was cancelled or has begun.
        InvalidError: the times make no sense.
    """
    now = clock.now()
    session = queries.get_session(session_id)
    activity = queries.get_for_update(session.activity_id)
    db.session.refresh(session)
    later = _later(activity, session) if following else []
    wishes = {session: wish} | {
        one: planning.alike(one, session, wish, clock.AMSTERDAM) for one in later
    }
    # Found before anything moves: a session may come to the day of the next.
    shifts = {
        point: planning.clock_shift(one.starts_at, moved.starts_at, clock.AMSTERDAM)
        for one, moved in wishes.items()
        for point in planning.points_of_day(one, clock.AMSTERDAM)
    }
    for one, moved in wishes.items():
        _move(one, moved, now)
    for point, shift in shifts.items():
        point.starts_at = planning.on_clock(point.starts_at, shift, clock.AMSTERDAM)
    for touched in {one.activity_id: one.activity for one in wishes}.values():
        _respan(touched, now)


def add_session(activity_id: int, wish: SessionPlan) -> Session:
    """Give an activity one more session.

    Raises:
        ConflictError: it was cancelled.
        InvalidError: the times make no sense.
    """
    now = clock.now()
    activity = queries.get_for_update(activity_id)
    changing.refuse_revising(activity, now, capacity=activity.capacity)
    changing.refuse_times(activity.state, wish.starts_at, wish.ends_at, now)
    session = draft_actions.add_session(activity)
    draft_actions.write_session(session, wish)
    _respan(activity, now)
    return session


def cancel_session(session_id: int, reason: str) -> None:
    """Call one session off; `reason` is for its participants to read.

    Raises:
        ConflictError: nobody knows of it, it has begun, or no other session is left.
    """
    now = clock.now()
    session = queries.get_session(session_id)
    activity = queries.get_for_update(session.activity_id)
    db.session.refresh(session)
    changing.refuse_rescheduling(activity.state, session, now)
    changing.refuse_taking_out(activity.state, len(planning.standing(activity)), gone=False)
    session.cancelled_at = now
    session.cancel_reason = text.lines(reason)
    _respan(activity, now)


def remove_session(session_id: int) -> None:
    """Take a session out of a draft.

    Raises:
        ConflictError: people know of it, or no other session is left.
    """
    session = queries.get_session(session_id)
    activity = queries.get_for_update(session.activity_id)
    changing.refuse_taking_out(activity.state, len(planning.standing(activity)), gone=True)
    table_actions.remove_all([session])
    activity.sessions.remove(session)
    _respan(activity, clock.now())


def tell_now(activity_id: int) -> None:
    """Tell participants of what was changed, without waiting for it to settle."""
    activity = queries.get_for_update(activity_id)
    if activity.tell_at is not None:
        _tell(activity)


def tell_when_due(activity_id: int) -> None:
    """Tell participants of what was changed, unless it was changed again just now."""
    activity = queries.get_for_update(activity_id)
    if activity.tell_at is not None and activity.tell_at <= clock.now():
        _tell(activity)


def count_places(activity: Activity, *, taken: int, waiting: int) -> None:
    """Write down how many places are given out and how many people wait.

    For whoever changes registrations, under the row lock of the activity.
    """
    activity.taken = taken
    activity.waiting = waiting


def _later(activity: Activity, session: Session) -> list[Session]:
    """Return what comes after a session; the rows of its activities are held from here on."""
    within = [one for one in planning.standing(activity) if one.starts_at > session.starts_at]
    row = [queries.get_for_update(one.id) for one in queries.following(activity)]
    return [*within, *(one for activity in row for one in planning.standing(activity))]


def _move(session: Session, wish: SessionPlan, now: datetime) -> None:
    state = session.activity.state
    changing.refuse_rescheduling(state, session, now)
    if (wish.starts_at, wish.ends_at) != (session.starts_at, session.ends_at):
        changing.refuse_times(state, wish.starts_at, wish.ends_at, now)
    draft_actions.write_session(session, wish)


def _respan(activity: Activity, now: datetime) -> None:
    """Let an activity span its sessions again, and registration close as long before as it did."""
    before = activity.starts_at
    draft_actions.span(activity)
    activity.closes_at = changing.closing(
        activity.closes_at, now=now, before=before, after=activity.starts_at
    )
    _note_change(activity, now, tells=True)
    db.session.flush()


def _note_change(activity: Activity, now: datetime, *, tells: bool) -> None:
    activity.updated_at = now
    if tells and activity.state is rules.State.PUBLISHED:
        activity.tell_at = now + changing.SETTLE


def _tell(activity: Activity) -> None:
    activity.tell_at = None
    db.session.flush()
    events.announce(ScheduleChanged(activity_id=activity.id))
