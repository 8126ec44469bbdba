"""The page of one organisation: what a lead reads there, and what nobody may learn from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rok_events.accounts.rules import Role
from rok_events.core.periods import Span
from rok_events.network import portrait, star
from rok_events.network.portrait import Sector, Visits
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    import pytest
    from flask.testing import FlaskClient

    from rok_events.network.graph import Graph, Organisation, Tie

HERE = "/inzicht/organisaties"
LONG_AGO = NOW - timedelta(days=900)


def test_the_page_tells_of_an_organisation_in_numbers(lead: FlaskClient) -> None:
    _, (ggd, dimence, _) = scenes.trio()
    scenes.meeting({ggd: 1, dimence: 3}, starts_at=LONG_AGO)

    page = lead.get(f"{HERE}/ggd").text

    assert "Er kwamen 4 mensen," in page
    assert "naar 2 bijeenkomsten," in page
    assert "en ze ontmoetten 2 andere organisaties." in page
    assert "Eén daarvan voor het eerst" in page
    assert "minder dan 3" in page, "one of them came long ago"
    assert "Persoon" not in page


def test_long_numbers_are_read_by_their_thousands(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.trio()
    year = Span(date(2026, 1, 1), 12)
    monkeypatch.setattr(portrait, "_visits", lambda *_: [Visits(year, 1234, 2345)])
    monkeypatch.setattr(portrait, "_sectors", lambda *_: [Sector("ggz", 1456, 2567)])
    found = star.partners

    def busy(graph: Graph, id_: int) -> list[tuple[Organisation, Tie]]:
        return [(one, tie._replace(sessions=3456)) for one, tie in found(graph, id_)]

    monkeypatch.setattr(star, "partners", busy)

    page = " ".join(lead.get(f"{HERE}/ggd").text.split())

    assert all(f">{number}</td>" in page for number in ("1.234", "2.345", "3.456"))
    assert "1.456 van 2.567" in page


def test_its_partners_are_around_it_and_lead_to_their_pages(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(f"{HERE}/ggd").text

    assert 'class="rok-graph"' in page
    assert page.count("/inzicht/organisaties/dimence") == 2
    assert "/inzicht/organisaties/saxion" in page


def test_a_partner_not_met_for_a_year_is_told_of(lead: FlaskClient) -> None:
    one, other = make.organisation(name="GGD"), make.organisation(name="Dimence")
    scenes.meeting({one: 3, other: 3}, starts_at=LONG_AGO)

    assert "langer dan een jaar geleden" in lead.get(f"{HERE}/ggd").text


def test_sectors_it_has_not_met_stand_out(lead: FlaskClient) -> None:
    scenes.trio()
    scenes.meeting({make.organisation(sector="huisartsen"): 3})

    page = " ".join(lead.get(f"{HERE}/ggd").text.split())

    assert "0 van 1" in page
    assert "1 van 1" in page


def test_whoever_met_nobody_has_a_page_too(lead: FlaskClient) -> None:
    scenes.meeting({make.organisation(name="GGD"): 3})

    page = lead.get(f"{HERE}/ggd").text

    assert "Deze organisatie was nog niet samen met een andere." in page
    assert 'class="rok-graph"' not in page


def test_unknown_small_and_elsewhere_get_the_same_answer(client: FlaskClient) -> None:
    ours, theirs = make.community(), make.community()
    scenes.meeting({make.organisation(name="Klein"): 2}, community=ours)
    scenes.meeting({make.organisation(name="Elders"): 5}, community=theirs)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    answers = [client.get(f"{HERE}/{slug}") for slug in ("klein", "elders", "bestaat-niet")]

    assert [answer.status_code for answer in answers] == [404] * 3
    texts = {answer.text.replace(answer.request.path, "") for answer in answers}
    assert all("minstens drie mensen van de organisatie" in text for text in texts)
    assert len({text.split("<main")[1] for text in texts}) == 1


def test_one_that_was_merged_leads_to_the_other(lead: FlaskClient) -> None:
    scenes.trio()
    kept = make.organisation(name="Saxion Hogeschool")
    make.organisation(name="Oud Saxion", merged_into_id=kept.id)

    answer = lead.get(f"{HERE}/oud-saxion?netwerk=x")

    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"{HERE}/{kept.slug}?netwerk=x")


def test_only_the_community_that_is_asked_for(lead: FlaskClient) -> None:
    ggd = make.organisation(name="GGD")
    north, south = make.community(), make.community()
    for place in (north, south):
        other = make.organisation(name=f"Van {place.name}")
        scenes.meeting({ggd: 3, other: 3}, community=place)

    page = lead.get(f"{HERE}/ggd?netwerk={north.slug}").text

    assert f"Van {north.name}" in page
    assert f"Van {south.name}" not in page


def test_small_partners_are_told_of_as_one(lead: FlaskClient) -> None:
    _, (ggd, *_) = scenes.trio()
    small = [make.organisation(name=f"Praktijk {n}") for n in range(3)]
    scenes.meeting({ggd: 3, **dict.fromkeys(small, 1)})

    page = lead.get(f"{HERE}/ggd").text

    assert "Overige organisaties" in page
    assert "Praktijk" not in page


def test_with_many_partners_the_strongest_are_drawn(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.trio()
    monkeypatch.setattr(star, "MOST", 1)

    page = lead.get(f"{HERE}/ggd").text

    assert page.count('class="rok-dot"') == 2
    assert "De 1 met wie" in page


def test_the_page_asks_as_often_for_many_partners_as_for_few(
    lead: FlaskClient, queries: list[str]
) -> None:
    _, (ggd, *_) = scenes.trio()
    lead.get(f"{HERE}/ggd")
    queries.clear()
    lead.get(f"{HERE}/ggd")
    few = len(queries)
    for _ in range(5):
        scenes.meeting({ggd: 3, make.organisation(): 3})
    queries.clear()

    lead.get(f"{HERE}/ggd")

    assert len(queries) == few <= 14


def test_the_picture_around_an_organisation_leads_to_its_page(lead: FlaskClient) -> None:
    _, (ggd, *_) = scenes.trio()
    small = make.organisation(name="Praktijk")
    scenes.meeting({ggd: 3, small: 2})

    assert f"{HERE}/ggd" in lead.get(f"/inzicht/netwerk?organisatie={ggd.id}").text
    assert "Meer over" not in lead.get("/inzicht/netwerk").text
