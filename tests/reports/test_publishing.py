"""What a network shows to everybody is the choice of its lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.communities import queries as communities
from rok_events.db import db
from tests import make, visitors
from tests.network import scenes
from tests.reports.test_views import two_years

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

PAGE = "/inzicht/publiceren"
PUBLIC = "/netwerken/rok-deventer"


@pytest.fixture
def lead(client: FlaskClient) -> FlaskClient:
    """A browser in which the lead of a network with two years of meetings has signed in."""
    community = two_years()
    visitors.sign_in(client, make.account(Role.LEAD, in_=community))
    return client


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser of somebody without an account."""
    return app.test_client()


def test_nothing_is_shown_until_the_lead_chooses_so(
    lead: FlaskClient, visitor: FlaskClient
) -> None:
    page = lead.get(PAGE).text

    assert "Niemand ziet iets van dit netwerk" in page
    assert "Samen aanwezig" not in visitor.get(PUBLIC).text


def test_everybody_sees_what_was_previewed(lead: FlaskClient, visitor: FlaskClient) -> None:
    preview = lead.get(f"{PAGE}?toon=beeld").text
    part = preview.split('id="samen">')[1].split("</section>")[0]

    lead.post(PAGE, data={"toon": "beeld"})

    page = visitor.get(PUBLIC).text
    assert part in page
    assert 'href="#organisatie-' in page
    assert "Dimence" in page
    assert "Praktijk Linde" not in page
    assert "Iedereen ziet cijfers en beeld" in lead.get(PAGE).text


def test_figures_alone_name_no_organisation(lead: FlaskClient, visitor: FlaskClient) -> None:
    lead.post(PAGE, data={"toon": "cijfers", "jaar": "2025"})

    page = visitor.get(PUBLIC).text
    assert "Samen aanwezig in 2025" in page
    assert "Dimence" not in page
    assert "<svg" not in page.split('id="samen">')[1]


def test_it_stays_as_it_was_until_it_is_published_anew(
    lead: FlaskClient, visitor: FlaskClient
) -> None:
    lead.post(PAGE, data={"toon": "beeld"})
    before = visitor.get(PUBLIC)
    assert visitor.get(PUBLIC, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    ours = communities.get("rok-deventer")
    newcomers = [make.organisation(name=f"Nieuw {n}") for n in "ab"]
    scenes.meeting(dict.fromkeys(newcomers, 3), community=ours)

    again = visitor.get(PUBLIC).text.split('id="samen">')[1]

    assert again == before.text.split('id="samen">')[1]
    assert "Nieuw a" not in again


def test_what_is_withdrawn_is_gone_at_once(lead: FlaskClient, visitor: FlaskClient) -> None:
    lead.post(PAGE, data={"toon": "beeld"})
    assert "Dimence" in visitor.get(PUBLIC).text

    lead.post(f"{PAGE}/stoppen", data={})

    assert "Dimence" not in visitor.get(PUBLIC).text
    told = select(TrailRow.deed).where(TrailRow.thing == "publication").order_by(TrailRow.number)
    assert db.session.scalars(told).all()[-2:] == ["made", "removed"]


def test_the_lead_is_told_when_data_came_in_since(lead: FlaskClient) -> None:
    lead.post(PAGE, data={"toon": "beeld"})
    lead.post(PAGE, data={"toon": "beeld"})
    assert "Sindsdien waren er meer mensen" not in lead.get(PAGE).text

    ours = communities.get("rok-deventer")
    scenes.meeting({make.organisation(): 3, make.organisation(): 3}, community=ours)
    assert "Sindsdien waren er meer mensen" in lead.get(PAGE).text

    lead.post(PAGE, data={"toon": "cijfers", "jaar": "2024"})
    page = lead.get(f"{PAGE}?jaar=2024").text
    assert "Sindsdien waren er meer mensen" not in page
    assert "tot en met 31 december 2024" in page


def test_in_english(lead: FlaskClient, visitor: FlaskClient) -> None:
    lead.post(PAGE, data={"toon": "beeld"})

    page = visitor.get(PUBLIC, headers={"Accept-Language": "en"}).text

    assert "Organisations present" in page
    assert "Present together" in page


def test_a_lead_publishes_their_own_network_only(lead: FlaskClient) -> None:
    theirs = make.community(slug="hun-netwerk")

    for path in (PAGE, f"{PAGE}/stoppen"):
        assert lead.post(path, data={"netwerk": theirs.slug}).status_code == 422


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("netwerk=nergens", "Er is geen netwerk met de naam nergens."), ("jaar=1", "Er is niets van")],
)
def test_what_makes_no_sense_gets_one_clear_sentence(
    lead: FlaskClient, query: str, sentence: str
) -> None:
    page = lead.get(f"{PAGE}?{query}")

    assert page.status_code == 422
    assert sentence in page.text


def test_where_nobody_met_there_is_nothing_to_publish(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.LEAD))
    assert "Nog geen netwerken" in client.get(PAGE).text
    assert client.post(PAGE, data={}).status_code == 409
    assert client.post(f"{PAGE}/stoppen", data={}).status_code == 409

    make.community(is_discreet=True)

    page = client.get(PAGE).text
    assert "Nog niets om te publiceren" in page
    assert "alleen als de organisaties dat goedvinden" in page
    assert client.post(PAGE, data={}).status_code == 409


def test_hostile_names_are_only_names(client: FlaskClient, visitor: FlaskClient) -> None:
    community = make.community(slug="rok-deventer")
    nasty = make.organisation(name='<script>alert(1)</script>"&', sector="<b>zorg</b>")
    scenes.meeting({nasty: 3, make.organisation(): 3}, community=community)
    visitors.sign_in(client, make.account(Role.LEAD))

    client.post(PAGE, data={"netwerk": "rok-deventer"})

    page = visitor.get(PUBLIC).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>zorg" not in page
