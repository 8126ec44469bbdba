"""From a spreadsheet to the exported graph, by the commands that people use.

The Southern Women, and tables in their rounds.
"""

from __future__ import annotations

import csv
import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask

    Row = tuple[object, ...]

pytestmark = pytest.mark.usefixtures("database")

WOMEN = json.loads(Path(__file__).with_name("southern_women.json").read_text())


def graph(app: Flask, folder: Path, organisation: Callable[[int], str], *words: str) -> Any:
    """Take in the attendances, and return the exported graph."""
    rows = [
        (event, f"1936-{month:02}-{1 + 14 * late:02} 20:00", organisation(woman), name)
        for woman, name in enumerate(WOMEN["women"])
        for number, event in enumerate(WOMEN["events"])
        for month, late in [(1 + number // 2, number % 2)]
        if WOMEN["B"][woman][number]
    ]
    return taken_in(app, folder, ("activity", "starts_at", "organisation", "name"), rows, *words)


def taken_in(
    app: Flask, folder: Path, header: Row, rows: Sequence[Row], *words: str
) -> dict[str, Any]:
    """Take in a file, and return the exported graph."""
    file = folder / "attendances.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows((header, *rows))
    community = make.community(slug="natchez")
    runner = app.test_cli_runner()
    read = runner.invoke(args=["attendance", "import", str(file), "--community", community.slug])
    assert read.exit_code == 0, read.output
    result = runner.invoke(args=["network", "export", *words])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_each_woman_as_an_organisation(app: Flask, tmp_path: Path) -> None:
    found = graph(app, tmp_path, lambda woman: f"{woman:02} {WOMEN['women'][woman]}")

    number = {o["id"]: int(o["name"][:2]) for o in found["organisations"]}
    ties = {tuple(sorted((number[tie["a"]], number[tie["b"]]))): tie for tie in found["ties"]}
    for one, other in combinations(range(18), 2):
        shared = WOMEN["women_projection"][one][other]
        assert ((one, other) in ties) == (shared > 0)
        if shared:
            tie = ties[one, other]
            assert tie["sessions"] == shared
            assert round(tie["newman"], 10) == WOMEN["newman_women"][one][other]
    by_number = sorted(found["organisations"], key=lambda o: number[o["id"]])
    assert [o["sessions"] for o in by_number] == WOMEN["row_deg"]
    assert [o["strength"] for o in by_number] == WOMEN["newman_strength"]
    assert found["measures"]["ties"] == WOMEN["women_proj_stats"]["edges"]
    assert found["measures"]["density"] == round(WOMEN["women_proj_stats"]["density"], 12)


def test_two_organisations_of_nine(app: Flask, tmp_path: Path) -> None:
    expected = WOMEN["two_level_test"]

    found = graph(app, tmp_path, lambda woman: "A" if woman < 9 else "B", "--weight", "pairs")

    (tie,) = found["ties"]
    assert tie["sessions"] == expected["S1_events_both"]
    assert tie["pairs_of_people"] == tie["weight"] == expected["S2_distinct_person_pairs"]
    assert tie["newman"] == pytest.approx(expected["S3_newman_person"], rel=1e-11)
    assert [o["people"] for o in found["organisations"]] == [9, 9]


ROUNDS = ("ronde", "tafel", "organisatie", "naam", "activiteit", "soort", "begin")
DAY = ("Werkconferentie", "werkconferentie", "2024-05-16 13:30")
SEATING = {"1": ("AB", "CD"), "2": ("AC", "BD")}
"""Which organisations share a table, per round; of each come two people."""


def seated() -> list[Row]:
    """Return a row for each person and round."""
    return [
        (number, table, organisation, f"{organisation}{person}", *DAY)
        for number, tables in SEATING.items()
        for table, there in enumerate(tables, 1)
        for organisation in there
        for person in range(2)
    ]


def ties(found: dict[str, Any]) -> dict[str, tuple[int, int, float, float]]:
    """Return sessions, pairs of people, Newman's weight and encounters per pair."""
    name = {o["id"]: o["name"] for o in found["organisations"]}
    return {
        "".join(sorted(name[tie["a"]] + name[tie["b"]])): (
            *(tie["sessions"], tie["pairs_of_people"]),
            *(round(tie["newman"], 9), tie["encounters"]),
        )
        for tie in found["ties"]
    }


def test_the_table_in_its_round_is_the_group_in_which_people_met(
    app: Flask, tmp_path: Path
) -> None:
    found = ties(taken_in(app, tmp_path, ROUNDS, seated()))

    # At a table of four two people meet two others, and have three to divide their point over.
    at_one_table = (1, 4, round(4 / 3, 9), 4)
    assert found == dict.fromkeys(("AB", "CD", "AC", "BD"), at_one_table)


def test_with_people_who_have_no_table_there_was_a_plenary_too(app: Flask, tmp_path: Path) -> None:
    late = ("", "", "E", "E0", *DAY)

    found = ties(taken_in(app, tmp_path, ROUNDS, [*seated(), late]))

    at_one_table = (1, 4, round(4 / 3 + 4 / 8, 9), 4 + 4 * 7 / 8)
    assert {pair: found[pair] for pair in ("AB", "CD", "AC", "BD")} == dict.fromkeys(
        ("AB", "CD", "AC", "BD"), at_one_table
    )
    assert found["AD"] == found["BC"] == (1, 4, 4 / 8, 4 * 7 / 8)
    assert found["AE"] == (1, 2, 2 / 8, 2 * 7 / 8)


def test_only_tables_leaves_the_plenary_out(app: Flask, tmp_path: Path) -> None:
    crowd = [("", "", "E", f"E{number}", *DAY) for number in range(5)]

    found = ties(taken_in(app, tmp_path, ROUNDS, [*seated(), *crowd], "--groups", "tables"))

    assert {*found} == {"AB", "CD", "AC", "BD"}
