"""Taking in a file, and looking what it added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from rok_events.activities.models import Activity, Session, Table
from rok_events.attendance import import_actions
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import OPERATOR
from rok_events.core.mistakes import FaultyFileError
from rok_events.db import Base, db, transaction
from rok_events.people.models import Affiliation, Organisation, OrganisationAlias, Person
from rok_events.registrations.models import Registration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.attendance.intake.report import Report
    from rok_events.communities.models import Community
    from rok_events.core.mistakes import Mistake

MOMENT = datetime(2023, 5, 16, 11, 30, tzinfo=UTC)
TABLES = (
    *(Activity, Session, Table, Person, Organisation, OrganisationAlias, Affiliation),
    *(Registration, Attendance, Seat),
)


def take_in(data: bytes, community: Community | None = None, **given: Any) -> Report:
    by, progress = given.get("by", OPERATOR), given.get("progress", lambda _part: None)
    found = import_actions.check(
        data, "lijst.csv", community.id if community else None, by, progress
    )
    with transaction():
        return import_actions.take_in(found, by=by, progress=progress)


def mistakes(data: bytes, community: Community, **given: Any) -> Sequence[Mistake]:
    """Return what is wrong with a file."""
    with pytest.raises(FaultyFileError) as caught:
        take_in(data, community, **given)
    return caught.value.mistakes.told


def counts() -> dict[str, int]:
    """Count the rows of every table that a file can add to."""
    return {
        table.__tablename__: db.session.scalars(select(func.count()).select_from(table)).one()
        for table in TABLES
    }


def only(model: type[Base]) -> Any:
    return db.session.scalars(select(model)).one()
