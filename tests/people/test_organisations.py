"""The list of organisations: finding, adding, changing, taking along and bringing."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from rok_events.db import db
from rok_events.people import actions, merging_actions, organisation_queries, queries
from rok_events.people.models import Organisation
from rok_events.people.rules import Standing
from tests import make
from tests.conftest import NOW
from tests.people.judging import typed

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

LIST = "/beheer/organisaties"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def listed(ggd: Organisation) -> None:
    """Four on the list, one that waits, and one that is none."""
    kern = actions.add_organisation("Stichting De Kern", "welzijn")
    actions.add_organisation("Impluz")
    actions.add_organisation("Élan", "Sport")
    kern.place = "Deventer"
    actions.affiliate(make.person().id, kern.id, NOW.date())
    typed("Praktijk Zon")
    typed("thuis").standing = Standing.IGNORED
    db.session.commit()


def names(page: TestResponse) -> list[str]:
    """Return the names in the list, in their order."""
    return re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', page.text)


def look(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, headers=ENGLISH)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Stichting De Kern", "Élan", "GGD IJsselland", "Impluz"]),
        ("q=ggd", ["GGD IJsselland"]),
        ("q=zwolle", ["GGD IJsselland"]),
        ("q=@ggdijsselland.nl", ["GGD IJsselland"]),
        ("q=elan", ["Élan"]),
        ("q=stichting", ["Stichting De Kern"]),
        ("q=kern+stichting", ["Stichting De Kern"]),
        ("q=%25", []),
        ("q=%00%F0%9F%91%B6&sector=x&page=99999999999999999999", []),
        ("sector=welzijn", ["Stichting De Kern"]),
        ("sector=Sport", ["Élan"]),
        ("sector=-", ["Impluz"]),
        ("stand=wacht", ["Praktijk Zon"]),
        ("stand=geen", ["thuis"]),
        ("sort=-naam", ["Impluz", "GGD IJsselland", "Élan", "Stichting De Kern"]),
        ("sort=sector", ["Impluz", "Élan", "GGD IJsselland", "Stichting De Kern"]),
        ("sort=-plaats&q=de", ["Stichting De Kern"]),
        ("sort=-mensen&page=99", ["Stichting De Kern", "Élan", "GGD IJsselland", "Impluz"]),
        ("sort=x&stand=x&page=-1", ["Stichting De Kern", "Élan", "GGD IJsselland", "Impluz"]),
    ],
)
def test_what_the_list_shows(organiser: FlaskClient, asked: str, expected: list[str]) -> None:
    assert names(look(organiser, f"{LIST}?{asked}")) == expected


@pytest.mark.usefixtures("listed")
def test_the_list_says_what_waits_and_how_many_people_there_are(organiser: FlaskClient) -> None:
    page = look(organiser, LIST).text

    assert "1 name waits for judgement" in page
    assert "On the list (4)" in page
    assert "No organisation (1)" in page
    assert "also: GGD Zwolle" in page
    assert organisation_queries.found(organisation_queries.Search(words="kern"), 1).rows[0].people


def filled_in(**given: Any) -> dict[str, Any]:
    return {
        "name": "Saxion",
        "sector": "onderwijs",
        "place": "Deventer",
        "aliases": "Hogeschool Saxion\nSaxion Next",
        "domains": "saxion.nl\n@student.saxion.nl",
        "website": "www.saxion.nl",
    } | given


def test_an_organisation_is_added_and_changed(organiser: FlaskClient) -> None:
    added = organiser.post(f"{LIST}/nieuw", data=filled_in(), headers=ENGLISH)
    page = look(organiser, added.location).text
    saxion = queries.find_organisation("saxion next")
    assert saxion is not None
    first = look(organiser, f"{added.location}/wijzigen")

    changed = organiser.post(
        f"{added.location}/wijzigen",
        data=filled_in(name="Hogeschool Saxion", aliases="Saxion NL", domains="", website=""),
    )

    assert (saxion.sector, saxion.place) == ("onderwijs", "Deventer")
    for words in ("Hogeschool Saxion, Saxion Next", "saxion.nl, student.saxion.nl"):
        assert words in page
    assert 'href="https://www.saxion.nl"' in page
    assert "student.saxion.nl</textarea>" in first.text
    assert changed.status_code == 303
    assert (saxion.name, saxion.website) == ("Hogeschool Saxion", None)
    ids = [saxion.id]
    assert organisation_queries.aliases(ids) == {saxion.id: ["Saxion", "Saxion NL"]}
    assert organisation_queries.domains(ids) == {}
    assert queries.find_organisation("Saxion") is saxion
    assert queries.find_organisation("Saxion Next") is None


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": " "}, "name", "Fill in a name."),
        ({"name": "ggd ijsselland"}, "name", "GGD IJsselland is on the list already."),
        ({"name": "n" * 300}, "name", "at most 200 characters"),
        ({"sector": "koning"}, "sector", "Not a valid choice"),
        ({"place": "p" * 200}, "place", "At most 100 characters"),
        ({"aliases": "GGD Zwolle"}, "aliases", "IJsselland belongs to another organisation."),
        ({"aliases": "praktijk zon"}, "aliases", "waits for judgement"),
        ({"aliases": "thuis"}, "aliases", "Take that back first."),
        ({"domains": "geen domein"}, "domains", "is not the part after the @"),
        ({"domains": "gmail.com"}, "domains", "Anybody may have an address"),
        ({"domains": "ggdijsselland.nl"}, "domains", "belongs to another organisation."),
        ({"website": "javascript:alert(1)"}, "website", "is not the address of a website"),
    ],
)
def test_a_mistake_is_told_and_nothing_changes(
    organiser: FlaskClient, given: dict[str, str], field: str, sentence: str
) -> None:
    answer = organiser.post(f"{LIST}/nieuw", data=filled_in(**given), headers=ENGLISH)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert sentence in answer.text
    assert queries.find_organisation("Saxion") is None


@pytest.mark.usefixtures("listed")
def test_a_name_of_another_cannot_be_taken(organiser: FlaskClient, ggd: Organisation) -> None:
    path = f"{LIST}/{ggd.id}/wijzigen"

    answer = organiser.post(path, data=filled_in(name="De Kern"), headers=ENGLISH)

    assert answer.status_code == 422
    assert "Stichting De Kern belongs to another organisation." in answer.text
    assert ggd.name == "GGD IJsselland"


@pytest.mark.usefixtures("listed")
def test_adding_what_was_typed_judges_it(organiser: FlaskClient) -> None:
    answer = organiser.post(f"{LIST}/nieuw", data=filled_in(name="Praktijk  ZON"))

    assert answer.status_code == 303
    zon = queries.find_organisation("praktijk zon")
    assert zon is not None
    assert (zon.name, zon.standing) == ("Praktijk ZON", Standing.ACCEPTED)


def test_the_page_of_one_that_was_merged_leads_on(
    organiser: FlaskClient, ggd: Organisation
) -> None:
    other = make.organisation(name="GGD Yssel")
    merging_actions.merge_organisations(ggd.id, other.id)
    db.session.commit()

    answer = organiser.get(f"{LIST}/{other.id}")

    assert answer.location == f"{LIST}/{ggd.id}"
    assert names(look(organiser, LIST)) == ["GGD IJsselland"]
    assert look(organiser, f"{LIST}/999999").status_code == 404


@pytest.mark.usefixtures("listed")
def test_the_file_of_the_list_can_be_brought_back(organiser: FlaskClient) -> None:
    file = organiser.get(f"{LIST}/lijst.csv?q=ggd").data
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == [
        "GGD IJsselland", "jeugdgezondheidszorg", "", "GGD Zwolle", "ggdijsselland.nl", "", "0",
    ]  # fmt: skip
    before = organisation_queries.every(organisation_queries.Search())

    answer = bring(organiser, file)

    assert answer.status_code == 303
    assert organisation_queries.every(organisation_queries.Search()) == before
    assert organiser.get(f"{LIST}/lijst.xlsx").data.startswith(b"PK")


def bring(client: FlaskClient, data: bytes, name: str = "lijst.csv") -> TestResponse:
    return client.post(f"{LIST}/bestand", data={"file": (io.BytesIO(data), name)}, headers=ENGLISH)


def test_a_file_adds_and_fills_in(organiser: FlaskClient, ggd: Organisation) -> None:
    file = (
        "naam;sector;aliassen;domeinen;plaats\r\n"
        "Saxion;onderwijs;Hogeschool Saxion; saxion.nl;\r\n"
        'GGD Ijsselland;;"GGD; GGD Deventer";ggd.nl;Zwolle\r\n'
    )

    answer = bring(organiser, file.encode())

    assert answer.status_code == 303
    assert "1 organisation was added. 1 was on the list already" in look(organiser, LIST).text
    assert (ggd.name, ggd.place) == ("GGD IJsselland", "Zwolle")
    assert organisation_queries.aliases([ggd.id])[ggd.id] == ["GGD", "GGD Deventer", "GGD Zwolle"]
    assert queries.find_organisation("hogeschool saxion") is not None


@pytest.mark.parametrize(
    ("file", "row", "sentence"),
    [
        pytest.param("naam\r\n", 1, "no rows below the header", id="empty"),
        pytest.param("sector\r\nggz\r\n", 1, "The column naam (name) is missing.", id="no name"),
        pytest.param("naam;kleur\r\nA;rood\r\n", 1, "no column named kleur", id="column"),
        pytest.param("naam;domein\r\nA;a b\r\n", 2, "is not the part after the @", id="domain"),
        pytest.param(f"naam;plaats\r\nA;{'p' * 101}\r\n", 2, "at most 100 characters", id="place"),
        pytest.param("naam;website\r\nA;\r\n;a.nl\r\n", 3, "must be filled in", id="blank"),
        pytest.param("naam\r\nDe Zon\r\nde zon bv\r\n", 3, "stands in row 2 too", id="twice"),
        pytest.param("naam;alias\r\nA;\r\nB;GGD Zwolle\r\n", 3, "belongs to another", id="taken"),
        pytest.param("naam;domein\r\nA;ggdijsselland.nl", 2, "belongs to another", id="domain of"),
    ],
)
def test_mistakes_in_a_file_are_told_by_row_and_nothing_is_added(
    organiser: FlaskClient, ggd: Organisation, file: str, row: int, sentence: str
) -> None:
    answer = bring(organiser, file.encode())

    assert answer.status_code == 422
    assert re.search(rf'rok-cell--number">\s*{row}\s*<', answer.text)
    assert sentence in answer.text
    assert db.session.scalars(select(Organisation.name)).all() == ["GGD IJsselland"]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "leeg.csv"), (b"\x00\x01", "x.xlsx"), (b"naam\r\n" + b"A\r\n" * 501, "lang.csv")],
)
def test_a_file_that_is_none_gets_one_sentence(
    organiser: FlaskClient, data: bytes, name: str
) -> None:
    answer = bring(organiser, data, name)

    assert answer.status_code == 422
    assert answer.text.count('href="#file"') == 1
