"""Pages of attendance."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make
from tests.attendance.pages import attendances, door, register
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community

IMPORT = "/beheer/aanwezigheid/import"


def test_lists_that_nobody_closed_stand_apart(client: FlaskClient, community: Community) -> None:
    for days, title in ((3, "Vergeten"), (5, "Afgesloten"), (100, "Te lang geleden")):
        begins = NOW - timedelta(days=days)
        made = make.activity(community=community, title=title, starts_at=begins, taken=1)
        if title == "Afgesloten":
            made.sessions[0].list_closed_at = NOW
            db.session.commit()

    page = client.get("/beheer/geweest?lijst=open").text

    assert [title in page for title in ("Vergeten", "Afgesloten", "Te lang geleden")] == [
        *(True, False, False)
    ]


def test_a_new_network_hears_what_will_stand_here(
    client: FlaskClient, community: Community
) -> None:
    assert "Er is nog niets geweest" in client.get("/beheer/geweest").text
    assert "Elke lijst is afgesloten" in client.get("/beheer/geweest?lijst=open").text


def test_what_was_held_comes_in_pages(client: FlaskClient, community: Community) -> None:
    for number in range(51):
        starts_at = NOW - timedelta(days=number + 1)
        make.activity(community=community, title=f"Tafel {number}.", starts_at=starts_at)

    first, last = (client.get(f"/beheer/geweest?page={page}").text for page in (1, 99))

    assert "Tafel 0." in first
    assert "Tafel 50." not in first
    assert "Tafel 50." in last


def test_the_list_shows_everybody_by_surname_and_who_waits_apart(
    client: FlaskClient, activity: Activity
) -> None:
    register(activity, "Jan van der Berg", organisation=make.organisation(name="GGD"))
    register(activity, "Els Aalbers")
    register(activity, "Wim Aap", status=Status.WAITING)
    register(activity, "Weg Gegaan", status=Status.CANCELLED)
    make.attendance(session=activity.sessions[0], person=make.person(name="Inloper Zes"))

    page = client.get(door(activity)).text

    names = ("Els Aalbers", "Jan van der Berg", "Inloper Zes", "Op de wachtlijst", "Wim Aap")
    order = [page.index(f"{name}</") for name in names]
    assert order == sorted(order)
    assert "GGD" in page
    assert "Weg Gegaan" not in page
    assert "<b>1</b> <span>/ 3</span>" in page


def test_a_host_ticks_somebody_off_without_javascript(
    client: FlaskClient, activity: Activity
) -> None:
    person_id = register(activity, "Jan van der Berg")

    answer = client.post(door(activity), data={"present": person_id, "q": "berg"})

    assert answer.status_code == 303
    assert answer.location == f"{door(activity)}?q=berg&laatst={person_id}#p{person_id}"
    page = client.get(answer.location).text
    assert "Jan van der Berg is aanwezig." in page
    assert "<b>1</b> <span>/ 1</span>" in page
    assert attendances() == 1

    client.post(door(activity), data={"absent": person_id})

    assert attendances() == 0


def test_nonsense_ticks_nobody_off(client: FlaskClient, activity: Activity) -> None:
    stranger = make.person()

    assert client.post(door(activity), data={"present": stranger.id}).status_code == 404
    assert client.post(door(activity), data={"present": "abc"}).status_code == 303
    assert attendances() == 0


def test_before_the_day_the_list_says_when_it_opens(
    client: FlaskClient, community: Community
) -> None:
    activity = make.activity(community=community, starts_at=NOW + timedelta(days=1))
    person_id = register(activity, "Jan")

    page = client.get(door(activity)).text

    assert "Afvinken kan vanaf de dag van de bijeenkomst." in page
    assert 'name="present"' not in page
    assert client.post(door(activity), data={"present": person_id}).status_code == 409
    assert client.get(door(activity, "inloper")).status_code == 409


def test_searching_works_without_javascript(client: FlaskClient, activity: Activity) -> None:
    register(activity, "Zoë Çelik", organisation=make.organisation(name="GGD IJsselland"))
    register(activity, "Els Aalbers")

    assert "Els" not in client.get(f"{door(activity)}?q=zoe+celik").text
    assert "Els" not in client.get(f"{door(activity)}?q=IJSSEL").text
    nobody = r'<div id="none"\s+role="status">'
    assert re.search(nobody, client.get(f"{door(activity)}?q=piet").text)
    assert not re.search(nobody, client.get(f"{door(activity)}?q=els").text)


def test_an_empty_list_says_what_to_do(client: FlaskClient, activity: Activity) -> None:
    page = client.get(door(activity)).text

    assert '<div id="nobody">' in page
    assert "Niemand heeft zich aangemeld" in page


def test_an_erased_name_stays_a_row(client: FlaskClient, activity: Activity) -> None:
    person = make.person(name="", email=None)
    make.attendance(session=activity.sessions[0], person=person)

    assert "Naam verwijderd" in client.get(f"{door(activity)}?laatst={person.id}").text


def test_words_in_a_name_are_never_code(client: FlaskClient, activity: Activity) -> None:
    person_id = register(activity, "<script>alert(1)</script>")

    client.post(door(activity), data={"present": person_id})
    page = client.get(f"{door(activity)}?laatst={person_id}&q=<script>").text

    assert "<script>alert" not in page


def test_another_communitys_door_stays_shut(client: FlaskClient, community: Community) -> None:
    activity = make.activity(starts_at=NOW)
    person_id = register(activity, "Jan")

    assert client.get(door(activity)).status_code == 403
    assert client.post(door(activity), data={"present": person_id}).status_code == 403
    assert client.post(door(activity, "inloper"), data={"name": "Jan"}).status_code == 403
    assert attendances() == 0


def test_a_host_may_not_import(client: FlaskClient, community: Community) -> None:
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT).status_code == 403


@pytest.mark.parametrize("number", [3, 60])
def test_the_number_of_queries_does_not_grow(
    client: FlaskClient, community: Community, queries: list[str], number: int
) -> None:
    activity = make.activity(community=community, starts_at=NOW)
    for _somebody in range(number):
        make.registration(activity=activity, organisation=make.organisation())
        make.activity(community=community, starts_at=NOW)

    asked = {}
    for path in ("/beheer/geweest", door(activity)):
        queries.clear()
        client.get(path)
        asked[path] = len(queries)

    # One of each is for who the visitor is.
    assert [*asked.values()] == [3, 4]
