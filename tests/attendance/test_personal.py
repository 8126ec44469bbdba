"""What this room keeps of people."""

from __future__ import annotations

import pytest

from rok_events.activities.models import Table
from rok_events.attendance.models import Attendance, Seat, Stay
from rok_events.attendance.personal import PERSONAL
from rok_events.core.personal import Subject
from rok_events.db import db
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")


def test_export_tells_where_somebody_was_and_of_nobody_else() -> None:
    attendance = make.attendance(organisation=make.organisation(name="GGD"))
    make.attendance(session=attendance.session)
    table = make.saved(Table(session=attendance.session, round=2, label="Raam"))
    make.saved(Seat(attendance=attendance, table=table))
    make.saved(Stay(attendance_id=attendance.id, came_at=NOW))

    told = PERSONAL.export(Subject(attendance.person_id, "x@example.org"))

    assert told == {
        "stay": [{"came_at": NOW, "left_at": None}],
        "attendance": [
            {
                "activity": attendance.session.activity.title,
                "starts_at": attendance.session.starts_at,
                "organisation": "GGD",
                "share": 1.0,
                "source": "list",
                "recorded_at": attendance.recorded_at,
            }
        ],
        "seat": [{"round": 2, "table": "Raam"}],
    }


def test_presence_stays_for_the_figures() -> None:
    attendance = make.attendance()

    PERSONAL.erase(Subject(attendance.person_id, "x@example.org"))

    assert PERSONAL.purge(NOW) == 0
    assert db.session.get(Attendance, attendance.id) is attendance
