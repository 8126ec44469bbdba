"""Files of the network to take along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.audit.models import TrailRow
from rok_events.db import db
from rok_events.network.exports.formats import FORMATS
from tests import make
from tests.network import scenes
from tests.network.scenes import PAGE
from tests.network.workbooks import sheets

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("file_format", [*FORMATS])
def test_files_to_take_along(lead: FlaskClient, file_format: str) -> None:
    activity, _ = scenes.trio()

    answer = lead.get(f"{PAGE}.{file_format}?netwerk={activity.community.slug}")

    assert answer.status_code == 200
    assert answer.content_type == FORMATS[file_format].media_type
    name = f"netwerk-{activity.community.slug}.{file_format}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert b"Dimence" in answer.data or file_format in {"xlsx", "png"}
    assert answer.data == lead.get(answer.request.url).data


def test_the_workbook_has_numbers_and_no_formulas(lead: FlaskClient) -> None:
    nasty = make.organisation(name="=cmd|' /C calc'!A0", sector="+zorg")
    scenes.meeting({nasty: 3, make.organisation(name="Dimence"): 3})

    found = sheets(lead.get(f"{PAGE}.xlsx").data)

    assert [*found] == ["Organisaties", "Verbindingen", "Cijfers", "Werkwijze"]
    assert ["=cmd|' /C calc'!A0", "+zorg", 1.0, 3.0, 1.0] in [
        row[:5] for row in found["Organisaties"]
    ]
    assert ["Verbindingen", 1.0] in [row[:2] for row in found["Cijfers"]]
    assert any("Newman, M.E.J. (2001)" in str(row[1]) for row in found["Werkwijze"])


def test_the_workbook_tells_in_words_what_was_chosen(lead: FlaskClient) -> None:
    activity, _ = scenes.trio()
    asked = f"netwerk={activity.community.slug}&soort=casustafel&sterkte=paren&minstens=1"

    rows = sheets(lead.get(f"{PAGE}.xlsx?{asked}").data)["Werkwijze"]
    told = {row[0]: row[1] for row in rows}

    assert told["Netwerk"] == activity.community.name
    assert told["Soort"] == "Casustafels"
    assert told["Sterkte volgens"] == "paren van mensen"
    assert told["Minstens zo sterk"] == 1


def test_the_picture_in_pixels_is_sharp(lead: FlaskClient) -> None:
    scenes.trio()

    made = lead.get(f"{PAGE}.png").data

    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == 2000


def test_a_picture_that_is_taken_along_shows_what_is_in_sight_on_the_page(
    lead: FlaskClient,
) -> None:
    ggd, dimence, saxion = (make.organisation(name=name) for name in ("GGD", "Dimence", "Saxion"))
    scenes.meeting({ggd: 3, dimence: 3})
    scenes.meeting({dimence: 3, saxion: 3})

    whole = lead.get(f"{PAGE}.svg").text
    around = lead.get(f"{PAGE}.svg?organisatie={ggd.id}").text

    assert "Saxion" in whole
    assert "Saxion" not in around
    assert "Dimence" in around
    assert "Saxion" in lead.get(f"{PAGE}.csv?organisatie={ggd.id}").text


def test_each_file_that_leaves_the_house_is_written_down(lead: FlaskClient) -> None:
    activity, _ = scenes.trio()
    lead.get(f"{PAGE}.gexf?netwerk={activity.community.slug}&van=2020-01-01")

    told = db.session.scalars(select(TrailRow).order_by(TrailRow.number.desc())).first()

    assert told is not None
    assert told.thing == "The network was taken along."
    assert told.community_id == activity.community_id
    assert "gexf" in told.told
    assert "2020-01-01" in told.told


def test_the_json_of_a_page_has_the_numbers_of_the_page(lead: FlaskClient) -> None:
    scenes.trio()

    found = json.loads(lead.get(f"{PAGE}.json").text)

    assert found["measures"]["ties"] == 3
