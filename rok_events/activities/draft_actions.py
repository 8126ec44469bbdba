"""From a plan to rows: what `actions` writes when an activity is made or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from rok_events.activities import planning, queries
from rok_events.activities.events import AdmissionChanged, CapacityChanged
from rok_events.activities.models import ProgrammeItem, Question, Session
from rok_events.core import clock, events, text
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rok_events.activities.models import Activity
    from rok_events.activities.rules import (
        ActivityPlan,
        ProgrammePoint,
        QuestionPlan,
        SessionPlan,
    )


def describe(activity: Activity, wish: ActivityPlan) -> set[str]:
    """Write everything but sessions, programme and questions; return the names of what changed."""
    wanted = {
        "community_id": wish.community_id,
        "kind": wish.kind,
        "title": text.one_line(wish.title),
        "summary": text.one_line(wish.summary),
        "description": text.lines(wish.description),
        "audience": text.lines(wish.audience),
        "hosted_by": text.one_line(wish.hosted_by),
        "contact_email": text.one_line(wish.contact_email),
        "capacity": wish.places,
        "closes_at": wish.last_call_at,
        "setting": wish.setting,
        "place_name": text.one_line(wish.place_name),
        "place_address": text.one_line(wish.place_address),
        "place_notes": text.lines(wish.place_notes),
        "online_url": wish.online_url,
        "frees_at_once": wish.frees_at_once,
        "by_invitation": wish.by_invitation,
        "series": wish.series,
        "minimum_presence": wish.minimum_presence,
        "accreditations": [list(one) for one in wish.accreditations],
    }
    changed = {name for name, value in wanted.items() if getattr(activity, name) != value}
    for name in changed:
        setattr(activity, name, wanted[name])
    activity.words = text.folded(
        f"{activity.title} {activity.summary} {activity.place_name} {activity.place_address} "
        f"{activity.hosted_by} {activity.kind}"
    )
    return changed


def announce(activity: Activity, changed: Collection[str], capacity: int) -> None:
    """Announce what others must know of what changed; `capacity` is what it was."""
    if activity.capacity > capacity:
        events.announce(CapacityChanged(activity_id=activity.id))
    if "by_invitation" in changed:
        events.announce(AdmissionChanged(activity_id=activity.id))


def meet(activity: Activity, wishes: Sequence[SessionPlan]) -> None:
    """Let a draft have these sessions, in the order of time; those left out go."""
    known = {session.id: session for session in activity.sessions}
    kept = {wish.id for wish in wishes} & known.keys()
    for id_ in known.keys() - kept:
        activity.sessions.remove(known[id_])
    for wish in sorted(wishes, key=lambda wish: wish.starts_at):
        session = known.get(wish.id or 0) or add_session(activity)
        write_session(session, wish)
    span(activity)


def add_session(activity: Activity) -> Session:
    """Give an activity one more session, with the next number."""
    session = Session(number=max((one.number for one in activity.sessions), default=0) + 1)
    activity.sessions.append(session)
    return session


def write_session(session: Session, wish: SessionPlan) -> None:
    """Write when and where a session is, and its title."""
    session.starts_at, session.ends_at = wish.starts_at, wish.ends_at
    session.title = text.one_line(wish.title)
    session.place_name = text.one_line(wish.place_name)


def span(activity: Activity) -> None:
    """Let the period of an activity run from its first to its last session that stands."""
    sessions = planning.standing(activity)
    activity.starts_at = min(session.starts_at for session in sessions)
    activity.ends_at = max(session.ends_at for session in sessions)


def programme(points: Sequence[ProgrammePoint]) -> list[ProgrammeItem]:
    """Return the rows of a programme."""
    return [
        ProgrammeItem(
            starts_at=point.starts_at,
            title=text.one_line(point.title),
            note=text.one_line(point.note),
        )
        for point in points
    ]


def questions(wishes: Sequence[QuestionPlan]) -> list[Question]:
    """Return the rows of questions, in their order."""
    made = [write_question(Question(position=n), wish) for n, wish in enumerate(wishes, 1)]
    for question, wish in zip(made, wishes, strict=True):
        place_after(question, wish, made)
    return made


def write_question(question: Question, wish: QuestionPlan) -> Question:
    """Write everything of a question but its place in the row."""
    question.kind = wish.kind
    question.label = text.one_line(wish.label)
    question.hint = text.one_line(wish.hint)
    question.options = [text.one_line(option) for option in wish.options]
    question.is_required = wish.is_required
    question.is_sensitive = wish.is_sensitive
    return question


def place_after(question: Question, wish: QuestionPlan, others: Sequence[Question]) -> None:
    """Let a question be asked only after an answer to one of `others`, if its plan says so."""
    at = {other.position: other for other in others}
    question.asked_after = at.get(wish.asked_after or 0)
    question.asked_if = wish.asked_if if question.asked_after else ""


def give_address(activity: Activity) -> None:
    """Store an activity under the nicest address that is free.

    Somebody else may take that address at this very moment: then the next one is tried.
    """
    day = activity.starts_at.astimezone(clock.AMSTERDAM).date()
    for slug in planning.slugs(activity.title, activity.kind, day):
        if queries.is_taken(slug, by_other_than=activity.id):
            continue
        try:
            with db.session.begin_nested():
                activity.slug = slug
                db.session.add(activity)
        except IntegrityError:
            if not queries.is_taken(slug):
                raise
        else:
            return
