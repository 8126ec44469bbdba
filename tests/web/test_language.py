"""Which language a page speaks, and how a visitor changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.web import language

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(None, "nl", id="says nothing"),
        pytest.param("nl-NL,nl;q=0.9,en;q=0.8", "nl", id="Dutch first"),
        pytest.param("en-GB,en;q=0.9,nl;q=0.8", "en", id="English before Dutch"),
        pytest.param("en", "en", id="only English"),
        pytest.param("de-DE,de;q=0.9", "nl", id="neither"),
        pytest.param("fr,en;q=0.5", "en", id="a third language, then English"),
        pytest.param("*", "nl", id="anything"),
        pytest.param(";;;=,,", "nl", id="nonsense"),
    ],
)
def test_a_page_speaks_what_the_browser_prefers(
    visit: FlaskClient, header: str | None, expected: str
) -> None:
    page = visit.get("/privacy", headers={"Accept-Language": header} if header else {})

    assert f'<html lang="{expected}"' in page.text
    assert {"cookie", "accept-language"} <= {name.lower() for name in page.vary}


def test_a_choice_is_remembered_above_what_the_browser_says(visit: FlaskClient) -> None:
    answer = visit.get("/taal/en?naar=/privacy?a=1")

    assert (answer.status_code, answer.location) == (303, "/privacy?a=1")
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert 'lang="en"' in visit.get("/privacy", headers={"Accept-Language": "nl"}).text


def test_each_page_offers_the_other_language_and_the_way_back(visit: FlaskClient) -> None:
    page = visit.get("/privacy?jaar=2027").text

    assert 'href="/taal/en?naar=/privacy?jaar%3D2027"' in page
    assert 'hreflang="en"' in page


@pytest.mark.parametrize(
    "address",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example",
        "\\\\kwaad.example",
        "javascript:alert(1)",
        "privacy",
        "/a\r\nSet-Cookie: x=1",
        "/\t/kwaad.example",
        "http:kwaad.example",
        "//[",
        "",
    ],
)
def test_the_switch_never_leads_to_another_site(visit: FlaskClient, address: str) -> None:
    answer = visit.get("/taal/nl", query_string={"naar": address})

    assert answer.status_code == 303
    assert answer.location == "/"


def test_an_unknown_language_is_refused() -> None:
    assert set(language.NAMES) == {"nl", "en"}


def test_a_cookie_with_nonsense_counts_for_nothing(visit: FlaskClient) -> None:
    visit.set_cookie(language.COOKIE, "xx")

    assert 'lang="nl"' in visit.get("/privacy").text
