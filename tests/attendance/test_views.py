"""Pages of attendance."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.accounts.rules import Role
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community

LIST, SHELL = "aanwezigheid", "aanwezigheid?schil=1"
IMPORT = "/beheer/aanwezigheid/import"


@pytest.fixture
def community(client: FlaskClient) -> Community:
    """The community of a host who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.HOST, community))
    return community


@pytest.fixture
def activity(community: Community) -> Activity:
    """A casustafel that begins now, of the host's community."""
    return make.activity(community=community, starts_at=NOW, title="Casustafel hechting")


def register(activity: Activity, name: str, **given: object) -> int:
    registration = make.registration(activity=activity, person=make.person(name=name), **given)
    if registration.status is Status.CONFIRMED:
        activity.taken += 1
        db.session.commit()
    return registration.person_id


def door(activity: Activity, rest: str = "aanwezigheid") -> str:
    return f"/beheer/sessies/{activity.sessions[0].id}/{rest}"


def attendances() -> int:
    return db.session.scalars(select(func.count()).select_from(Attendance)).one()


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


def test_a_phone_may_film_here_and_nowhere_else(client: FlaskClient, activity: Activity) -> None:
    here, elsewhere = client.get(door(activity)), client.get("/beheer/geweest")

    assert "camera=(self)" in here.headers["Permissions-Policy"]
    assert "camera=()" in elsewhere.headers["Permissions-Policy"]


def test_a_phone_gets_the_same_key_each_time_until_hours_after_the_end(
    client: FlaskClient, activity: Activity
) -> None:
    keys = [client.get(door(activity, rest)).headers["Set-Cookie"] for rest in (LIST, SHELL)]

    name, key, *_rest = re.split("[=;]", keys[0])
    assert name == f"bewaard_deur{activity.sessions[0].id}"
    assert len(key) > 40
    assert keys[0] == keys[1]
    assert "SameSite=Strict" in keys[0]
    ends_at = activity.sessions[0].ends_at
    assert f"{ends_at + timedelta(hours=4):%d %b %Y %H:%M}" in keys[0]


def test_another_host_gets_another_key(client: FlaskClient, activity: Activity) -> None:
    ours = client.get(door(activity)).headers["Set-Cookie"]
    visitors.sign_in(client, make.account(Role.HOST, activity.community))

    theirs = client.get(door(activity)).headers["Set-Cookie"]

    assert theirs.split(";")[0] != ours.split(";")[0]


def test_signing_out_takes_the_key_of_what_the_phone_kept(
    client: FlaskClient, activity: Activity
) -> None:
    client.get(door(activity))

    answer = client.post("/uitloggen")

    gone = [text for text in answer.headers.getlist("Set-Cookie") if text.startswith("bewaard_")]
    assert len(gone) == 1
    assert "Max-Age=0" in gone[0]


def test_the_page_that_a_phone_keeps_names_nobody(client: FlaskClient, activity: Activity) -> None:
    register(activity, "Jan van der Berg")

    page = client.get(door(activity, SHELL)).text

    assert "Casustafel hechting" in page
    assert "Berg" not in page
    assert "/uitloggen" not in page
    assert '<div id="nobody" hidden>' in page


def test_the_worker_of_the_door_sees_no_page_above_it(client: FlaskClient) -> None:
    answer = client.get("/beheer/sessies/deur.js")

    assert "respondWith" in answer.text
    answer.close()
    assert answer.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers


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
    assert '<div id="none" role="status">' in client.get(f"{door(activity)}?q=piet").text


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


def test_somebody_walks_in(client: FlaskClient, activity: Activity) -> None:
    page = client.get(door(activity, "inloper")).text
    assert "Vraag" not in page

    data = {"name": "Oma", "organisation": "Wijk", "consent": "y"}
    answer = client.post(door(activity, "inloper"), data=data)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Oma is aanwezig." in page
    assert "inloper" in page
    assert "Wijk" in page


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "Oma", "email": "oma"},
        {"name": "x" * 201},
        {"name": "\u202e"},
        {"email": "new@example.org"},
        {"name": "Oma", "consent": ""},
    ],
    ids=["nothing", "address", "long", "invisible", "unknown", "unasked"],
)
def test_a_walk_in_who_cannot_be_let_in_gets_a_sentence(
    client: FlaskClient, activity: Activity, data: dict[str, str]
) -> None:
    answer = client.post(door(activity, "inloper"), data={"consent": "y"} | data)

    assert answer.status_code == 422
    assert "Eén ding klopt nog niet" in answer.text
    assert attendances() == 0


def test_a_known_address_is_enough(client: FlaskClient, activity: Activity) -> None:
    known = make.person(name="Fatma Kaya", email="fatma@ggd.example.org")

    data = {"email": "Fatma@GGD.example.org", "consent": "y"}
    answer = client.post(door(activity, "inloper"), data=data)

    assert answer.location.endswith(f"#p{known.id}")
    assert "Fatma Kaya is aanwezig." in client.get(answer.location).text


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
