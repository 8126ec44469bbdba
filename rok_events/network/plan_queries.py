"""Reading who was to sit at which table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import case, func, select

from rok_events.activities.models import Activity, Session, Table
from rok_events.db import db
from rok_events.network import queries
from rok_events.network.presences import NOBODY, Seats
from rok_events.network.rules import Employer
from rok_events.people.queries import ignored, left_out
from rok_events.registrations.models import Registration
from rok_events.seating.models import PlannedSeat

if TYPE_CHECKING:
    from rok_events.network.queries import Communities
    from rok_events.network.rules import Filters

EMPLOYER = case((Registration.organisation_id.not_in(ignored()), Registration.organisation_id))
"""For whom somebody was to come; nobody if what they named is no organisation."""


def planned(filters: Filters, communities: Communities) -> Seats:
    """Return who was to sit at which table, as `queries.seats` returns who was present."""
    now = queries.employer_now(Registration.person_id)
    employer = EMPLOYER if filters.employer is Employer.THEN else func.coalesce(now, EMPLOYER)
    statement = (
        select(
            Registration.person_id,
            func.coalesce(employer, NOBODY),
            Table.session_id,
            PlannedSeat.table_id,
        )
        .select_from(PlannedSeat)
        .join(PlannedSeat.registration)
        .join(PlannedSeat.table)
        .join(Table.session)
        .join(Session.activity)
        .where(*queries.within(filters, communities))
        .where(Activity.cancelled_at.is_(None), Session.cancelled_at.is_(None))
    )
    person, organisation, session, table = queries.columns(statement)
    if not session.size:
        return Seats(person, organisation, session, table, session)
    hidden = db.session.scalars(left_out()).all()
    organisation = np.where(np.isin(person, [*hidden]), NOBODY, organisation)
    held = select(Session.id, Session.starts_at).where(Session.id.in_(np.unique(session).tolist()))
    return Seats(person, organisation, session, table, queries.days(held)[session])
