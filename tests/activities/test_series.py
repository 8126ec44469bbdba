"""Rows of activities: what is changed in one of them goes through those after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rok_events.activities import planning, series
from rok_events.activities.rules import Accreditation, ProgrammePoint
from tests import make
from tests.activities.plans import plan, session
from tests.make import SPRING

pytestmark = pytest.mark.usefixtures("database")

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SKJ = Accreditation(register="SKJ", number="12", points="4")


def test_programme_closing_and_accreditation_go_through_the_row() -> None:
    # The clocks go forward between the first and the second.
    begin = SPRING - 2 * WEEK + HOUR
    wish = plan(
        community_id=make.community().id,
        sessions=tuple(
            session(starts_at=at, ends_at=at + HOUR) for at in (begin, SPRING, SPRING + WEEK)
        ),
        closes_at=begin - timedelta(days=1),
        programme=(ProgrammePoint(starts_at=begin, title="Inloop"),),
    )
    first, second, third = series.plan_row(wish)
    third.programme[0].title = "Anders"
    third.accreditations = [["NIP", "", "", "", ""]]

    changed = replace(
        planning.plan_of(first),
        closes_at=begin - timedelta(days=3),
        programme=(ProgrammePoint(starts_at=begin + HOUR, title="Opening"),),
        accreditations=(SKJ,),
        by_invitation=True,
    )
    assert series.revise_following(first.id, changed) == 2

    assert [(p.starts_at, p.title) for p in second.programme] == [(SPRING + HOUR, "Opening")]
    assert second.closes_at == SPRING - timedelta(days=3)
    assert third.closes_at == SPRING + WEEK - timedelta(days=3)
    assert second.accreditations == [list(SKJ)]
    assert second.by_invitation
    assert third.accreditations == [["NIP", "", "", "", ""]]
    assert [p.title for p in third.programme] == ["Anders"]
    assert [one.starts_at for one in (second, third)] == [SPRING, SPRING + WEEK]
