"""What one cell says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities.kinds import Kind
from rok_events.attendance.intake import cells
from rok_events.core.clock import AMSTERDAM
from rok_events.core.errors import InvalidError

if TYPE_CHECKING:
    from rok_events.core.sheets import Cell

AT_HALF_PAST_ONE = datetime(2023, 5, 16, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2023-05-16 13:30",
        "2023-5-16 13.30 uur",
        "2023-05-16T13:30:00",
        "2023-05-16 13:30:00.000",
        "2023-05-16T13:30+02:00",
        "2023-05-16T11:30Z",
        "2023-05-16 06:30 -0500",
        "16-5-2023 13:30",
        "16/05/2023, 13:30",
        "16.5.2023 13:30",
        datetime(2023, 5, 16, 13, 30),  # noqa: DTZ001 -- as a workbook gives it
        datetime(2023, 5, 16, 13, 29, 59, 999_700),  # noqa: DTZ001
        45062.5625,
    ],
    ids=str,
)
def test_a_moment_is_read_however_it_is_written(said: Cell) -> None:
    assert cells.beginning(said) == AT_HALF_PAST_ONE


@pytest.mark.parametrize("said", ["2023-05-16", "16-5-2023", date(2023, 5, 16), 45062.0], ids=str)
def test_a_day_begins_at_noon(said: Cell) -> None:
    assert cells.beginning(said) == datetime(2023, 5, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("gisteren", "is not a date and time"),
        ("5/16/2023 13:30", "not on the calendar"),
        ("30-2-2023", "not on the calendar"),
        ("16-5-2023 25:00", "not on the calendar"),
        ("2023-05-16 13:30+99:00", "not on the calendar"),
        ("16-5-23", "is not a date and time"),
        ("16-5-2023 half twee", "is not a date and time"),
        (0.0, "is not a date and time"),
        (1e20, "is not a date and time"),
        (-3.5, "is not a date and time"),
        (True, "is not a date and time"),
        (time(13, 30), "is not a date and time"),
        (timedelta(hours=3), "is not a date and time"),
        ("26-3-2023 02:30", "never was"),
        ("29-10-2023 02:30", r"was twice.*02:30\+02:00"),
        ("1-1-0001 00:00", "not on the calendar"),
    ],
)
def test_what_is_no_moment_is_refused(said: Cell, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        cells.beginning(said)


def test_the_offset_says_which_of_two_hours_it_was() -> None:
    first = cells.beginning("2023-10-29 02:30+02:00")
    second = cells.beginning("2023-10-29 02:30+01:00")

    assert second - first == timedelta(hours=1)


@given(moment=st.datetimes(datetime(1950, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_local_times_come_back_unless_the_clock_was_changed(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0, fold=0)
    try:
        read = cells.beginning(f"{moment:%d-%m-%Y %H:%M}")
    except InvalidError:
        assert (
            moment.replace(tzinfo=AMSTERDAM).utcoffset()
            != moment.replace(tzinfo=AMSTERDAM, fold=1).utcoffset()
        )
    else:
        assert read.astimezone(AMSTERDAM).replace(tzinfo=None, fold=0) == moment


@given(said=st.text(max_size=40))
def test_no_words_do_anything_but_read_or_be_refused(said: str) -> None:
    for reader in (cells.beginning, cells.share, cells.kind, cells.round_number, cells.email):
        try:
            reader(said)
        except InvalidError as error:
            assert str(error)  # noqa: PT017 -- every refusal is a sentence


@pytest.mark.parametrize(
    ("said", "part"),
    [
        *(("ja", 1), ("Yes", 1), ("J", 1), ("1", 1), (1.0, 1), (True, 1), ("waar", 1)),
        *(("nee", 0), ("NO", 0), ("0", 0), (0.0, 0), (False, 0)),
        *(("0.5", 0.5), ("0,5", 0.5), (0.25, 0.25), (",75", 0.75)),
    ],
)
def test_present_is_a_word_or_a_part(said: Cell, part: float) -> None:
    assert cells.share(said) == part


@pytest.mark.parametrize("said", ["x", "misschien", "1.5", "-1", 2.0, "nan", "inf", "1e-3", "½"])
def test_what_does_not_say_who_was_there_is_refused(said: Cell) -> None:
    with pytest.raises(InvalidError, match="does not say who was there"):
        cells.share(said)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Werkconferentie", Kind.WERKCONFERENTIE),
        ("training", Kind.TRAINING),
        ("Case table", Kind.CASUSTAFEL),
    ],
)
def test_a_kind_has_a_dutch_and_an_english_name(said: str, kind: Kind) -> None:
    assert cells.kind(said) is kind


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidError, match="borrel is not a kind"):
        cells.kind("borrel")


@pytest.mark.parametrize(("said", "number"), [(1.0, 1), ("2", 2), ("99", 99)])
def test_a_round_is_a_number(said: Cell, number: int) -> None:
    assert cells.round_number(said) == number


@pytest.mark.parametrize("said", [0.0, "100", "een", 1.5, "²"])
def test_what_is_no_round_is_refused(said: Cell) -> None:
    with pytest.raises(InvalidError, match="is not the number of a round"):
        cells.round_number(said)


@pytest.mark.parametrize(
    ("said", "ends_at"),
    [
        ("16-5-2023 17:00", datetime(2023, 5, 16, 15, tzinfo=UTC)),
        ("16-5-2023", datetime(2023, 5, 16, 13, 30, tzinfo=UTC)),
        ("17-5-2023", datetime(2023, 5, 17, 12, tzinfo=UTC)),
    ],
)
def test_an_end_is_a_moment_or_a_day(said: str, ends_at: datetime) -> None:
    assert cells.end(cells.moment(said), AT_HALF_PAST_ONE) == ends_at


@pytest.mark.parametrize("said", ["16-5-2023 13:30", "16-5-2023 12:00", "15-5-2023"])
def test_an_end_before_the_beginning_is_refused(said: str) -> None:
    with pytest.raises(InvalidError, match="ends before it has begun"):
        cells.end(cells.moment(said), AT_HALF_PAST_ONE)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("  Zoë\tvan  der Berg\n", "Zoë van der Berg"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202eevil", "evil"),
        (42.0, "42"),
    ],
)
def test_a_name_is_kept_as_people_read_it(said: Cell, name: str) -> None:
    assert cells.name(said) == name


@pytest.mark.parametrize("said", ["x" * 201, "\u200b", "\u202e"])
def test_a_name_that_nobody_can_read_is_refused(said: str) -> None:
    with pytest.raises(InvalidError):
        cells.name(said)


@pytest.mark.parametrize("said", ["-", "–", "n.v.t.", "NVT"])  # noqa: RUF001
def test_who_writes_that_there_is_no_organisation_has_none(said: str) -> None:
    assert not cells.organisation(said)


def test_an_address_is_kept_in_lower_case_and_nonsense_is_refused() -> None:
    assert cells.email(" Jan@Example.ORG ") == "jan@example.org"
    with pytest.raises(InvalidError, match="jan is not an e-mail address"):
        cells.email("jan")
