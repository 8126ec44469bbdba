"""The organisers' table of registrations, and what they see of one."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from rok_events.accounts.rules import Role as AccountRole
from rok_events.core.permissions import Permission
from rok_events.db import db
from rok_events.mail.rules import MailState
from rok_events.registrations.rules import Answer, Role, Status
from rok_events.web.access import Visitor
from tests import make
from tests.conftest import NOW
from tests.registrations.reading import look

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

ORGANISER = frozenset({Permission.SEE_PARTICIPANTS, Permission.MANAGE_REGISTRATIONS})


@pytest.fixture
def activity(database: None) -> Activity:
    return make.activity(title="Hechting", capacity=2)


@pytest.fixture
def organiser(app: Flask, activity: Activity, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """An organiser of the activity's community has signed in."""
    account = make.account(role=AccountRole.ORGANISER, in_=activity.community, name="Robin")
    visitor = Visitor(account.id, "Robin", {activity.community_id: ORGANISER})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)
    return visitor


def table(activity: Activity) -> str:
    return f"/beheer/activiteiten/{activity.id}/aanmeldingen"


def names(page: str) -> list[str]:
    """Return the names in the table, in their order."""
    return re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', page)


def somebody(activity: Activity, name: str, **given: object) -> int:
    email = f"{name.casefold().replace(' ', '')}@example.org"
    person = make.person(name=name, email=email)
    return make.registration(activity=activity, person=person, **given).id


@pytest.fixture
def people(activity: Activity) -> dict[str, int]:
    """Five people, each in another position."""
    ggd = make.organisation(name="GGD IJsselland")
    activity.taken, activity.waiting = 2, 2
    make.saved(activity)
    return {
        "Ans": somebody(activity, "Ans", organisation=ggd, role=Role.PARENT),
        "Bea": somebody(activity, "Bea", answer=Answer.DECLINED, answered_at=NOW),
        "Cor": somebody(activity, "Cor", organisation=ggd, status=Status.WAITING),
        "Dik": somebody(activity, "Dik", status=Status.WAITING),
        "Eva": somebody(activity, "Eva", status=Status.CANCELLED, cancelled_at=NOW),
    }


@pytest.mark.usefixtures("organiser", "people")
def test_the_table_shows_everybody_the_latest_first(
    client: FlaskClient, activity: Activity
) -> None:
    page = look(client, table(activity)).text

    assert names(page) == ["Eva", "Dik", "Cor", "Bea", "Ans"]
    assert "waiting list, number 1" in page
    assert "waiting list, number 2" in page
    assert "said no in the calendar" in page
    assert "Has a place (2)" in page
    assert "Cancelled (1)" in page


@pytest.mark.usefixtures("organiser", "people")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("organisatie=x", ["Eva", "Dik", "Cor", "Bea", "Ans"]),
        ("q=bea", ["Bea"]),
        ("q=B%C3%89A+%C3%ACJSSEL", []),
        ("q=%C3%84NS+%C3%AFjssel", ["Ans"]),
        ("q=ANS%40example", ["Ans"]),
        ("q=ijsselland", ["Cor", "Ans"]),
        ("q=ggd+cor", ["Cor"]),
        ("q=%25", []),
        ("status=wachtlijst", ["Dik", "Cor"]),
        ("status=afgemeld", ["Eva"]),
        ("organisatie=0", ["Eva", "Dik", "Bea"]),
        ("rol=parent", ["Ans"]),
        ("antwoord=nee", ["Bea"]),
        ("sort=naam", ["Ans", "Bea", "Cor", "Dik", "Eva"]),
        ("sort=-naam", ["Eva", "Dik", "Cor", "Bea", "Ans"]),
        ("sort=organisatie", ["Bea", "Dik", "Eva", "Ans", "Cor"]),
        ("sort=aangemeld", ["Ans", "Bea", "Cor", "Dik", "Eva"]),
        ("sort=status", ["Eva", "Ans", "Bea", "Cor", "Dik"]),
        ("page=99", ["Eva", "Dik", "Cor", "Bea", "Ans"]),
        (
            "page=-1&status=x&rol=x&antwoord=x&organisatie=x&sort=x",
            ["Eva", "Dik", "Cor", "Bea", "Ans"],
        ),
        ("q=%00%F0%9F%91%B6&organisatie=99999999999999999999", []),
    ],
)
def test_searching_filtering_and_sorting(
    client: FlaskClient, activity: Activity, asked: str, expected: list[str]
) -> None:
    assert names(look(client, f"{table(activity)}?{asked}").text) == expected


@pytest.mark.usefixtures("organiser")
def test_mail_that_does_not_arrive_shows(
    client: FlaskClient, activity: Activity, people: dict[str, int]
) -> None:
    make.mail(about=f"registration:{people['Ans']}", state=MailState.FAILED)
    make.mail(about=f"registration:{people['Bea']}", state=MailState.SENT)

    page = look(client, f"{table(activity)}?mail=mislukt").text

    assert names(page) == ["Ans"]
    assert "mail not delivered" in page


@pytest.mark.usefixtures("organiser", "people")
def test_chosen_columns_stay_chosen(client: FlaskClient, activity: Activity) -> None:
    def shown(asked: str = "") -> list[str]:
        page = look(client, table(activity) + asked).text
        known = ("Status", "Organisation", "Role", "Answer in the calendar", "Registered")
        return [label for label in known if f'data-label="{label}"' in page]

    assert len(shown()) == 5
    assert shown("?kolom=&kolom=rol&kolom=x") == ["Status", "Role"]
    assert shown("?status=bevestigd") == ["Status", "Role"]
    assert shown("?kolom=") == ["Status"]


@pytest.mark.usefixtures("organiser")
def test_an_empty_table_says_what_will_come(client: FlaskClient, activity: Activity) -> None:
    assert "Nobody has registered yet" in look(client, table(activity)).text
    make.registration(activity=activity)
    assert "Nobody found" in look(client, f"{table(activity)}?q=zzz").text


@pytest.mark.usefixtures("organiser")
def test_files_hold_what_was_searched_or_chosen(
    client: FlaskClient, activity: Activity, people: dict[str, int]
) -> None:
    wrong = somebody(activity, "=cmd|' /C calc'!A0", status=Status.CANCELLED)

    searched = client.get(f"{table(activity)}/lijst.csv?status=wachtlijst&sort=naam")
    chosen = client.get(f"{table(activity)}/lijst.csv?id={people['Eva']}&id={people['Ans']}")
    formula = client.get(f"{table(activity)}/lijst.csv?id={wrong}")
    book = client.get(f"{table(activity)}/lijst.xlsx?id={wrong}")

    def first(data: bytes) -> list[str]:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        return [line[0] for line in lines][1:]

    assert first(searched.data) == ["Cor", "Dik"]
    assert first(chosen.data) == ["Eva", "Ans"]
    assert first(formula.data) == ["'=cmd|' /C calc'!A0"]
    assert "attachment; filename=hechting-2027-04-01.csv" in searched.headers["Content-Disposition"]
    rows = load_workbook(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=cmd|' /C calc'!A0"


def test_one_registration_with_its_mails_and_history(
    client: FlaskClient, activity: Activity, organiser: Visitor, people: dict[str, int]
) -> None:
    page = f"{table(activity)}/{people['Dik']}"
    make.mail(about=f"registration:{people['Dik']}", subject="Je staat op de wachtlijst")

    empty = client.post(f"{page}/notities", data={"text": " "}, headers={"Accept-Language": "en"})
    kept = client.post(f"{page}/notities", data={"text": "Belt <b>terug</b>"})

    assert empty.status_code == 422
    assert kept.status_code == 303
    shown = look(client, page).text
    for words in ("Dik", "waiting list, number 2", "Je staat op de wachtlijst", "Robin"):
        assert words in shown
    assert "Belt &lt;b&gt;terug&lt;/b&gt;" in shown


@pytest.mark.usefixtures("organiser")
def test_a_registration_of_another_activity_is_not_there(
    client: FlaskClient, activity: Activity
) -> None:
    other = make.registration()

    assert client.get(f"{table(activity)}/{other.id}").status_code == 404
    assert client.get(f"{table(other.activity)}/{other.id}").status_code == 403


@pytest.mark.usefixtures("organiser")
def test_many_rows_ask_the_database_no_more_than_few(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    def asked() -> int:
        db.session.expunge_all()
        queries.clear()
        assert look(client, table(activity)).status_code == 200
        return len(queries)

    ggd = make.organisation()
    for n in range(10):
        somebody(activity, f"Persoon {n}", organisation=ggd, status=Status.WAITING)
    few = asked()
    for n in range(10, 200):
        moment = NOW - timedelta(minutes=n)
        somebody(activity, f"Persoon {n}", organisation=ggd, registered_at=moment)
    assert asked() <= few <= 12


@pytest.mark.usefixtures("organiser")
def test_pages_of_fifty(client: FlaskClient, activity: Activity) -> None:
    for n in range(51):
        somebody(activity, f"Persoon {n:02}")
    activity.capacity = activity.taken = 51
    make.saved(activity)

    assert len(names(look(client, table(activity)).text)) == 50
    assert names(look(client, f"{table(activity)}?page=2").text) == ["Persoon 00"]


@pytest.mark.usefixtures("organiser")
def test_what_is_searched_for_has_pages_too(client: FlaskClient, activity: Activity) -> None:
    for n in range(51):
        somebody(activity, f"Persoon {n:02}")
    somebody(activity, "Ans")
    sought = f"{table(activity)}?q=persoon&sort=naam"

    first, last = (look(client, f"{sought}&page={page}").text for page in (1, 2))

    assert names(first) == [f"Persoon {n:02}" for n in range(50)]
    assert names(last) == ["Persoon 50"]
    assert "51 registrations" in first
