"""The report: chosen on a page, seen, and taken along."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.core import clock
from rok_events.db import db
from rok_events.network import tasks
from rok_events.network.rules import FEWEST_ORGANISATIONS, FEWEST_SESSIONS, Filters
from rok_events.network.scopes import QUIET, Scope
from rok_events.reports import findings
from tests import make, visitors
from tests.conftest import NOW
from tests.documents import reading
from tests.network import scenes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient

    from rok_events.communities.models import Community
    from rok_events.network.graph import Tie

PAGE = "/inzicht/rapport"


def two_years(community: Community | None = None) -> Community:
    """Let three organisations meet in 2024, and a fourth join them in 2025."""
    community = community or make.community(name="ROK Deventer", slug="rok-deventer")
    old = [make.organisation(name=name, sector=name) for name in ("GGD", "Dimence", "Saxion")]
    held = datetime(2024, 5, 16, 11, tzinfo=UTC)
    scenes.meeting(dict.fromkeys(old, 3), community=community, starts_at=held)
    new = make.organisation(name="De Kern")
    later = datetime(2025, 9, 1, 11, tzinfo=UTC)
    scenes.meeting({old[0]: 3, new: 3}, community=community, starts_at=later)
    small = make.organisation(name="Praktijk Linde")
    scenes.meeting({old[0]: 3, small: 1}, community=community, starts_at=later)
    return community


def words(pdf: bytes) -> str:
    return " ".join(" ".join(reading.pages(pdf)).split())


def test_a_lead_sees_the_first_page_and_takes_the_report_along(lead: FlaskClient) -> None:
    two_years()

    page = lead.get(f"{PAGE}?jaar=2025").text
    answer = lead.post(f"{PAGE}.pdf", data={"netwerk": "rok-deventer", "jaar": "2025"})

    assert "data:image/svg+xml;base64," in page
    assert "De eerste van" in page
    assert answer.headers["Content-Disposition"].endswith("netwerk-rok-deventer-2025.pdf")
    made = words(answer.data)
    for said in ("ROK Deventer", "2025", "3 organisaties waren samen aanwezig."):
        assert said in made
    assert "1 verbinding is nieuw in deze periode." in made
    assert "GGD en De Kern" in made
    assert "Newman, M.E.J. (2001)" in made
    assert "was 3 in de periode ervoor" in made


def test_the_report_is_tagged_and_its_pictures_are_told_in_words(lead: FlaskClient) -> None:
    two_years()

    made = lead.post(f"{PAGE}.pdf", data={}).data

    assert b"pdfuaid:part>1<" in made
    assert reading.title(made) == "Samen aanwezig: ROK Deventer, 2024 tot en met 2025"
    tags = {tag for page in range(3) for tag in reading.tags(made, page)}
    assert {"H1", "H2", "H3", "Figure", "Table", "TH"} <= tags


def test_the_same_data_give_the_same_bytes_on_any_day(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_years()
    first = lead.post(f"{PAGE}.pdf", data={}).data

    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "today", later.date)

    assert lead.post(f"{PAGE}.pdf", data={}).data == first
    make.attendance(organisation=make.organisation())
    assert lead.post(f"{PAGE}.pdf", data={"netwerk": "rok-deventer"}).data == first


def test_nobody_small_is_named(lead: FlaskClient) -> None:
    two_years()

    assert "Praktijk Linde" not in words(lead.post(f"{PAGE}.pdf", data={}).data)


def test_that_it_left_the_house_is_written_down(lead: FlaskClient) -> None:
    community = two_years()

    lead.post(f"{PAGE}.pdf", data={"jaar": "2025"})

    told = db.session.scalars(select(TrailRow).order_by(TrailRow.number.desc())).first()
    assert told is not None
    assert told.thing == "The network was taken along."
    assert told.community_id == community.id
    assert "pdf" in told.told
    assert "2025-01-01" in told.told


def test_english(lead: FlaskClient) -> None:
    two_years()

    made = lead.post(f"{PAGE}.pdf", data={}, headers={"Accept-Language": "en"}).data

    assert "Present together" in words(made)
    assert "Which sectors meet" in words(made)


def test_hostile_names_are_only_names(lead: FlaskClient) -> None:
    nasty = make.organisation(name='#read("/etc/passwd") <b>"&', sector="$x$ *zorg*")
    scenes.meeting({nasty: 3, make.organisation(name="=1+1"): 3})

    answer = lead.post(f"{PAGE}.pdf", data={})

    assert answer.status_code == 200
    assert '#read("/etc/passwd") <b>"&' in words(answer.data)


def test_where_nobody_met_the_page_says_what_to_do(lead: FlaskClient) -> None:
    assert "Nog geen netwerken" in lead.get(PAGE).text

    make.community()
    assert "Nog niets om verslag van te doen" in lead.get(PAGE).text
    answer = lead.post(f"{PAGE}.pdf", data={})
    assert answer.status_code == 409
    assert "Er is nog niets om verslag van te doen" in answer.text


def test_it_is_made_when_it_is_known_what_is_chance(lead: FlaskClient) -> None:
    community = make.community(slug="rok-deventer")
    everybody = dict.fromkeys((make.organisation() for _ in range(FEWEST_ORGANISATIONS)), 3)
    for hour in range(FEWEST_SESSIONS):
        held = datetime(2024, 5, 16, hour, tzinfo=UTC)
        scenes.meeting(everybody, community=community, starts_at=held)
    wish = Filters(until=date(2024, 5, 17), community=community.slug)
    scope = Scope.of(wish, [community.id])

    early = lead.post(f"{PAGE}.pdf", data={})
    waiting = lead.get(PAGE).text
    with time_machine.travel(NOW + 2 * QUIET, tick=False):
        visitors.sign_in(lead, make.account(Role.LEAD))
        tasks.compare(scope.written())
        ready = lead.get(PAGE).text
        made = lead.post(f"{PAGE}.pdf", data={})

    assert early.status_code == 409
    assert "Probeer het over een minuut weer." in early.text
    assert "data-progress" in waiting
    assert "Download de PDF" not in waiting
    assert "Download de PDF" in ready
    assert made.status_code == 200
    assert "Geen enkele verbinding komt vaker voor" in words(made.data)


def test_long_numbers_are_read_by_their_thousands(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_years()
    found = findings._by_strength

    def busy(ties: Sequence[Tie]) -> list[Tie]:
        return [
            tie._replace(sessions=1234, pairs_of_people=2345, newman=3456.7) for tie in found(ties)
        ]

    monkeypatch.setattr(findings, "_by_strength", busy)

    made = words(lead.post(f"{PAGE}.pdf", data={}).data)

    assert all(number in made for number in ("1.234", "2.345", "3.456,7"))


def test_sectors_are_told_beside_chance_as_on_the_page(lead: FlaskClient) -> None:
    two_years()

    made = words(lead.post(f"{PAGE}.pdf", data={}).data)

    assert "en bijna altijd tussen" in made
    assert "Dat is dus wat je door toeval ook zou zien." in made


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("netwerk=nergens", "Er is geen netwerk met de naam nergens."),
        ("jaar=1999", "Er is niets van 1999 in dit netwerk."),
        ("jaar=vorig", "Er is niets van vorig in dit netwerk."),
    ],
)
def test_what_makes_no_sense_gets_one_clear_sentence(
    lead: FlaskClient, query: str, sentence: str
) -> None:
    two_years()

    page = lead.get(f"{PAGE}?{query}")

    assert page.status_code == 422
    assert sentence in page.text


def test_a_lead_reports_of_their_own_network_only(client: FlaskClient) -> None:
    ours = two_years()
    theirs = make.community(name="Hun netwerk", slug="hun-netwerk")
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    assert "Hun netwerk" not in client.get(PAGE).text
    refused = client.post(f"{PAGE}.pdf", data={"netwerk": theirs.slug})
    assert refused.status_code == 422
