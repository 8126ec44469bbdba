"""The story of the demo: plausible, the same each time, and about nobody real."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from rok_events.activities.kinds import Kind
from rok_events.demo import cli, names
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


def test_circles_name_members() -> None:
    for network in cli.NETWORKS:
        known = {member.name for member in network.members}
        for meeting in network.meetings(AS_OF):
            assert set(meeting.circle) <= known


def test_weekday_is_the_day_itself_or_the_next() -> None:
    assert weekday(date(2026, 11, 22), 6) == date(2026, 11, 22)
    assert weekday(date(2026, 11, 22), 0) == date(2026, 11, 23)
