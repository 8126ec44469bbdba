"""The pages of presence lists: what is there to paste, why it is not, and that it is noted."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.core.sheets import read
from rok_events.db import db, transaction
from rok_events.people import register_actions
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def held(client: FlaskClient) -> Activity:
    """An activity that was held yesterday, closed, and accredited by two registers."""
    accreditations = [["BIG", "ID-77", "4", "", ""], ["SKJ", "", "2", "", ""]]
    made = make.activity(
        title="Training hechting",
        starts_at=YESTERDAY,
        accreditations=accreditations,
        minimum_presence=80,
    )
    made.sessions[0].list_closed_at = NOW
    visitors.sign_in(client, make.account(Role.ORGANISER, made.community))
    for name, number, share in (
        ("Zoë van den Berg", "09012345601", 1.0),
        ("Ada Bakker", "19012345602", 1.0),
        ("Bo Zonder", "", 1.0),
        ("Cas Kort", "29012345603", 0.5),
    ):
        person = make.person(name=name)
        make.registration(activity=made, person=person)
        make.attendance(session=made.sessions[0], person=person, share=share)
        with transaction():
            register_actions.give(person.id, {"BIG": number})
    return made


def page_of(activity: Activity, rest: str = "") -> str:
    return f"/beheer/activiteiten/{activity.id}/registers{rest}"


def test_the_numbers_are_there_to_be_pasted_one_on_a_line(
    client: FlaskClient, held: Activity
) -> None:
    page = client.get(page_of(held, "/big")).text
    bare = client.get(page_of(held, "/big?kaal=1")).text

    assert ">BIG-19012345602\nBIG-09012345601</textarea>" in page
    assert ">19012345602\n09012345601</textarea>" in bare
    assert "ID-77" in page
    assert "Cas Kort</a> was er korter" in page


def test_the_tab_that_leads_there_says_where_one_is(client: FlaskClient, held: Activity) -> None:
    page = client.get(page_of(held)).text

    certificates = f"/beheer/activiteiten/{held.id}/certificaten"
    assert f'<a href="{certificates}" aria-current="page">' in page
    assert f'<a href="/beheer/activiteiten/{held.id}" aria-current="page">' not in page


def test_who_is_left_out_is_told_with_a_link_to_mend_it(
    client: FlaskClient, held: Activity
) -> None:
    page = client.get(page_of(held)).text

    assert "Er staan 2 mensen op de lijst" in page
    assert "/registers/big" in page
    assert "Bo Zonder</a> gaf geen nummer" in page
    assert "09012345601" not in page


def test_a_register_that_granted_nothing_yet_gives_no_list(
    client: FlaskClient, held: Activity
) -> None:
    page = client.get(page_of(held)).text
    asked = client.get(page_of(held, "/skj"))
    unknown = client.get(page_of(held, "/nip"))

    assert "De accreditatie heeft nog geen nummer" in page
    assert (asked.status_code, unknown.status_code) == (409, 404)
    assert "De accreditatie heeft nog geen nummer" in asked.text


def test_before_the_list_is_closed_there_is_none(client: FlaskClient, held: Activity) -> None:
    held.sessions[0].list_closed_at = None
    db.session.commit()

    assert "is nog niet gesloten" in client.get(page_of(held)).text
    assert client.get(page_of(held, "/big")).status_code == 409
    assert client.get(page_of(held, "/big.csv")).status_code == 409


def test_the_file_has_numbers_and_names_and_keeps_its_zeros(
    client: FlaskClient, held: Activity
) -> None:
    text = client.get(page_of(held, "/big.csv")).data.decode("utf-8-sig")
    book = client.get(page_of(held, "/big.xlsx?kaal=1"))

    rows = [*csv.reader(io.StringIO(text), delimiter=";")]
    assert rows[1:] == [
        ["BIG-19012345602", "Ada Bakker"],
        ["BIG-09012345601", "Zoë van den Berg"],
    ]
    assert "big-training-hechting-2027-01-14.xlsx" in book.headers["Content-Disposition"]
    assert read(book.data, "x.xlsx", ())[2].cells == ["09012345601", "Zoë van den Berg"]


def test_opening_and_downloading_a_list_stand_in_the_trail(
    client: FlaskClient, held: Activity
) -> None:
    for rest in ("", "/big", "/big.csv"):
        client.get(page_of(held, rest))

    rows = db.session.scalars(
        select(TrailRow).where(TrailRow.thing.contains("presence list for a register"))
    ).all()
    assert {row.thing.split()[-1] for row in rows} == {"opened.", "downloaded."}
    assert {row.activity_id for row in rows} == {held.id}
    assert all("BIG" in row.told and "0901" not in row.told for row in rows)


def test_each_group_of_a_training_has_its_own_list(client: FlaskClient, held: Activity) -> None:
    other = make.activity(
        community=held.community, starts_at=YESTERDAY, accreditations=[["BIG", "ID-77", "", "", ""]]
    )
    other.sessions[0].list_closed_at = NOW
    db.session.commit()

    assert "Er staan 0 mensen op de lijst" in client.get(page_of(other)).text


def test_an_activity_without_accreditation_says_where_to_fill_it_in(client: FlaskClient) -> None:
    made = make.activity()
    visitors.sign_in(client, make.account(Role.ORGANISER, made.community))

    assert f"/beheer/activiteiten/{made.id}/wijzigen" in client.get(page_of(made)).text


def test_the_numbers_of_other_networks_are_not_for_you(client: FlaskClient, held: Activity) -> None:
    elsewhere = make.activity(accreditations=held.accreditations)

    assert client.get(page_of(elsewhere)).status_code == 403
    assert client.get(page_of(elsewhere, "/big.csv")).status_code == 403
