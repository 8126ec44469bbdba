"""Pages of attendance."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.accounts.rules import Role
from rok_events.activities.rules import State
from rok_events.attendance.intake import example
from rok_events.attendance.models import Attendance
from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.attendance import files
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community

JSON = {"Accept": "application/json"}
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


def test_the_start_page_shows_what_needs_somebody_first(
    client: FlaskClient, community: Community
) -> None:
    for days, title in ((1, "Morgen"), (0, "Nu"), (-3, "Vergeten"), (-5, "Ingevuld"), (-60, "Oud")):
        made = make.activity(
            community=community, title=title, starts_at=NOW + timedelta(days=days), taken=1
        )
        if title == "Ingevuld":
            make.attendance(session=made.sessions[0])
    make.activity(title="Elders", starts_at=NOW)
    make.activity(community=community, title="Concept", starts_at=NOW, state=State.DRAFT)

    page = client.get("/beheer").text

    order = [page.index(title) for title in ("Nu", "Vergeten", "Morgen", "Ingevuld")]
    assert order == sorted(order)
    assert "nog niemand afgevinkt" in page
    assert "1 van 2 aanwezig" in page
    for title in ("Oud", "Elders", "Concept"):
        assert title not in page
    assert "Oud" in client.get("/beheer/geweest").text


def test_the_start_page_of_a_new_network_says_what_will_come(
    client: FlaskClient, community: Community
) -> None:
    assert "Nog niets op de agenda" in client.get("/beheer").text
    assert "Er is nog niets geweest" in client.get("/beheer/geweest").text


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


def test_the_script_gets_the_row_and_the_counts(client: FlaskClient, activity: Activity) -> None:
    person_id = register(activity, "Jan van der Berg")
    register(activity, "Els Aalbers")

    ticked = client.post(door(activity), data={"present": person_id}, headers=JSON).json
    undone = client.post(door(activity), data={"absent": person_id}, headers=JSON).json

    assert ticked is not None
    assert (ticked["state"], ticked["said"]) == ("present", "Jan van der Berg is aanwezig.")
    assert f'name="absent" value="{person_id}"' in " ".join(ticked["row"].split())
    assert "<b>1</b> <span>/ 2</span>" in ticked["count"]
    assert undone is not None
    assert (undone["state"], undone["said"]) == ("absent", "Jan van der Berg is niet aanwezig.")
    assert f'name="present" value="{person_id}"' in " ".join(undone["row"].split())


def test_the_row_of_a_walk_in_who_is_taken_back_goes(
    client: FlaskClient, activity: Activity
) -> None:
    attendance = make.attendance(session=activity.sessions[0])

    data = {"absent": attendance.person_id}
    answer = client.post(door(activity), data=data, headers=JSON).json

    assert answer is not None
    assert (answer["row"], answer["said"]) == (None, "Van de lijst gehaald.")


def test_the_script_is_told_why_not(client: FlaskClient, activity: Activity) -> None:
    stranger = make.person()

    answer = client.post(door(activity), data={"present": stranger.id}, headers=JSON)

    assert answer.status_code == 404
    assert answer.json == {
        "error": "Deze persoon staat niet op de lijst. Voeg hen toe als inloper."
    }
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
    assert "Niemand op de lijst heet zo." in client.get(f"{door(activity)}?q=piet").text


def test_an_empty_list_says_what_to_do(client: FlaskClient, activity: Activity) -> None:
    assert "Niemand heeft zich aangemeld" in client.get(door(activity)).text


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
    assert "Een naam is genoeg." in page

    answer = client.post(door(activity, "inloper"), data={"name": "Oma", "organisation": "Wijk"})

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Oma is aanwezig." in page
    assert "inloper" in page
    assert "Wijk" in page


@pytest.mark.parametrize(
    "data",
    [{"name": ""}, {"name": "Oma", "email": "oma"}, {"name": "x" * 201}, {"name": "\u202e"}],
    ids=["nothing", "address", "long", "invisible"],
)
def test_a_walk_in_who_cannot_be_let_in_gets_a_sentence(
    client: FlaskClient, activity: Activity, data: dict[str, str]
) -> None:
    answer = client.post(door(activity, "inloper"), data=data)

    assert answer.status_code == 422
    assert "Eén ding klopt nog niet" in answer.text
    assert attendances() == 0


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
    for path in ("/beheer", "/beheer/geweest", door(activity)):
        queries.clear()
        client.get(path)
        asked[path] = len(queries)

    # One of each is for who the visitor is.
    assert [*asked.values()] == [2, 3, 4]


# The file.


@pytest.fixture
def organiser(client: FlaskClient) -> Community:
    """The community of an organiser who has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    visitors.sign_in(client, make.account(Role.ORGANISER, community))
    return community


def send(client: FlaskClient, data: bytes, do: str = "check", **more: object) -> TestResponse:
    upload = (io.BytesIO(data), "lijst.csv")
    return client.post(IMPORT, data={"file": upload, "do": do, **more})


def test_a_file_is_checked_and_then_added(client: FlaskClient, organiser: Community) -> None:
    data = files.people("Jan;GGD;;ja", "Els;GGD;;nee")

    checked = send(client, data, community=organiser.id)

    assert checked.status_code == 200
    assert "Het bestand klopt" in checked.text
    assert attendances() == 0

    added = send(client, data, "add", community=organiser.id)

    assert "Het bestand is toegevoegd" in added.text
    assert attendances() == 1
    assert (
        "Er stond niets nieuws in het bestand"
        in send(client, data, "add", community=organiser.id).text
    )
    assert "Alles is al bekend." in send(client, data, community=organiser.id).text


@pytest.mark.parametrize("do", ["check", "add"])
def test_every_mistake_stands_in_a_table(
    client: FlaskClient, organiser: Community, do: str
) -> None:
    data = files.people("Jan;GGD;<b>jan</b>;ja", *(["Els;GGD;;x"] * 120))

    answer = send(client, data, do, community=organiser.id)

    assert answer.status_code == 422
    assert "121 dingen in het bestand kloppen nog niet" in answer.text
    assert "&lt;b&gt;jan&lt;/b&gt; is geen e-mailadres." in answer.text
    assert "En nog 21." in answer.text
    assert attendances() == 0


def test_a_file_that_cannot_be_read_says_so_at_the_field(
    client: FlaskClient, organiser: Community
) -> None:
    empty = send(client, b"", community=organiser.id)
    nothing = client.post(IMPORT, data={"do": "check"})

    assert (empty.status_code, nothing.status_code) == (422, 422)
    assert "Het bestand is leeg." in empty.text
    assert "Kies een bestand." in nothing.text


def test_a_file_of_more_than_may_be_says_how_much_may_be(
    client: FlaskClient, organiser: Community
) -> None:
    body = b"x" * (20 * 1024 * 1024 + 1)

    answer = client.post(IMPORT, data=body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_nobody_chooses_a_network_that_is_not_theirs(
    client: FlaskClient, organiser: Community
) -> None:
    other = make.community()

    answer = send(client, files.people("Jan;;;ja"), "add", community=other.id)

    assert answer.status_code == 422
    assert attendances() == 0


def test_who_has_several_networks_may_leave_it_to_the_file(client: FlaskClient) -> None:
    make.community(slug="rok")
    make.community()
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))
    assert "Zoals het bestand zegt" in client.get(IMPORT).text
    data = files.csv("activiteit;begin;naam;netwerk", "T;1-2-2022;Jan;rok")

    assert "Het bestand is toegevoegd" in send(client, data, "add", community="").text


def test_the_example_is_a_file_in_the_visitors_language(
    client: FlaskClient, organiser: Community
) -> None:
    address = "/beheer/aanwezigheid/voorbeeld.csv"
    dutch = client.get(address)
    english = client.get(address, headers={"Accept-Language": "en"})

    assert (dutch.mimetype, dutch.data) == ("text/csv", example.written("nl"))
    assert english.data == example.written("en")
    assert "attachment" in dutch.headers["Content-Disposition"]


def test_the_pages_are_complete_in_english(client: FlaskClient, organiser: Community) -> None:
    client.get("/taal/en")

    assert "Check the file" in client.get(IMPORT).text
    assert "There is no session today." in client.get("/beheer").text or (
        "Nothing on the agenda yet" in client.get("/beheer").text
    )
