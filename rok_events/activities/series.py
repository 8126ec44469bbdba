"""Rows of separate activities that were planned together: each with its own registrations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rok_events.activities import actions, planning, queries
from rok_events.activities.rules import State
from rok_events.core import clock, tokens

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.activities.rules import ActivityPlan

# What can be changed in a whole row at once.
ALIKE = (*(name for name in planning.PLAIN if name != "series"), "accreditations", "programme")


def plan_row(wish: ActivityPlan) -> list[Activity]:
    """Plan one activity for each session of `wish`; closing and programme move along.

    Raises:
        InvalidError: the plan has a mistake; the first one is told.
    """
    name = tokens.new()
    first, *_ = sessions = sorted(wish.sessions, key=lambda session: session.starts_at)
    made = []
    for session in sessions:
        shift = planning.clock_shift(first.starts_at, session.starts_at, clock.AMSTERDAM)
        moved = planning.shifted(replace(wish, sessions=()), shift, clock.AMSTERDAM)
        made.append(actions.plan(replace(moved, sessions=(session,), series=name)))
    return made


def revise_following(activity_id: int, wish: ActivityPlan) -> int:
    """Revise an activity, and change the same things in those after it in its row.

    Sessions stay when they are there, and so does what was already different from this one. Returns
    how many activities after it were changed.

    Raises:
        InvalidError: the plan has a mistake.
        ConflictError: it was cancelled.
    """
    activity = queries.get_for_update(activity_id)
    before = planning.plan_of(activity)
    later = {one.id: planning.plan_of(one) for one in queries.following(activity)}
    actions.revise(activity_id, wish)
    after = planning.plan_of(activity)
    changed = [name for name in ALIKE if getattr(after, name) != getattr(before, name)]
    for id_, own in later.items():
        # Closing and programme count from the day of each activity.
        shift = planning.clock_shift(before.starts_at, own.starts_at, clock.AMSTERDAM)
        old, new = (planning.shifted(one, shift, clock.AMSTERDAM) for one in (before, after))
        same = {
            name: getattr(new, name) for name in changed if getattr(own, name) == getattr(old, name)
        }
        wanted = replace(own, **same)
        actions.revise(id_, replace(wanted, closes_at=min(wanted.last_call_at, own.starts_at)))
    return len(later)


def publish_following(activity_id: int) -> int:
    """Publish a draft and the drafts after it in its row; return how many were published.

    Raises:
        ConflictError: it is no draft.
    """
    activity = queries.get(activity_id)
    later = [one.id for one in queries.following(activity) if one.state is State.DRAFT]
    for id_ in (activity_id, *later):
        actions.publish(id_)
    return 1 + len(later)
