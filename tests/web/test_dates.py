"""Dates as people say them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from rok_events.core.periods import Span
from rok_events.web import dates
from tests.web.sampler import SESSION, Session

AT = datetime(2027, 5, 16, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("say", "dutch", "english"),
    [
        pytest.param(dates.day, "zondag 16 mei 2027", "Sunday 16 May 2027", id="day"),
        pytest.param(dates.brief, "16 mei 2027", "16 May 2027", id="brief"),
        pytest.param(dates.month_name, "mei 2027", "May 2027", id="month"),
        pytest.param(dates.month_short, "mei", "May", id="short month"),
        pytest.param(dates.clock, "13.30", "13:30", id="clock"),
        pytest.param(
            dates.moment, "zondag 16 mei 2027, 13.30 uur", "Sunday 16 May 2027, 13:30", id="moment"
        ),
    ],
)
def test_a_moment_is_said_in_both_languages(say: object, dutch: str, english: str) -> None:
    assert callable(say)
    assert say(AT, "nl") == dutch
    assert say(AT, "en") == english


def test_a_session_is_said_with_its_hours() -> None:
    assert dates.when(SESSION, "nl") == "zondag 16 mei 2027, 13.30 – 17.00 uur"  # noqa: RUF001
    assert dates.when(SESSION, "en") == "Sunday 16 May 2027, 13:30 – 17:00"  # noqa: RUF001


def test_what_ends_on_another_day_names_both() -> None:
    weekend = Session(AT, AT + timedelta(days=1))

    said = dates.when(weekend, "nl")

    assert said.startswith("zondag 16 mei 2027, 13.30 uur")
    assert said.endswith("maandag 17 mei 2027, 13.30 uur")


def test_midnight_belongs_to_the_day_in_the_netherlands() -> None:
    late = datetime(2027, 5, 16, 22, 30, tzinfo=UTC)

    assert dates.day(late, "nl") == "maandag 17 mei 2027"
    assert dates.clock(late, "nl") == "0.30"


def test_winter_is_an_hour_from_utc_and_summer_two() -> None:
    assert dates.clock(datetime(2027, 1, 16, 11, 5, tzinfo=UTC), "nl") == "12.05"
    assert dates.clock(datetime(2027, 7, 16, 11, 5, tzinfo=UTC), "nl") == "13.05"


def test_a_day_without_a_time_stays_that_day() -> None:
    assert dates.day(date(2027, 5, 16), "nl") == "zondag 16 mei 2027"
    assert dates.machine(date(2027, 5, 16)) == "2027-05-16"


def test_machines_are_told_the_local_time_with_its_offset() -> None:
    assert dates.machine(AT) == "2027-05-16T13:30+02:00"


def test_a_page_of_a_hundred_cards_costs_less_than_a_millisecond() -> None:
    sessions = [
        Session(AT + timedelta(days=n), AT + timedelta(days=n, hours=3)) for n in range(100)
    ]

    def page() -> float:
        start = time.perf_counter()
        for session in sessions:
            dates.when(session, "nl")
            dates.month_short(session.starts_at, "nl")
            dates.machine(session.starts_at)
        return time.perf_counter() - start

    page()

    assert min(page() for _ in range(10)) < 0.001


@pytest.mark.parametrize(
    ("span", "nl", "en"),
    [
        pytest.param(Span(date(2027, 1, 1), 12), "2027", "2027", id="year"),
        pytest.param(Span(date(2027, 10, 1), 3), "4e kwartaal 2027", "Q4 2027", id="quarter"),
    ],
)
def test_spans(span: Span, nl: str, en: str) -> None:
    assert (dates.span(span, "nl"), dates.span(span, "en")) == (nl, en)
