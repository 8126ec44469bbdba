"""Which links a visitor sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_a_stranger_sees_no_way_into_the_workspace(visit: FlaskClient) -> None:
    page = visit.get("/privacy").text

    assert 'href="/netwerken"' in page
    assert ">Beheer</a>" not in page
    assert 'href="/inloggen"' in page


def test_an_organiser_sees_the_workspace_and_where_they_are(visit: FlaskClient) -> None:
    page = visit.get("/beheer/mail?as=organiser").text

    assert '<a href="/beheer/mail" aria-current="page">' in page
    assert '<a href="/beheer" aria-current="page">Beheer</a>' in page
    assert 'action="/uitloggen"' in page


def test_a_page_that_does_not_exist_yet_has_no_link(visit: FlaskClient) -> None:
    page = visit.get("/privacy?as=organiser").text

    assert 'href="/privacy"' in page
    assert 'href="/toegankelijkheid"' not in page
