"""The story of the demo: plausible, the same each time, and about nobody real."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from rok_events.activities.kinds import Kind
from rok_events.core.clock import AMSTERDAM
from rok_events.demo import cli, deventer_today, names
from rok_events.demo.story import Network, weekday

AS_OF = date(2026, 11, 22)


def test_invented_people_differ_and_live_under_example_org() -> None:
    people = list(islice(names.people(), 400))

    assert len(set(people)) == 400
    assert names.address("Zoë van 't Hoff", "ggd") == "zoe.van.t.hoff@ggd.example.org"
    assert names.address("Noor", "") == "noor@example.org"


@pytest.mark.parametrize("network", cli.NETWORKS, ids=lambda network: network.slug)
def test_every_network_has_a_past_and_a_future(network: Network) -> None:
    starts = [meeting.starts[0] for meeting in network.meetings(AS_OF)]
    now = datetime(2026, 11, 22, 7, tzinfo=UTC)

    assert any(start < now for start in starts)
    assert any(start > now for start in starts)
    assert len({(m.title, m.starts) for m in network.meetings(AS_OF)}) == len(starts)


def test_deventer_has_all_kinds_one_full_one_cancelled_one_draft_and_one_today() -> None:
    meetings = cli.NETWORKS[0].meetings(AS_OF)

    assert {meeting.kind for meeting in meetings} == set(Kind)
    assert any(m.wishes > m.capacity and m.starts[0].date() > AS_OF for m in meetings)
    assert any(m.cancel_reason for m in meetings)
    assert any(m.is_draft for m in meetings)
    assert any(m.starts[0].date() == AS_OF for m in meetings)


@pytest.mark.parametrize("hour", [0, 7, 13, 22])
@pytest.mark.parametrize("minute", [0, 1, 14, 15, 59])
def test_a_conference_is_going_on_and_its_list_can_be_closed_soon(hour: int, minute: int) -> None:
    now = datetime.combine(AS_OF, time(hour, minute), AMSTERDAM)

    (meeting,) = (m for m in deventer_today.meetings(now) if m.kind is Kind.WERKCONFERENTIE)

    start, end = meeting.starts[0], meeting.starts[0] + meeting.length
    assert start <= now < end <= now + timedelta(minutes=30)
    assert {at.astimezone(AMSTERDAM).date() for at in (start, end)} == {AS_OF}


def test_of_today_something_is_accredited_and_something_not_granted_yet() -> None:
    conference, group_a, *others = deventer_today.meetings(datetime(2026, 11, 22, 7, tzinfo=UTC))

    assert {bool(one.number) for one in conference.accreditations} == {True, False}
    assert group_a.keeps_times
    assert [group.beside for group in others] == [group_a.title] * 2


def test_circles_name_members() -> None:
    for network in cli.NETWORKS:
        known = {member.name for member in network.members}
        for meeting in network.meetings(AS_OF):
            assert set(meeting.circle) <= known


def test_weekday_is_the_day_itself_or_the_next() -> None:
    assert weekday(date(2026, 11, 22), 6) == date(2026, 11, 22)
    assert weekday(date(2026, 11, 22), 0) == date(2026, 11, 23)
