"""What this room keeps of people."""

from __future__ import annotations

import pytest

from rok_events.core.personal import Subject
from rok_events.seating import actions
from rok_events.seating.personal import PERSONAL
from tests.conftest import NOW
from tests.seating.scenes import scene

pytestmark = pytest.mark.usefixtures("database")


def test_export_tells_where_somebody_is_to_sit_and_of_nobody_else() -> None:
    held = scene()
    actions.plan(held.session.id, held.ids(Ada={2: "Raam", 1: "4"}, Bo={1: "9"}))

    told = PERSONAL.export(Subject(held.people["Ada"].person_id, "x@example.org"))

    about = {"activity": "Werkconferentie hechting", "starts_at": held.session.starts_at}
    assert told == {
        "planned_seat": [
            {**about, "round": 1, "table": "4"},
            {**about, "round": 2, "table": "Raam"},
        ]
    }


def test_a_plan_stays_for_the_figures() -> None:
    held = scene()
    actions.plan(held.session.id, held.ids(Ada={1: "4"}))

    PERSONAL.erase(Subject(held.people["Ada"].person_id, "x@example.org"))

    assert PERSONAL.purge(NOW) == 0
    assert held.planned() == {"Ada": {1: "4"}}
