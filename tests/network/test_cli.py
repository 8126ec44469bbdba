"""The network on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from rok_events.activities.kinds import Kind
from rok_events.audit.models import TrailRow
from rok_events.db import db
from tests import make
from tests.network import scenes

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


def run(app: Flask, *words: str) -> Result:
    result = app.test_cli_runner().invoke(args=["network", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_whole_graph_as_json(app: Flask) -> None:
    _, organisations = scenes.trio()

    result = run(app, "export")

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [o["name"] for o in found["organisations"]] == ["GGD", "Dimence", "Saxion"]
    assert len(found["ties"]) == 3
    assert found["ties"][0]["newman"] == 1.125
    assert found["ties"][0]["pairs_of_people"] == 9
    assert found["ties"][0]["a"] == organisations[0].id
    assert found["measures"] == {"organisations": 3, "isolates": 0, "ties": 3, "density": 1}


def test_two_runs_give_the_same_bytes(app: Flask, tmp_path: Path) -> None:
    scenes.trio()
    files = [tmp_path / "one.svg", tmp_path / "other.svg"]

    for file in files:
        assert run(app, "export", "--format", "svg", "-o", str(file)).exit_code == 0

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("file_format", ["json", "gexf", "graphml", "csv", "svg"])
def test_every_format_holds_the_names(app: Flask, file_format: str) -> None:
    scenes.trio()

    result = run(app, "export", "--format", file_format)

    assert result.exit_code == 0, result.output
    assert "Dimence" in result.stdout
    if file_format not in {"json", "csv"}:
        ET.fromstring(result.stdout)  # noqa: S314 -- our own


@pytest.mark.parametrize("file_format", ["xlsx", "png"])
def test_packed_formats_and_that_they_were_taken_along(
    app: Flask, tmp_path: Path, file_format: str
) -> None:
    scenes.trio()
    file = tmp_path / f"graph.{file_format}"

    assert run(app, "export", "--format", file_format, "-o", str(file)).exit_code == 0

    assert file.read_bytes().startswith({"xlsx": b"PK", "png": b"\x89PNG"}[file_format])
    told = db.session.scalars(select(TrailRow).order_by(TrailRow.number.desc())).first()
    assert told is not None
    assert file_format in told.told


def test_names_with_markup_stay_well_formed_in_the_picture(app: Flask) -> None:
    nasty = make.organisation(name='<script>"GGD" & co', sector="<zorg>")
    scenes.meeting({nasty: 3, make.organisation(): 3})

    result = run(app, "export", "--format", "svg")

    ET.fromstring(result.stdout)  # noqa: S314 -- our own
    assert "<script" not in result.stdout


def test_filters(app: Flask) -> None:
    community = make.community(slug="rok-deventer")
    moment = datetime(2024, 5, 16, 11, tzinfo=UTC)
    pair = {make.organisation(name=name): 3 for name in ("GGD", "Viaa")}
    scenes.meeting(pair, community=community, starts_at=moment, kind=Kind.TRAINING)
    scenes.meeting({make.organisation(): 1})

    result = run(
        app,
        "export",
        "--since",
        "2024-05-16",
        "--until",
        "2024-05-17",
        "--kind",
        "training",
        "--community",
        "rok-deventer",
        "--weight",
        "pairs",
        "--groups",
        "tables",
    )

    found = json.loads(result.stdout)
    assert found["filters"] == {
        "since": "2024-05-16",
        "until": "2024-05-17",
        "kind": "training",
        "community": "rok-deventer",
        "weight": "pairs",
        "groups": "tables",
    }
    assert [o["name"] for o in found["organisations"]] == ["GGD", "Viaa"]
    assert found["ties"][0]["weight"] == 9


def test_publishable_shows_no_small_organisation(app: Flask) -> None:
    _, organisations = scenes.trio()
    small = [make.organisation(name=f"Praktijk {n}") for n in range(3)]
    scenes.meeting({organisations[0]: 1, **dict.fromkeys(small, 1)})

    result = run(app, "export", "--publishable")

    assert "Praktijk" not in result.stdout
    assert "Overige organisaties" in result.stdout
    assert "Praktijk" in run(app, "export").stdout


def test_the_figures(app: Flask) -> None:
    scenes.trio()

    table, plain = run(app, "measures"), run(app, "measures", "--format", "json")

    assert json.loads(plain.stdout)["density"] == 1
    assert "density               1.000" in table.stdout
    assert "organisations             3" in table.stdout


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--community", "nergens"], 1, "There is no network called nergens."),
        (
            ["--since", "2025-01-01", "--until", "2024-01-01"],
            1,
            "The period ends on 2024-01-01, before it starts on 2025-01-01.",
        ),
        (["--since", "gisteren"], 2, "gisteren"),
        (["--kind", "feest"], 2, "feest"),
        (["--format", "gif"], 2, "gif"),
        (["-o", "/nergens/graph.json"], 1, "/nergens/graph.json cannot be written"),
    ],
)
def test_mistakes_get_one_clear_sentence(
    app: Flask, words: list[str], status: int, sentence: str
) -> None:
    result = run(app, "export", *words)

    assert result.exit_code == status
    assert sentence in result.stderr
    assert not result.stdout


def test_nothing_at_all(app: Flask) -> None:
    found = json.loads(run(app, "export").stdout)

    assert found["measures"] == {"organisations": 0, "isolates": 0, "ties": 0, "density": 0}
    assert run(app, "export", "--format", "svg").exit_code == 0
