"""The Southern Women from a spreadsheet to the exported graph, by the commands that people use."""

from __future__ import annotations

import csv
import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")

WOMEN = json.loads(Path(__file__).with_name("southern_women.json").read_text())


def graph(app: Flask, folder: Path, organisation: Callable[[int], str], *words: str) -> Any:
    """Take in the attendances, and return the exported graph."""
    file = folder / "southern-women.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("activity", "starts_at", "organisation", "name"))
        rows.writerows(
            (event, f"1936-{month:02}-{1 + 14 * late:02} 20:00", organisation(woman), name)
            for woman, name in enumerate(WOMEN["women"])
            for number, event in enumerate(WOMEN["events"])
            for month, late in [(1 + number // 2, number % 2)]
            if WOMEN["B"][woman][number]
        )
    community = make.community(slug="natchez")
    runner = app.test_cli_runner()
    taken_in = runner.invoke(
        args=["attendance", "import", str(file), "--community", community.slug]
    )
    assert taken_in.exit_code == 0, taken_in.output
    result = runner.invoke(args=["network", "export", *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


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
