"""The page of an activity's papers, and the files that it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.db import db
from rok_events.documents.rules import Paper
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.documents import reading

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity


@pytest.fixture
def activity(client: FlaskClient) -> Activity:
    made = make.activity(title="Casustafel hechting", capacity=500)
    visitors.sign_in(client, make.account(Role.ORGANISER, made.community))
    return made


def page_of(activity: Activity, query: str = "") -> str:
    return f"/beheer/activiteiten/{activity.id}/papier{query}"


def test_without_people_it_says_what_will_be_here(client: FlaskClient, activity: Activity) -> None:
    text = client.get(page_of(activity)).text

    assert "Er heeft nog niemand een plaats" in text
    assert "Download de PDF" not in text
    assert "data:image" not in text


@pytest.mark.parametrize("paper", Paper)
def test_the_page_shows_what_the_file_will_be(
    client: FlaskClient, activity: Activity, paper: Paper
) -> None:
    make.registration(activity=activity, person=make.person(name="Ada Bakker"))

    page = client.get(page_of(activity, f"?soort={paper}"))
    file = client.post(page_of(activity, f"/{paper}.pdf"))

    assert "data:image/svg+xml;base64," in page.text
    assert "De enige bladzijde" in page.text
    assert file.mimetype == "application/pdf"
    assert f"{paper}-casustafel-hechting-2027-04-01.pdf" in file.headers["Content-Disposition"]
    assert "Bakker" in reading.pages(file.data)[0]


def test_making_a_paper_stands_in_the_trail(client: FlaskClient, activity: Activity) -> None:
    make.registration(activity=activity)

    client.get(page_of(activity))
    looked = db.session.query(TrailRow).filter_by(thing="A paper with names was made.").count()
    client.post(page_of(activity, "/deurlijst.pdf"))

    noted = db.session.query(TrailRow).filter_by(thing="A paper with names was made.").one()
    assert looked == 0
    assert noted.activity_id == activity.id


def test_who_was_ticked_gets_a_badge(client: FlaskClient, activity: Activity) -> None:
    make.registration(activity=activity, person=make.person(name="Ada Bakker"))
    ticked = make.registration(
        activity=activity, person=make.person(name="Bo Vink"), status=Status.WAITING
    )

    page = client.get(page_of(activity, f"?id={ticked.id}")).text
    file = client.post(page_of(activity, "/badges.pdf"), data={"id": ticked.id, "leeg": "1"})

    assert "Voor degene die je aanvinkte" in page
    assert f'<input type="hidden" name="id" value="{ticked.id}">' in page
    assert "Bo Vink" in reading.pages(file.data)[0]
    assert "Ada" not in reading.pages(file.data)[0]


def test_letters_that_cannot_be_printed_are_told(client: FlaskClient, activity: Activity) -> None:
    make.registration(activity=activity, person=make.person(name="陳大文"))

    text = client.get(page_of(activity)).text

    assert "Deze letters kunnen we niet afdrukken: 大 文 陳" in text


def test_a_list_of_a_discreet_network_does_not_go_round(client: FlaskClient) -> None:
    activity = make.activity(community=make.community(is_discreet=True))
    visitors.sign_in(client, make.account(Role.ORGANISER, activity.community))

    assert (
        "Laat deze lijst niet rondgaan" in client.get(page_of(activity, "?soort=tekenlijst")).text
    )


@pytest.mark.parametrize(
    "query",
    [
        "?soort=onzin&formaat=onzin&leeg=-1&vanaf=99999999999999999999&deel=0&bijeenkomst=x",
        "?soort=badges&id=%00&id=99999999999999999&id=1e9&vanaf=999&leeg=999",
        "?soort=tekenlijst&bijeenkomst=99999999999999999999&leeg=²",
        "?soort=deurlijst&bijeenkomst=alle&deel=7",
    ],
)
def test_what_makes_no_sense_is_left_out(
    client: FlaskClient, activity: Activity, query: str
) -> None:
    make.registration(activity=activity)

    assert client.get(page_of(activity, query)).status_code == 200


@pytest.mark.parametrize("paper", Paper)
def test_more_people_ask_no_more_queries(
    client: FlaskClient, activity: Activity, queries: list[str], paper: Paper
) -> None:
    def asked() -> int:
        queries.clear()
        client.get(page_of(activity, f"?soort={paper}"))
        return len(queries)

    make.registration(activity=activity)
    few = asked()
    for _ in range(20):
        make.registration(activity=activity)

    assert asked() == few <= 9
