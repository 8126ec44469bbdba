"""What merging two people means for what they registered for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from rok_events.activities import actions as activities
from rok_events.activities import queries as activity_queries
from rok_events.activities.models import Activity
from rok_events.activities.rules import State
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people.models import Person
from rok_events.registrations import queries
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status

if TYPE_CHECKING:
    from rok_events.people.events import PeopleMerged, PeopleParted, PeopleToMerge


def refuse_two_places(event: PeopleToMerge) -> None:
    """Refuse to merge people who are both on the list of an activity that is still to end.

    Of what is over, or was cancelled, the better of the two is kept.

    Raises:
        ConflictError: they are.
    """
    other = aliased(Registration)
    both = db.session.execute(
        select(Person.name, Activity.title)
        .select_from(Registration)
        .join(Registration.activity)
        .join(Person, Person.id == event.kept_id)
        .join(other, other.activity_id == Registration.activity_id)
        .where(Registration.person_id == event.kept_id, other.person_id == event.gone_id)
        .where(Registration.status != Status.CANCELLED, other.status != Status.CANCELLED)
        .where(Activity.state == State.PUBLISHED, Activity.ends_at > clock.now())
        .order_by(Activity.starts_at)
        .with_for_update(of=[Registration, other])
    ).first()
    if both is not None:
        name, title = both
        raise ConflictError(
            N_("%(name)s is on the list of “%(title)s” twice. Cancel one of the two first."),
            name=name,
            title=title,
        )


def count_anew(event: PeopleMerged | PeopleParted) -> None:
    """Count the places of activities anew of which two registrations became one, or one two."""
    of_both = select(Registration.activity_id).where(
        Registration.person_id.in_((event.kept_id, event.gone_id))
    )
    known = select(Activity.id, Activity.taken, Activity.waiting).where(Activity.id.in_(of_both))
    counted = {id_: (taken, waiting) for id_, taken, waiting in db.session.execute(known)}
    found = queries.places_of(counted)
    for id_ in sorted(id_ for id_, places in counted.items() if places != found.get(id_, (0, 0))):
        activity = activity_queries.get_for_update(id_)
        places = queries.places(activity)
        activities.count_places(activity, taken=places.taken, waiting=places.waiting)
