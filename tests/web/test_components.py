"""Every macro works as its comment says, and gives HTML that a screen reader can follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from config import ROOT
from tests.web import sampler

if TYPE_CHECKING:
    from pathlib import Path

COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
TEMPLATES = [*sampler.HERE.glob("*.html"), *(ROOT / "templates").rglob("*.html")]


@pytest.mark.parametrize("address", ["/", "/?netwerk=1", "/formulier", "/beheer?as=organiser"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_of_components_is_sound(visit: FlaskClient, address: str, language: str) -> None:
    page = visit.get(address, headers={"Accept-Language": language})

    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_family_of_macros_says_how_it_is_used(path: Path) -> None:
    text = path.read_text()

    assert text.startswith("{#")
    assert "import" in text.split("#}")[0]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_macro_is_shown_or_used(path: Path) -> None:
    text = path.read_text()
    everything = "\n".join(each.read_text() for each in TEMPLATES)

    for name in re.findall(r"{% macro (\w+)\(", text):
        calls = re.findall(rf"(?<!macro )\b{name}[()]", everything)
        documented = re.findall(rf"\b{name}\(", text.split("#}")[0])
        assert len(calls) > len(documented), name


def test_a_form_with_errors_says_so_everywhere(visit: FlaskClient) -> None:
    page = _flat(visit.post("/formulier", data={"email": "zoe@example.org"}).text)

    assert "<title>Fout: Aanmelden" in page
    assert 'role="alert" tabindex="-1" data-errors' in page
    assert '<a href="#name">Vul je naam in.</a>' in page
    assert '<a href="#lunch-0">Kies.</a>' in page
    assert re.search(
        '<input aria-describedby="name-error" aria-invalid="true"[^>]* id="name"', page
    )
    assert "email-error" not in page


def _flat(page: str) -> str:
    return " ".join(page.split())


def test_what_is_not_required_says_so(visit: FlaskClient) -> None:
    page = _flat(visit.get("/formulier").text)

    assert re.search(r'for="remarks">Opmerking <span[^>]*>\(niet verplicht\)', page)
    assert re.search(r'for="name">Naam</label>', page)


def test_words_of_people_stay_words(visit: FlaskClient) -> None:
    page = visit.post("/formulier", data={"name": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in page


def test_a_mail_reads_without_pictures_or_stylesheets(visit: FlaskClient) -> None:
    text = FlaskClient.open(visit, "/brief").text

    assert "<img" not in text
    assert "<link" not in text
    assert "Je hebt een plaats." in text
    assert "max-width:600px" in text
    assert max(len(line) for line in text.splitlines()) < 990
