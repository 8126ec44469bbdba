"""Attendance on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.attendance.models import Attendance
from rok_events.db import db
from tests import make
from tests.attendance import files

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two people of whom one was there."""
    make.community(slug="rok")
    path = tmp_path / "lijst.csv"
    path.write_bytes(files.people("Jan;GGD;;ja", "Els;GGD;;nee"))
    return path


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["attendance", "import", *map(str, arguments)])


def attendances() -> int:
    return db.session.scalars(select(func.count()).select_from(Attendance)).one()


def test_a_file_is_taken_in_and_summed_up(app: Flask, file: Path) -> None:
    result = run(app, file, "--community", "rok")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "2 rows, 2023-05-16 to 2023-05-16: added 1 activities, 1 sessions, 2 people, "
        "1 organisations, 1 attendances; 0 attendances were known already.\n"
    )
    assert attendances() == 1


def test_a_dry_run_changes_nothing(app: Flask, file: Path) -> None:
    result = run(app, file, "--community", "rok", "--dry-run")

    assert (result.exit_code, attendances()) == (0, 0)
    assert "would add 1 activities" in result.stdout


def test_mistakes_are_told_one_by_one(app: Flask, file: Path) -> None:
    file.write_bytes(files.people("Jan;GGD;jan;ja", ";GGD;;x"))

    result = run(app, file, "--community", "rok")

    assert (result.exit_code, result.stdout, attendances()) == (1, "", 0)
    assert result.stderr.splitlines() == [
        "Row 2, e-mail: jan is not an e-mail address.",
        "Row 3, naam: This cell must be filled in.",
        "Row 3, aanwezig: x does not say who was there: write ja, nee, or a part such as 0,5.",
        "Nothing was taken in.",
    ]


def test_after_a_hundred_mistakes_the_rest_is_counted(app: Flask, file: Path) -> None:
    file.write_bytes(files.people(*(["Jan;GGD;jan;ja"] * 130)))

    result = run(app, file, "--community", "rok")

    assert result.stderr.splitlines()[-2:] == ["And 30 more.", "Nothing was taken in."]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--community", "nergens"), "There is no network at this address."),
        ((), "Choose a network, or name one in each row"),
    ],
    ids=["unknown", "none"],
)
def test_a_network_is_needed(
    app: Flask, file: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(app, file, *arguments)

    assert (result.exit_code, attendances()) == (1, 0)
    assert words in result.stderr


def test_what_is_no_file_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path / "nergens.csv").exit_code == 2
    assert run(app).exit_code == 2


def test_a_file_that_cannot_be_read_gets_one_sentence(app: Flask, file: Path) -> None:
    file.write_bytes(b"")

    result = run(app, file, "--community", "rok")

    assert (result.exit_code, result.stderr) == (1, "Error: The file is empty.\n")
