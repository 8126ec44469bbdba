"""Playing the demo through the actions of the house."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.activities.models import Activity, Session, Table
from rok_events.activities.rules import State
from rok_events.attendance import presence_queries
from rok_events.attendance.models import Attendance, Seat
from rok_events.core import clock
from rok_events.db import db
from rok_events.demo import cli, deventer, utrecht
from rok_events.guests.models import InvitedOrganisation
from rok_events.people.models import Organisation, Person
from rok_events.people.rules import Standing
from rok_events.registrations.models import Registration
from rok_events.seating.models import PlannedSeat
from tests import make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from rok_events.demo.story import Meeting, Network

pytestmark = pytest.mark.usefixtures("database")

AS_OF = "2026-11-22"


def presences(activity: Activity, *person_ids: int) -> int:
    wanted = select(func.count()).where(Attendance.session_id.in_(s.id for s in activity.sessions))
    if person_ids:
        wanted = wanted.where(Attendance.person_id.in_(person_ids))
    return db.session.scalar(wanted) or 0


def shares(activity: Activity) -> dict[int, float]:
    found = presence_queries.of_activity(activity.id)
    return {id_: presence.share for id_, presence in found.items()}


def closed_tables() -> list[tuple[int, int, int]]:
    """Return of each activity by invitation: organisations invited, places taken, people there."""
    invited = select(func.count()).select_from(InvitedOrganisation)
    closed = select(Activity).where(Activity.by_invitation).order_by(Activity.starts_at)
    return [
        (
            db.session.scalar(invited.where(InvitedOrganisation.activity_id == one.id)) or 0,
            one.taken,
            presences(one),
        )
        for one in db.session.scalars(closed)
    ]


def short(network: Network) -> Network:
    """Keep two past meetings of a network, and all that come."""

    def meetings(as_of: date) -> Sequence[Meeting]:
        every = sorted(network.meetings(as_of), key=lambda meeting: meeting.starts)
        past = [m for m in every if m.starts[0].date() < as_of]
        return [*past[-2:], *(m for m in every if m.starts[0].date() >= as_of)]

    return replace(network, meetings=meetings)


@pytest.fixture
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play a short story."""
    stories = (short(deventer.NETWORK), short(utrecht.NETWORK))
    monkeypatch.setattr(cli, "NETWORKS", stories)


@pytest.mark.usefixtures("_brief")
def test_the_demo_plays_a_full_room_presence_and_tables_and_lets_one_in(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "load", "--as-of", AS_OF])

    assert answer.exit_code == 0, answer.output
    full = db.session.scalars(select(Activity).where(Activity.waiting > 0)).all()
    assert any(
        a.taken == a.capacity and a.starts_at > datetime(2026, 11, 22, tzinfo=UTC) for a in full
    )
    conference = db.session.scalars(
        select(Activity).where(Activity.title.contains("kansrijke start in"))
    ).one()
    present = db.session.scalar(
        select(func.count())
        .select_from(Attendance)
        .where(Attendance.session_id == conference.sessions[0].id)
    )
    assert present is not None
    assert present > 60
    labels = db.session.scalars(
        select(Table.label).join(Seat).where(Table.session_id == conference.sessions[0].id)
    )
    assert len(set(labels)) == 7
    planned = select(Activity.title, func.count(PlannedSeat.registration_id.distinct()))
    planned = planned.join(Session).join(Table).join(PlannedSeat).group_by(Activity.title)
    assert [plan for plan in db.session.execute(planned) if plan[1] >= 48]
    assert {State.DRAFT, State.CANCELLED} <= set(db.session.scalars(select(Activity.state)))
    assert db.session.scalar(select(func.max(Registration.registered_at))) <= clock.now()  # type: ignore[operator]
    assert all(
        email.endswith("example.org") for email in db.session.scalars(select(Person.email)) if email
    )
    standings = Counter(db.session.scalars(select(Organisation.standing)))
    assert standings[Standing.ACCEPTED] == len(deventer.MEMBERS) + len(utrecht.MEMBERS)
    assert standings[Standing.PROPOSED] == 6
    going_on, *_ = db.session.scalars(select(Activity).where(Activity.title.contains("Vroeg")))
    assert going_on.taken > presences(going_on) > 20
    assert closed_tables() == [(8, 6, 6), (8, 6, 0)]
    twice = [
        *db.session.scalars(select(Activity).where(Activity.parallel != "").order_by(Activity.id))
    ]
    assert [activity.title[-7:] for activity in twice] == ["groep A", "groep B", "groep C"]
    assert any(share < 1 for one in twice for share in shares(one).values())
    assert {id_ for id_ in shares(twice[0]) if presences(twice[1], id_)}, "somebody catches up"
    for role in ("administrator", "organiser", "host", "lead"):
        assert f"{role} " in answer.output
    assert answer.output.count("https://agenda.example.org/inloggen/") == 4


def test_the_demo_refuses_a_database_that_holds_anything(app: Flask) -> None:
    make.community()

    answer = app.test_cli_runner().invoke(args=["demo", "load"])

    assert answer.exit_code == 1
    assert "holds data already" in answer.output


@pytest.mark.usefixtures("_brief")
def test_links_can_be_had_again_where_the_demo_was_loaded(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["demo", "links"])
    loaded = app.test_cli_runner().invoke(args=["demo", "load", "--as-of", AS_OF])
    again = app.test_cli_runner().invoke(args=["demo", "links"])

    assert refused.exit_code == 1
    assert "was not loaded" in refused.output
    roles = [line.split()[0] for line in again.output.splitlines()]
    assert roles == ["administrator", "organiser", "host", "lead"]
    assert not set(again.output.splitlines()) & set(loaded.output.splitlines())
