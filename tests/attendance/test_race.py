"""Many hands at one list."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.attendance import actions, import_actions
from rok_events.attendance.models import Attendance
from rok_events.attendance.rules import Newcomer
from rok_events.db import Base, db, transaction
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from tests import make
from tests.attendance import files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

HANDS = 8


def at_once(app: Flask, act: Callable[[int], object]) -> None:
    """Let many hands do something at one moment."""
    ready = Barrier(HANDS)

    def one(hand: int) -> None:
        with app.app_context():
            ready.wait()
            with transaction():
                act(hand)

    db.session.rollback()
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(one, range(HANDS)))


def count(model: type[Base]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


@pytest.mark.usefixtures("clean")
def test_hosts_who_tick_the_same_person_make_one_presence(app: Flask) -> None:
    registration = make.registration(activity=make.activity(starts_at=NOW))
    session_id, person_id = registration.activity.sessions[0].id, registration.person_id

    at_once(app, lambda _hand: actions.check_in(session_id, person_id))

    assert count(Attendance) == 1


@pytest.mark.usefixtures("clean")
def test_hosts_who_let_the_same_address_in_make_one_person(app: Flask) -> None:
    session_id = make.activity(starts_at=NOW).sessions[0].id
    newcomer = Newcomer("Noor", "Wijkteam", "noor@example.org")

    at_once(app, lambda _hand: actions.walk_in(session_id, newcomer))

    assert (count(Attendance), count(Person), count(Organisation)) == (1, 1, 1)


@pytest.mark.usefixtures("clean")
def test_one_file_taken_in_many_times_at_once_gives_one_set(app: Flask) -> None:
    community_id = make.community().id
    lines = [f"Mens {n};Club {n % 4};{f'm{n}@x.nl' if n % 2 else ''};ja" for n in range(30)]

    found = import_actions.check(files.people(*lines), "lijst.csv", community_id)

    at_once(app, lambda _hand: import_actions.take_in(found))

    assert (count(Attendance), count(Registration)) == (30, 30)
    assert (count(Person), count(Organisation)) == (30, 4)


@pytest.mark.usefixtures("clean")
def test_people_without_address_are_one_in_files_taken_in_at_once(app: Flask) -> None:
    community_id = make.community().id

    def one_more(hand: int) -> None:
        lines = [f"Tafel {hand};1-2-2022;Mens {number}" for number in range(30)]
        data = files.csv("activiteit;begin;naam", *lines)
        import_actions.take_in(import_actions.check(data, "lijst.csv", community_id))

    at_once(app, one_more)

    assert (count(Attendance), count(Person)) == (30 * HANDS, 30)
