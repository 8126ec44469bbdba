"""Pages for project leads."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.db import transaction
from rok_events.network import actions, pages, views
from rok_events.network.exports.formats import FORMATS
from rok_events.network.figures import Window
from rok_events.network.timeline import Counts, Timeline
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes
from tests.network.scenes import PAGE
from tests.network.workbooks import unpacked

if TYPE_CHECKING:
    from flask.testing import FlaskClient

TABS = [f"{PAGE}/{tab}" for tab in ("matrix", "verbindingen", "door-de-tijd", "cijfers")]


@pytest.mark.parametrize("path", ["/inzicht", PAGE, f"{PAGE}.json"])
def test_a_stranger_signs_in_first_and_an_organiser_may_not(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 303

    visitors.sign_in(client, make.account(Role.ORGANISER))
    assert client.get(path).status_code == 403


def test_the_page_says_what_the_picture_shows(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(PAGE).text

    assert "3 organisaties waren samen aanwezig." in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="rok-graph"' in page
    assert 'aria-label="Dimence: 2 partners, sterkste met GGD"' in page
    assert "Dimence" in page.split("<table")[1]
    assert "1,12" in lead.get(f"{PAGE}/verbindingen").text
    assert "100 %" in lead.get(f"{PAGE}/cijfers").text


def test_an_address_asks_in_dutch(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    scenes.meeting(dict.fromkeys(organisations[:2], 3))
    asked = "sterkte=bijeenkomsten&minstens=2&werkgever=nu&groepen=alle"

    graph = json.loads(lead.get(f"{PAGE}.json?{asked}").text)

    assert [tie["weight"] for tie in graph["ties"]] == [2]
    assert graph["filters"]["employer"] == "now"
    assert graph["filters"]["minimum"] == 2
    refused = lead.get(f"{PAGE}?sterkte=kilo")
    assert refused.status_code == 422
    assert "kilo" in refused.text


def test_new_ties_are_counted_over_the_past_year(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    old = dict.fromkeys(organisations[:2], 3)
    scenes.meeting(old, starts_at=NOW - timedelta(days=900))

    assert "2 verbindingen zijn nieuw" in lead.get(PAGE).text
    assert "nieuw in het afgelopen jaar" not in lead.get(f"{PAGE}?van=2020-01-01").text
    assert "geen verbinding bij" in lead.get(f"{PAGE}?tot=2026-01-01").text


def test_the_sentence_counts_new_ties_as_the_figures_do(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    small = {make.organisation(): 1 for _ in range(4)}
    scenes.meeting({organisations[0]: 3, **small})

    # Small organisations together are drawn, but nobody knows whose tie that is.
    assert "3 verbindingen zijn nieuw" in lead.get(PAGE).text
    told = (
        lead.get(f"{PAGE}/cijfers").text.split("Nieuwe verbindingen")[1].partition("<details>")[0]
    )
    assert re.search(r">\s*3\s*</dd>", told)


def test_a_lead_sees_the_communities_they_lead(client: FlaskClient) -> None:
    ours, theirs = make.community(name="Ons netwerk"), make.community(name="Hun netwerk")
    scenes.meeting({make.organisation(name=f"Van ons {n}"): 3 for n in range(2)}, community=ours)
    scenes.meeting({make.organisation(name=f"Van hen {n}"): 3 for n in range(2)}, community=theirs)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    for path in (PAGE, *TABS, "/inzicht", f"{PAGE}.csv", f"{PAGE}.svg"):
        page = client.get(path).text
        assert "Hun netwerk" not in page
        assert "Van hen" not in page
    assert "Van ons 1" in client.get(PAGE).text
    refused = client.get(f"{PAGE}?netwerk={theirs.slug}")
    assert refused.status_code == 422
    assert f"Er is geen netwerk met de naam {theirs.slug}." in refused.text


def test_filters(lead: FlaskClient) -> None:
    activity, _ = scenes.trio()
    scenes.meeting({make.organisation(name=f"Later {n}"): 3 for n in range(2)})

    page = lead.get(f"{PAGE}?soort=casustafel&netwerk={activity.community.slug}&van=2027-01-01")

    assert "Dimence" in page.text
    assert "Later" not in page.text
    assert activity.community.name in page.text


@pytest.mark.parametrize("path", [PAGE, *TABS])
def test_no_browser_keeps_a_page_and_the_house_renders_it_once(
    lead: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, organisations = scenes.trio()
    with transaction():
        actions.renew_edition()
    before = lead.get(path)
    assert before.headers["Cache-Control"] == "no-store"
    assert "ETag" not in before.headers

    with monkeypatch.context() as still:
        still.setattr(views, "_rendered", lambda *_: pytest.fail("rendered again"))
        assert "3 organisaties waren" in lead.get(path).text

    scenes.meeting({organisations[0]: 3, make.organisation(): 3})
    with transaction():
        actions.renew_edition()
    assert "4 organisaties waren" in lead.get(path).text


def test_who_stands_apart_has_a_way_to_its_own_page(lead: FlaskClient) -> None:
    activity, organisations = scenes.trio()
    names = ("Alleen", "Klein", "Bleef weg", "Nieuw")
    alone, small, away, unknown = (make.organisation(name=name) for name in names)
    for one, people in ((alone, 3), (small, 1)):
        scenes.meeting({one: people})
    for one in (away, unknown):
        make.registration(activity=activity, organisation=one)
    scenes.meeting({away: 3, organisations[0]: 3}, starts_at=NOW - timedelta(days=400))

    for path in (f"{PAGE}?van=2027-01-01", f"{PAGE}/cijfers?van=2027-01-01"):
        page = lead.get(path).text
        for one in (alone, away):
            there = f"/inzicht/organisaties/{one.slug}"
            assert f'<a href="{there}">{one.name}</a>' in page
            assert lead.get(there).status_code == 200
        assert "Nieuw" in page
        assert f"/inzicht/organisaties/{unknown.slug}" not in page
        assert "Klein" not in page
    # Where people count for the employer of now, who they were then is another matter.
    assert "/inzicht/organisaties/" not in lead.get(f"{PAGE}/cijfers?werkgever=nu").text


def test_long_numbers_are_read_by_their_thousands(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.trio()
    monkeypatch.setattr(Window, "together", 1234)
    monkeypatch.setattr(Timeline, "counts", [Counts(1200, 2300, 3400)])

    assert "1.234 organisaties waren samen aanwezig." in lead.get(PAGE).text
    assert "1,234 organisations" in lead.get(PAGE, headers={"Accept-Language": "en"}).text
    over_time = lead.get(f"{PAGE}/door-de-tijd").text
    assert "1.200 nieuwe verbindingen" in over_time
    assert all(f">{number}</td>" in over_time for number in ("1.200", "2.300", "3.400"))


def test_small_organisations_together_are_no_bridge(lead: FlaskClient) -> None:
    one, other = make.organisation(), make.organisation()
    small = [make.organisation() for _ in range(4)]
    scenes.meeting({one: 3, **dict.fromkeys(small[:2], 1)})
    scenes.meeting({other: 3, **dict.fromkeys(small[2:], 1)})

    page = " ".join(lead.get(PAGE).text.split())

    others = page.split('<th scope="row">Overige organisaties</th>')[1].split("</tr>")[0]
    assert others.endswith(">–</td> ")  # noqa: RUF001 -- a dash where there is nothing


def test_small_organisations_have_no_name_in_page_and_files(lead: FlaskClient) -> None:
    _, organisations = scenes.trio()
    small = [make.organisation(name=f"Praktijk {n}") for n in range(3)]
    scenes.meeting({organisations[0]: 1, **dict.fromkeys(small, 1)})

    assert "3 organisaties met minder dan drie mensen staan er niet met naam bij." in (
        lead.get(PAGE).text
    )
    assert "6 organisaties waren samen aanwezig." in lead.get(PAGE).text
    for path in (PAGE, *TABS, *(f"{PAGE}.{file_format}" for file_format in FORMATS)):
        assert b"Praktijk" not in unpacked(lead.get(path).data)


def test_few_pairs_of_people_are_hidden(lead: FlaskClient) -> None:
    one, other = make.organisation(), make.organisation()
    scenes.meeting({one: 3})
    scenes.meeting({other: 3})
    scenes.meeting({one: 1, other: 1})

    assert "minder dan 3" in lead.get(f"{PAGE}/verbindingen").text


def test_only_the_strongest_ties_unless_all_are_asked_for(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.trio()
    monkeypatch.setattr(pages, "MOST_TIES", 1)
    page = f"{PAGE}/verbindingen"

    some, every = lead.get(page).text, lead.get(f"{page}?alle=ja").text

    assert "Toon alle 3 verbindingen" in some
    assert some.count('<th scope="row">') == 1
    assert every.count('<th scope="row">') == 3


def test_names_with_markup_are_only_names(lead: FlaskClient) -> None:
    nasty = make.organisation(name='<script>alert(1)</script> "GGD"', sector="<b>zorg</b>")
    scenes.meeting({nasty: 3, make.organisation(): 3})

    page = lead.get(PAGE).text

    assert "<script>alert" not in page
    assert "<b>zorg" not in page


def test_english(lead: FlaskClient) -> None:
    scenes.trio()

    page = lead.get(PAGE, headers={"Accept-Language": "en"}).text

    assert "3 organisations were present together." in page


def test_insight_shows_the_communities_in_numbers(lead: FlaskClient) -> None:
    activity, _ = scenes.trio()
    empty = make.community(name="Leeg netwerk")

    page = lead.get("/inzicht").text

    assert activity.community.name in page
    assert "3 organisaties, 9 mensen, 1 bijeenkomst" in page
    assert empty.name in page
    assert "Er is nog niemand als aanwezig aangevinkt." in page


def test_insight_without_communities(lead: FlaskClient) -> None:
    assert "Nog geen netwerken" in lead.get("/inzicht").text


def test_the_page_asks_the_same_few_questions_however_large_the_network(
    lead: FlaskClient, queries: list[str]
) -> None:
    scenes.trio()
    lead.get(PAGE)
    queries.clear()
    lead.get(PAGE)
    few = len(queries)
    for _ in range(5):
        scenes.meeting({make.organisation(): 3, make.organisation(): 3})
    queries.clear()

    lead.get(PAGE)

    assert len(queries) == few <= 11
