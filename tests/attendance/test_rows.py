"""Rows of an attendance file, and every mistake in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rok_events.activities.kinds import Kind
from rok_events.attendance.intake import rows
from rok_events.attendance.intake.columns import NAMES
from rok_events.attendance.intake.rows import Row, Rows, Setting
from rok_events.core import sheets
from rok_events.core.mistakes import MOST_TOLD
from tests.attendance import files
from tests.conftest import NOW

HERE, THERE = 7, 8
SETTING = Setting(NOW, {"rok": HERE, "elders": THERE}, HERE)
MOMENT = datetime(2023, 5, 16, 11, 30, tzinfo=UTC)


def read(*lines: str, setting: Setting = SETTING) -> Rows:
    return rows.read(sheets.read(files.csv(*lines), "lijst.csv", NAMES), setting)


def told(found: Rows) -> list[tuple[int, str, str]]:
    return [(mistake.row, mistake.column, str(mistake)) for mistake in found.mistakes.told]


def test_columns_stand_in_any_order_in_two_languages() -> None:
    found = read(
        "Naam;BEGIN; e-mail;community;present;round;tafel;soort;ends_at;organisation;sector;"
        "activity",
        "Jan;16-5-2023 13:30;jan@example.org;elders;0,5;2;4;training;16-5-2023 17:00;GGD;zorg;"
        "Vlechten",
    )

    assert told(found) == []
    assert found.rows == [
        Row(
            number=2,
            community=THERE,
            activity="Vlechten",
            starts_at=MOMENT,
            ends_at=MOMENT + timedelta(hours=3, minutes=30),
            name="Jan",
            kind=Kind.TRAINING,
            email="jan@example.org",
            organisation="GGD",
            sector="zorg",
            present=0.5,
            round=2,
            table="4",
        )
    ]


def test_what_is_left_out_has_a_default() -> None:
    (row,) = read("activity,starts_at,name,email,present", "Tafel,2023-05-16 13:30,Jan,,").rows

    assert row == Row(2, HERE, "Tafel", MOMENT, "Jan")
    assert (row.kind, row.present, row.organisation, row.email) == (Kind.CASUSTAFEL, 1.0, "", None)


def test_unknown_missing_and_double_columns_are_named() -> None:
    found = read("name;naam;leeftijd;begin", "Jan;Jan;8;16-5-2023", setting=Setting(NOW, {}))

    assert [words.partition(":")[0] for _row, _column, words in told(found)] == [
        "The column naam is there twice.",
        "There is no column named leeftijd. The columns are",
        "The column activiteit (activity) is missing.",
        "Choose a network, or name one in each row in the column netwerk (community).",
    ]


def test_every_wrong_cell_is_told_with_its_row_and_column() -> None:
    found = read(
        "activiteit;begin;einde;naam;e-mail;aanwezig;soort;netwerk;ronde",
        "Tafel;16-5-2023 13:30;16-5-2023 12:00;Jan;jan;x;borrel;nergens;nul",
        ";;;;;;;;",
        ";31-12-2099;;;;;;;",
        "Tafel;26-3-2023 02:30;;Els;;;;;",
    )

    assert [mistake[:2] for mistake in told(found)] == [
        *((2, c) for c in ("soort", "einde", "netwerk", "e-mail", "aanwezig", "ronde")),
        *((4, c) for c in ("activiteit", "begin", "naam")),
        (5, "begin"),
    ]
    assert found.rows == []


def test_a_future_session_is_refused() -> None:
    found = read("activiteit;begin;naam", "Tafel;16-5-2099 13:30;Jan")

    assert "lies in the future" in told(found)[0][2]


def test_content_outside_the_columns_is_refused() -> None:
    found = read("activiteit;begin;naam;;", "Tafel;16-5-2023;Jan;;", "Tafel;16-5-2023;Jan;oeps;")

    assert told(found) == [(3, "", "This stands in a column without a name: oeps.")]


def test_a_header_alone_is_refused() -> None:
    assert told(read("activiteit;begin;naam")) == [(1, "", "There are no rows below the header.")]


def test_a_row_without_community_needs_one() -> None:
    header = "activiteit;begin;naam;netwerk"
    found = read(
        header, "Tafel;16-5-2023;Jan;", "Tafel;16-5-2023;Els;ROK", setting=Setting(NOW, {"rok": 7})
    )

    assert [mistake[:2] for mistake in told(found)] == [(2, "netwerk")]
    assert [row.community for row in found.rows] == [7]


def test_the_first_hundred_mistakes_are_told_and_all_are_counted() -> None:
    found = read("activiteit;begin;naam", *(["Tafel;gisteren;Jan"] * 250))

    assert len(found.mistakes.told) == MOST_TOLD
    assert found.mistakes.total == 250


AGREE = "activiteit;begin;einde;naam;e-mail;organisatie;aanwezig;ronde;tafel"


@pytest.mark.parametrize(
    ("first", "second", "column", "words"),
    [
        (
            "T;1-2-2023 9:00;1-2-2023 11:00;Jan;;;;;",
            "T;1-2-2023 9:00;1-2-2023 12:00;Els;;;;;",
            "einde",
            "Row 2 gives another end to this session.",
        ),
        (
            "T;1-2-2023 9:00;;Jan;;;ja;;",
            "T;1-2-2023 9:00;;Jan;;;0,5;;",
            "aanwezig",
            "Row 2 says otherwise of this person at this session.",
        ),
        (
            "T;1-2-2023 9:00;;Jan;info@example.org;;;;",
            "T;1-2-2023 9:00;;Els;info@example.org;;;;",
            "e-mail",
            "Row 2 has the same address with another name: one address, one person.",
        ),
        (
            "T;1-2-2023 9:00;;Jan;jan@example.org;GGD;;;",
            "T;1-2-2023 9:00;;Jan;jan@example.org;Saxion;;;",
            "organisatie",
            "Row 2 gives this person another organisation at this session.",
        ),
        (
            "T;1-2-2023 9:00;;Jan;;;;1;4",
            "T;1-2-2023 9:00;;Jan;;;;1;5",
            "tafel",
            "Row 2 puts this person at another table in the same round.",
        ),
    ],
    ids=["end", "present", "address", "organisation", "table"],
)
def test_rows_may_not_contradict_each_other(
    first: str, second: str, column: str, words: str
) -> None:
    assert told(read(AGREE, first, second)) == [(3, column, words)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("T;1-2-2023 9:00;;Jan;;;;;", "t;1-2-2023 9:00;;Jan;;;;;"),
        ("T;1-2-2023 9:00;;Jan;;;;1;4", "T;1-2-2023 9:00;;Jan;;;;2;5"),
        ("T;1-2-2023 9:00;;Jan;;GGD;ja;;", "T;1-2-2023 9:00;;Jan;;Saxion;nee;;"),
        ("T;1-2-2023 9:00;;Jan;j@example.org;GGD;;;", "T;2-2-2023 9:00;;J.;j@example.org;ROC;;;"),
        ("T;1-2-2023 9:00;;Jan;;Stichting GGD;;;", "T;1-2-2023 9:00;;Jan;;ggd;;;"),
    ],
    ids=["twice", "rounds", "namesakes", "later", "spelling"],
)
def test_rows_that_only_look_alike_are_fine(first: str, second: str) -> None:
    assert told(read(AGREE, first, second)) == []
