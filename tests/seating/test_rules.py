"""Who sits with whom, and what comes of that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rok_events.core.errors import ConflictError
from rok_events.seating import rules
from rok_events.seating.rules import Guest, Pair

NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)


def guest(id_: int, organisation: int | None) -> Guest:
    return Guest(id_, id_, f"Gast {id_}", None, organisation, str(organisation or ""))


ANNA, BO, CEM, DIL = guest(1, 10), guest(2, 10), guest(3, 20), guest(4, None)
EVERYBODY = [ANNA, BO, CEM, DIL]


def test_a_round_shows_its_tables_in_order_and_who_has_none() -> None:
    chart = {1: {1: "10"}, 2: {1: "9"}, 3: {1: "Raam", 2: "9"}}

    first, second = rules.rounds(EVERYBODY, chart, 2)

    assert [group.label for group in first.groups] == ["9", "10", "Raam"]
    assert list(first.standing) == [DIL]
    assert [group.guests for group in second.groups] == [[CEM]]
    assert list(second.standing) == [ANNA, BO, DIL]


def test_colleagues_at_one_table_are_marked_and_people_without_organisation_are_none() -> None:
    chart = {guest.id: {1: "A"} for guest in (*EVERYBODY, guest(5, None))}

    ((group,),) = [one.groups for one in rules.rounds([*EVERYBODY, guest(5, None)], chart, 1)]

    assert group.colleagues == {ANNA.id, BO.id}


def test_organisations_are_together_that_share_a_table_in_any_round() -> None:
    chart = {1: {1: "A", 2: "A"}, 2: {1: "A", 2: "B"}, 3: {1: "B", 2: "B"}, 4: {1: "A", 2: "A"}}

    assert rules.together(rules.rounds(EVERYBODY, chart, 1)) == set()
    assert rules.together(rules.rounds(EVERYBODY, chart, 2)) == {Pair(10, 20)}


def test_a_table_has_one_name_in_a_round_however_it_is_typed() -> None:
    typed = {1: {1: " bij het  raam", 2: "a"}, 2: {1: "Bij het Ráám", 2: ""}, 3: {2: "A"}}

    spelled = rules.spelled(typed, {1: ["Bij het raam"]})

    assert spelled == {1: {1: "Bij het raam", 2: "a"}, 2: {1: "Bij het raam"}, 3: {2: "a"}}


def test_the_last_round_is_the_one_in_which_somebody_sits() -> None:
    assert rules.last_round({}) == 0
    assert rules.last_round({1: {1: "A"}, 2: {3: "A"}, 4: {}}) == 3


def test_two_seatings_have_one_stamp_only_if_they_are_the_same() -> None:
    chart = {1: {1: "A"}, 2: {1: "B"}}

    assert rules.stamp(chart) == rules.stamp({2: {1: "B"}, 1: {1: "A"}, 3: {}})
    assert rules.stamp(chart) != rules.stamp({1: {1: "A"}, 2: {2: "B"}})


def test_what_is_cancelled_or_over_is_not_planned_any_more() -> None:
    rules.refuse_planning(is_cancelled=False, ends_at=NOON, now=NOON - timedelta(minutes=1))

    with pytest.raises(ConflictError, match="over"):
        rules.refuse_planning(is_cancelled=False, ends_at=NOON, now=NOON)
    with pytest.raises(ConflictError, match="cancelled"):
        rules.refuse_planning(is_cancelled=True, ends_at=NOON, now=NOON - timedelta(1))
