"""Numbers in registers: asked where they count, and corrected by their holder alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.audit.models import TrailRow
from rok_events.db import db, transaction
from rok_events.people import queries as people
from rok_events.people import register_actions, register_queries
from rok_events.web import signing
from tests import make
from tests.registrations.reading import ENGLISH, form_of, look, only, register

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.people.models import Person

BIG = "09012345601"


@pytest.fixture
def accredited(database: None) -> Activity:
    return make.activity(
        accreditations=[["BIG-register", "1", "", "", ""], ["ABAN", "", "", "", ""]]
    )


def have(person: Person, **numbers: str) -> None:
    with transaction():
        register_actions.give(person.id, numbers)


def found(email: str) -> int:
    return people.ids_by_email([email])[email]


def test_a_number_is_asked_only_where_it_counts(client: FlaskClient, accredited: Activity) -> None:
    asked = look(client, form_of(accredited)).text
    not_asked = look(client, form_of(make.activity())).text

    assert 'name="register_big"' in asked
    assert "used for nothing else" in asked
    assert "register_skj" not in asked
    assert "register_" not in not_asked


def test_whoever_registers_gives_a_number_or_none(
    client: FlaskClient, accredited: Activity
) -> None:
    wrong = register(client, accredited, register_big="123")
    register(client, accredited, email="zonder@example.org", register_big="")
    right = register(client, accredited, register_big="BIG 0901-2345601")

    assert wrong.status_code == 422
    assert "123 is not a number of BIG" in wrong.text
    assert 'value="123"' in wrong.text
    assert right.status_code == 303
    assert register_queries.numbers(found("noor@example.org")) == {"BIG": BIG}
    assert register_queries.numbers(found("zonder@example.org")) == {}


def test_who_types_the_address_of_another_changes_no_number(
    client: FlaskClient, accredited: Activity
) -> None:
    noor = make.person(email="noor@example.org")
    have(noor, BIG=BIG)

    register(client, accredited, register_big="19999999999")

    assert register_queries.numbers(noor.id) == {"BIG": BIG}


def test_the_personal_page_leads_to_ones_number(client: FlaskClient, accredited: Activity) -> None:
    own = make.registration(activity=accredited)
    page = f"/aanmelding/{own.token}/registers"
    have(own.person, BIG=BIG)

    assert f'href="{page}"' in look(client, f"/aanmelding/{own.token}").text
    assert f'value="{BIG}"' in look(client, page).text
    wrong = client.post(page, data={"register_big": "geen"}, headers=ENGLISH)
    corrected = client.post(page, data={"register_big": "19012345601"}, headers=ENGLISH)

    assert (wrong.status_code, corrected.status_code) == (422, 303)
    assert register_queries.numbers(own.person_id) == {"BIG": "19012345601"}


def test_an_activity_without_accreditation_has_no_page_for_it(client: FlaskClient) -> None:
    own = make.registration()

    assert "/registers" not in look(client, f"/aanmelding/{own.token}").text
    assert look(client, f"/aanmelding/{own.token}/registers").status_code == 404


def test_all_numbers_are_under_my_registrations(client: FlaskClient, accredited: Activity) -> None:
    own = make.registration(activity=accredited)
    have(own.person, BIG=BIG)
    token = signing.sign("overview", str(own.person_id))
    page = f"/mijn/{token}/registers"

    assert f'href="{page}"' in look(client, f"/mijn/{token}").text
    data = {"register_big": "", "register_nip": "123456"}
    assert client.post(page, data=data, headers=ENGLISH).status_code == 303

    assert register_queries.numbers(own.person_id) == {"NIP": "00123456"}
    assert look(client, "/mijn/x/registers").status_code == 404


def test_the_trail_tells_that_a_number_was_given_and_never_which(
    client: FlaskClient, accredited: Activity
) -> None:
    register(client, accredited, register_big=BIG)

    rows = db.session.scalars(select(TrailRow).where(TrailRow.thing == "register_number")).all()
    assert [row.person_id for row in rows] == [only().person_id]
    assert BIG not in "".join(str(vars(row)) for row in rows)
