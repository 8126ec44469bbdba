"""Organisations get a place, and keep it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events.attendance.events import AttendanceChanged
from rok_events.core import events
from rok_events.db import db, transaction
from rok_events.network import actions, queries, tasks
from rok_events.network.insight import ask
from rok_events.network.rules import REST, Filters
from tests import make
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("database")


def test_newcomers_get_a_place_and_nobody_moves() -> None:
    _, organisations = scenes.trio()
    tasks.place_organisations()
    before = queries.places(None)
    newcomer = make.organisation()
    scenes.meeting({organisations[0]: 1, newcomer: 2})

    tasks.place_organisations()

    after = queries.places(None)
    assert newcomer.id in after
    assert {id_: place for id_, place in after.items() if id_ != newcomer.id} == before


def test_once_a_quarter_everybody_may_move_a_little() -> None:
    _, organisations = scenes.trio()
    tasks.place_organisations()
    before = queries.places(None)
    scenes.meeting({organisations[0]: 4, organisations[1]: 4})

    with time_machine.travel(NOW + REST - timedelta(days=1), tick=False):
        tasks.place_organisations()
    assert queries.places(None) == before

    with time_machine.travel(NOW + REST, tick=False):
        tasks.place_organisations()
    after = queries.places(None)
    assert after != before
    moved = [abs(after[id_][0] - before[id_][0]) for id_ in before]
    assert max(moved) < 0.3
    assert queries.moved_at() == NOW + REST


def test_who_met_nobody_has_no_place() -> None:
    scenes.meeting({make.organisation(): 3})

    tasks.place_organisations()

    assert queries.places(None) == {}


def test_the_graph_shows_the_kept_places() -> None:
    _, organisations = scenes.trio()
    tasks.place_organisations()

    graph = ask(Filters(), None).graph

    places = queries.places(None)
    assert {o.id: (o.x, o.y) for o in graph.organisations} == places
    assert {*places} == {organisation.id for organisation in organisations}


def test_the_worker_is_asked_once_when_newcomers_were_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new, known = (make.attendance(organisation=make.organisation()) for _ in range(2))
    actions.keep_places({known.organisation_id or 0: (0.0, 0.0)}, moved=False)
    db.session.commit()
    asked: list[str] = []
    later: Callable[[str], None] = asked.append
    monkeypatch.setattr("rok_events.jobs.later", later)

    with transaction():
        events.announce(AttendanceChanged(session_ids=(known.session_id,)))
    assert asked == []

    with transaction():
        for _ in range(2):
            events.announce(AttendanceChanged(session_ids=(new.session_id, known.session_id)))
        assert asked == []

    assert asked == [actions.PLACE]
