"""The networks and their themes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rok_events.web import theme
from tests import make

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_all_networks_are_shown_by_name_with_a_way_in(client: FlaskClient) -> None:
    make.community(slug="zwolle", name="Zwolle", description="Drie wijken.\n\nMeer hierover.")
    make.community(slug="deventer", name="Deventer")

    page = client.get("/netwerken").text

    assert re.findall(r'href="/netwerken/([a-z]+)"', page) == ["deventer", "zwolle"]
    assert "Drie wijken." in page
    assert "Meer hierover" not in page


def test_without_networks_the_page_says_so(client: FlaskClient) -> None:
    assert "Nog geen netwerken" in client.get("/netwerken").text


def test_a_theme_never_goes_stale(client: FlaskClient) -> None:
    rok = make.community(slug="rok-deventer", accent="#8a3b6b")
    version = theme.version(rok.accent)

    answer = client.get(f"/thema/rok-deventer-{version}.css")

    assert answer.mimetype == "text/css"
    assert answer.text == theme.stylesheet("#8a3b6b")
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_old_theme_leads_to_the_new(client: FlaskClient) -> None:
    rok = make.community(slug="rok-deventer")

    answer = client.get("/thema/rok-deventer-0123456789.css")

    assert answer.status_code == 302
    assert answer.location == f"/thema/rok-deventer-{theme.version(rok.accent)}.css"
    assert "immutable" not in answer.headers.get("Cache-Control", "")
    assert client.get("/thema/nergens-0123456789.css").status_code == 404
