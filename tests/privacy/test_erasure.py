"""Who asks to be forgotten is forgotten everywhere, and the figures stay right."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from rok_events.attendance.models import Attendance
from rok_events.core.errors import InvalidError, NotFoundError
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.people.models import Organisation
from rok_events.privacy import actions, queries
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests.privacy import lives

pytestmark = pytest.mark.usefixtures("database")


def erase(email: str) -> None:
    with transaction():
        actions.erase(queries.subject(email))


def presence() -> list[tuple[str | None, int]]:
    """Return how often each organisation was present."""
    rows = db.session.execute(
        select(Organisation.name, func.count(Attendance.id))
        .select_from(Attendance)
        .outerjoin(Attendance.organisation)
        .group_by(Organisation.name)
        .order_by(Organisation.name)
    )
    return [(name, count) for name, count in rows]


def test_no_trace_of_name_or_address_is_left_anywhere() -> None:
    lives.live()
    before = lives.traces()

    erase(f" {lives.EMAIL.title()} ")

    db.session.expire_all()
    assert {"person.name", "person.email", "registration.remarks", "account.email"} <= set(before)
    assert {"outgoing_mail.text", "outgoing_mail.recipient", "account.name", "guest.note"} <= set(
        before
    )
    assert lives.traces() == []


def test_the_search_for_traces_sees_the_whole_database() -> None:
    lives.live()

    everything = set(lives.traces(("",)))

    assert {"seat.table_id", "community.slug", "registration.answers"} <= everything


def test_figures_of_attendance_stay_as_they_were() -> None:
    lives.live()
    before = presence()

    erase(lives.EMAIL)

    assert before == [("GGD IJsselland", 2)]
    assert presence() == before


def test_the_place_of_whoever_is_forgotten_goes_to_the_first_in_line() -> None:
    ahead = lives.live()

    erase(lives.EMAIL)

    states = db.session.scalars(
        select(Registration.status)
        .where(Registration.activity_id == ahead.id)
        .order_by(Registration.id)
    )
    assert [*states] == [Status.CANCELLED, Status.CONFIRMED]
    told = db.session.scalars(select(OutgoingMail.recipient)).all()
    assert "tweede@example.org" in told


def test_nobody_else_is_forgotten() -> None:
    lives.live()

    erase(lives.EMAIL)

    assert lives.traces(("eerste@example.org",))
    assert lives.traces(("tweede@example.org",))


def test_forgetting_twice_finds_nothing_the_second_time() -> None:
    lives.live()
    erase(lives.EMAIL)

    with pytest.raises(NotFoundError):
        erase(lives.EMAIL)


def test_forgetting_what_is_no_address_is_refused() -> None:
    with pytest.raises(InvalidError):
        erase("Noortje")
