"""Which links a visitor sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.web import navigation

if TYPE_CHECKING:
    from flask import Flask
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


def test_every_way_leads_to_a_page(app: Flask) -> None:
    ways = (*navigation.MAIN, *navigation.WORKSPACE, *navigation.ACTIVITY, *navigation.FOOTER)
    pages = app.url_map.bind("agenda.example.org")

    for way in ways:
        assert pages.match(way.path.format(1), method="GET")
