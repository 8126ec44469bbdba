"""When lists can be changed, what comes of a mark, and how much somebody was there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities.rules import State
from rok_events.attendance import rules
from rok_events.attendance.rules import Outcome
from rok_events.core.errors import ConflictError
from rok_events.registrations.rules import Status

DAY = date(2027, 4, 1)
START = datetime(2027, 4, 1, 12, tzinfo=UTC)
END = START + timedelta(hours=2)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("today", [DAY, date(2027, 4, 2), date(2029, 1, 1)])
def test_ticking_is_possible_from_the_day_on(today: date) -> None:
    rules.refuse_listing(State.PUBLISHED, is_cancelled=False, is_closed=False)
    rules.refuse_too_early(DAY, today)


def test_ticking_is_refused_before_the_day() -> None:
    with pytest.raises(ConflictError, match="from the day of the session"):
        rules.refuse_too_early(DAY, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("state", "is_cancelled", "is_closed", "words"),
    [
        (State.PUBLISHED, True, False, "was cancelled"),
        (State.CANCELLED, False, False, "was cancelled"),
        (State.DRAFT, False, False, "is a draft"),
        (State.PUBLISHED, False, True, "is closed"),
    ],
    ids=["session cancelled", "activity cancelled", "draft", "closed"],
)
def test_otherwise_it_says_why_not(
    state: State,
    is_cancelled: bool,  # noqa: FBT001
    is_closed: bool,  # noqa: FBT001
    words: str,
) -> None:
    with pytest.raises(ConflictError, match=words):
        rules.refuse_listing(state, is_cancelled=is_cancelled, is_closed=is_closed)


def test_a_list_is_closed_when_the_session_is_over() -> None:
    rules.refuse_closing(END, END)
    with pytest.raises(ConflictError, match="when the session is over"):
        rules.refuse_closing(END, END - timedelta(seconds=1))


def test_people_check_themselves_in_from_half_an_hour_before_until_half_an_hour_after() -> None:
    early, late = START - rules.MARGIN, END + rules.MARGIN
    for on_time in (early, late):
        rules.refuse_arriving(START, END, on_time)

    for at in (early - timedelta(seconds=1), late + timedelta(seconds=1)):
        with pytest.raises(ConflictError, match="from half an hour before"):
            rules.refuse_arriving(START, END, at)


@pytest.mark.parametrize(
    ("status", "is_elsewhere", "anyway", "outcome"),
    [
        (Status.CONFIRMED, False, False, Outcome.IN),
        (Status.WAITING, False, False, Outcome.WAITING),
        (Status.WAITING, False, True, Outcome.IN),
        (Status.CANCELLED, False, False, Outcome.CANCELLED),
        (Status.CANCELLED, False, True, Outcome.IN),
        (None, True, False, Outcome.WRONG_ACTIVITY),
        (None, True, True, Outcome.IN),
        (None, False, False, Outcome.UNKNOWN),
        (None, False, True, Outcome.UNKNOWN),
    ],
)
def test_who_may_come_in(
    status: Status | None,
    is_elsewhere: bool,  # noqa: FBT001
    anyway: bool,  # noqa: FBT001
    outcome: Outcome,
) -> None:
    assert rules.at_the_door(status, is_elsewhere=is_elsewhere, anyway=anyway) is outcome


def test_a_moment_is_brought_between_two_others() -> None:
    at = (START - HOUR, START + HOUR, END + HOUR)

    assert [rules.within(one, START, END) for one in at] == [START, START + HOUR, END]


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stays", "share"),
    [
        ([], 0.0),
        ([(at(0), at(120))], 1.0),
        ([(at(0), None)], 1.0),
        ([(at(60), at(120))], 0.5),
        ([(at(-60), at(300))], 1.0),
        ([(at(-60), at(0))], 0.0),
        ([(at(120), at(180))], 0.0),
        ([(at(0), at(60)), (at(30), at(90))], 0.75),
        ([(at(0), at(30)), (at(60), at(90))], 0.5),
        ([(at(60), at(30))], 0.0),
        ([(at(180), None)], 0.0),
    ],
)
def test_the_share_of_a_session(
    stays: list[tuple[datetime, datetime | None]], share: float
) -> None:
    assert rules.session_share(stays, START, END) == share


MOMENTS = st.integers(-90, 210).map(at)
STAYS = st.lists(st.tuples(MOMENTS, MOMENTS | st.none()), max_size=6)


@given(STAYS)
def test_a_share_is_the_part_of_the_minutes_that_any_stay_holds(
    stays: list[tuple[datetime, datetime | None]],
) -> None:
    held = sum(
        any(came <= at(minute) and at(minute + 1) <= (left or END) for came, left in stays)
        for minute in range(120)
    )

    assert rules.session_share(stays, START, END) == pytest.approx(held / 120)


@given(STAYS, STAYS)
def test_more_stays_never_make_a_share_less_and_double_ones_count_once(
    stays: list[tuple[datetime, datetime | None]],
    more: list[tuple[datetime, datetime | None]],
) -> None:
    share = rules.session_share(stays, START, END)

    assert 0 <= share <= rules.session_share([*stays, *more], START, END) <= 1
    assert rules.session_share([*reversed(stays), *stays], START, END) == share


def test_a_long_session_weighs_more() -> None:
    found = rules.activity_presence({1: HOUR, 2: 3 * HOUR}, [(2, 22, 1.0)])

    assert (found.share, found.minutes, found.session_ids) == (0.75, 180, (22,))


def test_catching_up_counts_once_and_what_is_not_held_here_not_at_all() -> None:
    been = [(1, 11, 0.5), (1, 71, 1.0), (2, 72, 1.0), (9, 79, 1.0)]

    found = rules.activity_presence({1: HOUR, 2: HOUR}, been)

    assert (found.share, found.session_ids) == (1.0, (71, 72))


def test_nothing_was_held() -> None:
    assert rules.activity_presence({}, [(1, 1, 1.0)]).share == 0


LENGTHS = st.dictionaries(
    st.integers(1, 5), st.integers(1, 480).map(lambda n: timedelta(minutes=n)), min_size=1
)
BEEN = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 99), st.floats(0, 1)), max_size=12)


@given(LENGTHS, BEEN)
def test_presence_at_an_activity_lies_between_nothing_and_all(
    lengths: dict[int, timedelta], been: list[tuple[int, int, float]]
) -> None:
    found = rules.activity_presence(lengths, been)
    everything = [(number, number, 1.0) for number in lengths]

    assert 0 <= found.share <= 1.000001
    assert found.minutes <= sum(lengths.values(), timedelta()) / timedelta(minutes=1) + 1
    assert rules.activity_presence(lengths, [*been, *been]) == found
    assert rules.activity_presence(lengths, [*been, *everything]).share == pytest.approx(1)


@pytest.mark.parametrize(
    ("places", "home"),
    [
        ([], None),
        ([(1, Status.CANCELLED, 1)], None),
        ([(2, Status.CONFIRMED, 9)], 2),
        ([(1, Status.WAITING, 1), (2, Status.CONFIRMED, 9)], 2),
        ([(2, Status.CONFIRMED, 9), (1, Status.CONFIRMED, 3)], 1),
        ([(1, Status.WAITING, 1), (2, Status.CANCELLED, 9)], 1),
    ],
)
def test_presence_counts_for_one_of_parallel_groups(
    places: list[tuple[int, Status, int]], home: int | None
) -> None:
    assert rules.home(places) == home


@pytest.mark.parametrize(
    ("ticked", "since"),
    [
        pytest.param(at(-20), at(-20), id="before"),
        pytest.param(at(50), at(50), id="during"),
        pytest.param(at(120), START, id="at the end"),
        pytest.param(at(900), START, id="the next morning"),
    ],
)
def test_who_is_ticked_off_after_the_end_was_there_all_along(
    ticked: datetime, since: datetime
) -> None:
    assert rules.came_at(ticked, START, END) == since
