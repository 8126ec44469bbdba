"""The start page of the workspace, for each who may come there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.models import Account
from rok_events.accounts.rules import Role
from rok_events.activities.rules import State
from rok_events.db import db
from rok_events.mail.rules import MailState
from rok_events.people.rules import Standing
from rok_events.registrations.rules import Answer, Status
from rok_events.work.rules import WorkState
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community

TOMORROW = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=20)
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def community(client: FlaskClient) -> Community:
    """The community of an organiser who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.ORGANISER, community))
    return community


def busy(community: Community) -> None:
    """Let one of each kind wait for somebody in a community."""
    activity = make.activity(community=community, title="Hechting", starts_at=TOMORROW, waiting=2)
    make.registration(activity=activity, answer=Answer.DECLINED, answered_at=NOW)
    make.registration(activity=activity, answer=Answer.DECLINED, status=Status.CANCELLED)
    came = make.guest(activity=activity)
    make.registration(activity=activity, person=came.person)
    make.guest(activity=activity)
    make.guest(activity=activity, answer=Answer.DECLINED)
    make.guest(activity=activity, taken_back_at=NOW)
    make.activity(community=community, title="Verplaatst", starts_at=LATER, tell_at=NOW)
    make.activity(community=community, title="Ontwerp", state=State.DRAFT, place_name="")
    gone = NOW - timedelta(days=3)
    make.activity(community=community, title="Vergeten", starts_at=gone, taken=1)
    make.mail(community_id=community.id, state=MailState.FAILED)
    make.incoming(community_id=community.id)
    make.organisation(standing=Standing.PROPOSED)


def needs(page: str) -> list[str]:
    """Return what the page says that is needed, each with its number."""
    found = re.findall(r'rok-need__what".*?<b>(\d+)</b>\s*<span>(.*?)</span>', page, re.DOTALL)
    return [f"{number} {words}" for number, words in found]


def test_an_organiser_sees_what_waits_what_others_notice_first(
    client: FlaskClient, community: Community
) -> None:
    busy(community)
    busy(make.community())

    page = client.get("/beheer", headers=ENGLISH).text

    assert needs(page) == [
        "1 mail that did not arrive",
        "1 letter in the inbox",
        "1 person said no in the calendar, and still has a place",
        "1 presence list that is not closed",
        "2 names of organisations to be judged",
        "1 invitation without an answer",
        "1 change of which participants hear in a moment",
        "1 draft that nobody sees yet",
    ]
    assert "still misses what it is about, a place, who leads it" in page
    assert "0 of 10 places, 2 waiting" in page


def test_a_host_sees_the_door_and_nothing_else(client: FlaskClient) -> None:
    community = make.community()
    visitors.sign_in(client, make.account(Role.HOST, community))
    busy(community)

    page = client.get("/beheer", headers=ENGLISH).text

    assert needs(page) == ["1 presence list that is not closed"]
    assert "Hechting" in page
    assert "Ontwerp" not in page
    assert "/beheer/activiteiten" not in page


def test_a_lead_is_sent_to_insight(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.LEAD, make.community()))

    assert client.get("/beheer").location == "/inzicht"


def test_sessions_stand_by_day_and_only_those_that_are_held(
    client: FlaskClient, community: Community
) -> None:
    for days, title in ((20, "Straks"), (1, "Morgen"), (0, "Nu"), (-5, "Ingevuld"), (-60, "Leeg")):
        begins = NOW + timedelta(days=days)
        made = make.activity(community=community, title=title, starts_at=begins, taken=1)
        if title == "Ingevuld":
            make.attendance(session=made.sessions[0])
    make.activity(title="Elders", starts_at=NOW)
    make.activity(community=community, title="Afgelast", starts_at=NOW, state=State.CANCELLED)

    page = client.get("/beheer").text

    order = [page.index(title) for title in ("Nu", "Morgen", "Straks", "Ingevuld")]
    assert order == sorted(order)
    assert "1 van 2 aanwezig" in page
    for title in ("Elders", "Afgelast", "Leeg"):
        assert title not in page


def test_several_activities_are_named_and_the_rest_is_counted(
    client: FlaskClient, community: Community
) -> None:
    for number in range(5):
        activity = make.activity(community=community, title=f"Tafel {number}.", starts_at=LATER)
        for _guest in range(number + 1):
            make.guest(activity=activity)

    page = client.get("/beheer", headers=ENGLISH).text

    assert needs(page) == ["15 invitations without an answer"]
    assert "and 2 activities more" in page
    assert re.search(r">Tafel 0\., \d+ \w+ \d{4}</a>", page)


def test_whoever_has_done_everything_hears_so(client: FlaskClient, community: Community) -> None:
    assert "Plan the first activity" in client.get("/beheer", headers=ENGLISH).text
    activity = make.activity(community=community, starts_at=NOW - timedelta(days=3), taken=1)
    make.attendance(session=activity.sessions[0])
    assert "Nothing waits for you." not in client.get("/beheer", headers=ENGLISH).text
    activity.sessions[0].list_closed_at = NOW
    db.session.commit()

    assert "Nothing waits for you." in client.get("/beheer", headers=ENGLISH).text


@pytest.mark.parametrize("times", [1, 4])
def test_it_asks_as_much_whatever_there_is(
    client: FlaskClient, community: Community, queries: list[str], times: int
) -> None:
    for _time in range(times):
        busy(community)
    queries.clear()

    client.get("/beheer")

    # One of each kind, one of long work, two of sessions, and one for who the visitor is.
    assert len(queries) == 12


def test_long_work_is_found_from_the_start_page(client: FlaskClient, community: Community) -> None:
    account = db.session.scalars(select(Account)).one()
    busy(community)
    assert 'href="/beheer/werk"' in client.get("/beheer", headers=ENGLISH).text
    for state, ended_at in (
        (WorkState.RUNNING, None),
        (WorkState.FAILED, NOW - timedelta(hours=3)),
        (WorkState.FAILED, NOW - timedelta(days=3)),
        (WorkState.DONE, NOW),
    ):
        make.work(account_id=account.id, state=state, ended_at=ended_at)
    make.work(state=WorkState.RUNNING)

    told = needs(client.get("/beheer", headers=ENGLISH).text)

    assert "2 tasks of yours that are being done, or did not work out" in told
