"""Organisations get a place, and keep it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from rok_events.db import db
from rok_events.network import queries, tasks
from rok_events.network.insight import ask
from rok_events.network.models import NetworkEdition
from rok_events.network.rules import REST, Filters
from rok_events.people.models import Person
from tests import make
from tests.conftest import NOW
from tests.network import scenes

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


def test_where_nobody_stands_or_comes_the_network_is_not_renewed() -> None:
    scenes.meeting({make.organisation(): 3})
    before = db.session.scalar(select(NetworkEdition.edition))

    tasks.place_organisations()

    assert db.session.scalar(select(NetworkEdition.edition)) == before


def test_the_graph_shows_the_kept_places() -> None:
    _, organisations = scenes.trio()
    tasks.place_organisations()

    graph = ask(Filters(), None).graph

    places = queries.places(None)
    assert {o.id: (o.x, o.y) for o in graph.organisations} == places
    assert {*places} == {organisation.id for organisation in organisations}


def test_newcomers_are_those_who_met_somebody_and_have_no_place() -> None:
    alone, (one, other) = make.organisation(), (make.organisation() for _ in range(2))
    scenes.meeting({alone: 3})
    assert not queries.has_newcomers()

    scenes.meeting({one: 1, other: 1})
    assert queries.has_newcomers()

    tasks.place_organisations()
    assert not queries.has_newcomers()


def test_who_met_only_somebody_left_out_is_no_newcomer() -> None:
    one, other = (make.organisation() for _ in range(2))
    scenes.meeting({one: 1, other: 1})
    db.session.execute(update(Person).values(is_left_out=True))

    assert not queries.has_newcomers()
