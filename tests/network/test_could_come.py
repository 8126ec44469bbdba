"""Which organisations could be at a session at all, as the database tells."""

from __future__ import annotations

import pytest

from rok_events.db import db
from rok_events.network import comparison_queries as comparisons
from rok_events.network.scopes import KEEP
from rok_events.registrations.rules import Status
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_one_belongs_to_a_network_from_its_first_place_or_presence() -> None:
    came, planned, elsewhere = (make.organisation() for _ in range(3))
    ours, theirs = make.activity(), make.activity()
    make.attendance(session=ours.sessions[0], organisation=came)
    make.registration(
        activity=ours, organisation=planned, registered_at=make.LONG_AGO, status=Status.CANCELLED
    )
    make.attendance(session=theirs.sessions[0], organisation=elsewhere)

    members = comparisons.members()

    spring, long_ago = make.SPRING.toordinal(), make.LONG_AGO.toordinal()
    assert members.first == {
        (came.id, ours.community_id): spring,
        (planned.id, ours.community_id): long_ago,
        (elsewhere.id, theirs.community_id): spring,
    }
    assert members.network_of[ours.sessions[0].id] == ours.community_id


def test_at_a_closed_activity_who_was_asked_had_a_place_or_came_could_be() -> None:
    invited, planned, came, stranger = (make.organisation() for _ in range(4))
    closed = make.activity(by_invitation=True, sessions=[make.SPRING, make.SPRING + KEEP])
    make.invited_organisation(activity=closed, organisation=invited)
    make.registration(activity=closed, organisation=planned, status=Status.CANCELLED)
    make.registration(activity=closed)
    make.attendance(session=closed.sessions[0], organisation=came)
    nobody = make.activity(by_invitation=True)
    open_ = make.activity()
    make.attendance(session=open_.sessions[0], organisation=stranger)
    make.invited_organisation(activity=open_, organisation=stranger)

    asked = comparisons.members().asked

    could_come = {invited.id, planned.id, came.id}
    assert asked == {
        closed.sessions[0].id: could_come,
        closed.sessions[1].id: could_come,
        nobody.sessions[0].id: (),
    }


def test_closed_activities_cost_one_query_more(queries: list[str]) -> None:
    closed = make.activity()
    queries.clear()
    comparisons.members()
    without = len(queries)
    closed.by_invitation = True
    db.session.commit()
    queries.clear()

    comparisons.members()

    assert len(queries) - without == 1
