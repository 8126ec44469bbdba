"""Who should meet next: what a lead sees, chooses and hands over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.activities.models import Activity
from rok_events.db import db
from rok_events.introductions import queries
from rok_events.seating import wish_queries
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community
    from rok_events.people.models import Organisation

PAGE = "/inzicht/ontmoeten"
DASH = "\N{EN DASH}"


@pytest.fixture
def strangers() -> tuple[Community, Organisation, Organisation]:
    """A network in which Dimence and Saxion both know the GGD, and not each other."""
    community = make.community(name="Noord")
    ggd = make.organisation(name="GGD", sector="jgz")
    dimence = make.organisation(name="Dimence", sector="ggz")
    saxion = make.organisation(name="Saxion", sector="onderwijs")
    for _ in range(2):
        scenes.meeting({ggd: 3, dimence: 3}, community=community)
    scenes.meeting({ggd: 3, saxion: 3}, community=community)
    return community, dimence, saxion


def ticked(one: Organisation, other: Organisation) -> str:
    """Return the value of the box of a pair."""
    return f"{one.id}-{other.id}"


def test_each_pair_says_why(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    page = " ".join(lead.get(PAGE).text.split())

    assert f"Dimence {DASH} Saxion" in page
    assert "Allebei al minstens één keer met GGD." in page


def test_whoever_met_since_disappears(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, *pair = strangers
    scenes.meeting(dict.fromkeys(pair, 3), community=community)

    assert "Niemand om aan elkaar voor te stellen" in lead.get(PAGE).text


def test_wishes_are_kept_shown_and_taken_back(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, *pair = strangers
    choice = {"paar": ticked(*pair), "do": "wish"}

    for _ in range(2):
        answer = lead.post(PAGE, data=choice, follow_redirects=True)
        assert "1 paar staat bij de wensen" in answer.text
    (wish,) = wish_queries.wishes(community.id).values()
    page = lead.get(PAGE).text
    assert f'id="pair-{ticked(*pair)}"' not in page, "it is wished for already"
    assert "nog niet" in page
    scenes.meeting(dict.fromkeys(pair, 3), community=community)
    assert "ontmoet" in lead.get(PAGE).text.split('id="wishes-table"')[1]

    removal = f"{PAGE}/wensen/{wish.id}/verwijderen"
    lead.post(removal)

    assert wish_queries.wishes(community.id) == {}
    assert lead.post(removal).status_code == 404


def test_who_may_invite_goes_on_to_the_people_of_these_organisations(
    client: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, dimence, saxion = strangers
    activity = make.activity(community=community, starts_at=NOW + timedelta(days=9))
    known = make.affiliation(organisation=dimence).person
    make.registration(activity=activity, person=known)
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))

    page = client.post(
        PAGE, data={"paar": ticked(dimence, saxion), "do": "invite"}, follow_redirects=True
    ).text

    there = (
        f"/beheer/activiteiten/{activity.id}/uitnodigingen/nieuw"
        f"?organisatie={dimence.id}&amp;organisatie={saxion.id}"
    )
    assert there in page
    prefilled = client.get(there.replace("&amp;", "&")).text
    assert known.name in prefilled
    assert "Je ziet de mensen van Dimence" in prefilled


def test_without_an_activity_the_page_says_so(
    client: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, *pair = strangers
    for activity in db.session.scalars(select(Activity)):
        activity.closes_at = NOW
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))

    page = client.get(f"{PAGE}/uitnodigen?netwerk={community.slug}&paar={ticked(*pair)}").text

    assert "Er is nu geen activiteit waarvoor" in page


def test_who_may_not_invite_gets_a_text_to_hand_over(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, *pair = strangers

    page = lead.get(f"{PAGE}/uitnodigen?netwerk={community.slug}&paar={ticked(*pair)}").text

    assert "- Dimence / Saxion\n" in page
    assert "mailto:?subject=Wie%20zou%20elkaar" in page
    assert "/beheer/activiteiten/" not in page


@pytest.mark.parametrize("pairs", ["", "x", "1", "1-1", "9" * 40 + "-1"])
def test_a_choice_of_nothing_says_what_to_do(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation], pairs: str
) -> None:
    answer = lead.post(PAGE, data={"paar": pairs, "do": "wish"}, follow_redirects=True)

    assert "Kruis eerst minstens één paar aan." in answer.text
    assert "Er is geen paar gekozen." in lead.get(f"{PAGE}/uitnodigen?paar={pairs}").text


def test_the_lead_says_which_sectors_should_know_each_other(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, *_ = strangers
    for _ in range(2):
        lead.post(f"{PAGE}/sectoren", data={"een": "jgz", "ander": "ggz"})

    (row,) = queries.sector_pairs(community.id)
    assert (row.one, row.other) == ("ggz", "jgz")
    assert "Niemand om aan elkaar voor te stellen" in lead.get(PAGE).text
    assert "Eén paar van sectoren" in lead.get(PAGE).text

    lead.post(f"{PAGE}/sectoren/{row.id}/verwijderen")

    assert "Je hebt er nog geen gekozen" in lead.get(f"{PAGE}/sectoren").text


@pytest.mark.parametrize("other", ["", "niet bekend"])
def test_two_sectors_of_the_network_are_needed(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation], other: str
) -> None:
    answer = lead.post(f"{PAGE}/sectoren", data={"een": "ggz", "ander": other})

    assert answer.status_code == 422
    assert "Kies twee sectoren." in answer.text


def test_nothing_of_another_network(client: FlaskClient) -> None:
    ours, theirs = make.community(), make.community(name="Hun netwerk")
    wish, pair = make.table_wish(community=theirs), make.sector_pair(community=theirs)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    assert "Hun netwerk" not in client.get(PAGE).text
    assert client.get(f"{PAGE}?netwerk={theirs.slug}").status_code == 422
    assert client.post(f"{PAGE}/wensen/{wish.id}/verwijderen").status_code == 403
    assert client.post(f"{PAGE}/sectoren/{pair.id}/verwijderen").status_code == 403


def test_small_organisations_are_not_named_and_cannot_be_chosen(lead: FlaskClient) -> None:
    community = make.community()
    ggd = make.organisation(name="GGD", sector="jgz")
    small, large = (make.organisation(name=n, sector=n) for n in ("Praktijk", "Dimence"))
    scenes.meeting({ggd: 3, small: 2}, community=community)
    scenes.meeting({ggd: 3, large: 3}, community=community)
    make.table_wish(community=community, one=small, other=large)

    assert "Praktijk" not in lead.get(PAGE).text
    chosen = lead.post(PAGE, data={"paar": ticked(small, large)}, follow_redirects=True)
    assert "Kruis eerst minstens één paar aan." in chosen.text


def test_without_any_network(lead: FlaskClient) -> None:
    assert "Nog geen netwerken" in lead.get(PAGE).text
    assert lead.get(f"{PAGE}/sectoren").status_code == 404


def test_a_network_without_sectors(lead: FlaskClient) -> None:
    make.community()

    assert "nog geen sector bekend" in lead.get(f"{PAGE}/sectoren").text


def test_of_the_wishes_it_is_told_how_many_came_true(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    community, one, other = strangers
    third = make.organisation()
    scenes.meeting({third: 3}, community=community)
    for end in (other, third):
        make.table_wish(community=community, one=one, other=end)
    assert "Van de 2 paren zaten er sindsdien 0 aan één tafel" in lead.get(PAGE).text

    scenes.meeting({one: 3, third: 3}, community=community)

    assert "Van de 2 paren zat er sindsdien 1 aan één tafel" in lead.get(PAGE).text


@pytest.mark.usefixtures("database")
def test_after_a_merge_a_wish_stays_one_wish() -> None:
    community, one, other = make.community(), make.organisation(), make.organisation()
    make.table_wish(community=community, one=one, other=other)
    make.table_wish(community=community, one=other, other=one)
    make.table_wish(community=community, one=one, other=one)

    assert [*wish_queries.wishes(community.id)] == [(one.id, other.id)]


def test_english(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    page = " ".join(lead.get(PAGE, headers={"Accept-Language": "en"}).text.split())

    assert "Both at least once with GGD." in page


def test_an_unknown_network_says_so_and_leads_back(
    lead: FlaskClient, strangers: tuple[Community, Organisation, Organisation]
) -> None:
    answer = lead.get(f"{PAGE}?netwerk=onzin")

    assert answer.status_code == 422
    assert "Er is geen netwerk met de naam onzin" in answer.text
    assert f'href="{PAGE}"' in answer.text
    assert "Dimence" not in answer.text
