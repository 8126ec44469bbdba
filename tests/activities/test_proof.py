"""What a certificate asks for, and what registers of professionals give for taking part."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities import actions, planning
from rok_events.activities.rules import Accreditation
from rok_events.db import db
from tests import make
from tests.activities.plans import plan
from tests.visitors import sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

SKJ = Accreditation("SKJ", "123-4", "4.5", "2027-01-01", "2027-12-31")
FIRST = {
    "accreditations-0-register": "SKJ",
    "accreditations-0-number": "123-4",
    "accreditations-0-points": "4.50",
    "accreditations-0-starts_on": "2027-01-01",
    "accreditations-0-ends_on": "2027-12-31",
}


@pytest.fixture
def made(client: FlaskClient) -> Activity:
    """An activity that the visitor may change."""
    activity = make.activity()
    sign_in(client, make.account(Role.ORGANISER, in_=activity.community))
    return activity


def filled(activity: Activity, **given: str) -> dict[str, str]:
    return {"press": "save", "title": activity.title, "setting": "on_site"} | given


@pytest.mark.usefixtures("database")
def test_a_copy_is_accredited_in_the_same_way() -> None:
    first = actions.plan(
        plan(community_id=make.community().id, minimum_presence=80, accreditations=(SKJ,))
    )
    db.session.expire_all()

    made = actions.copy(first.id, "Opnieuw", date(2027, 9, 2))

    assert planning.plan_of(made).accreditations == (SKJ,)
    assert made.minimum_presence == 80


def test_registers_are_filled_in_and_shown(client: FlaskClient, made: Activity) -> None:
    address = f"/beheer/activiteiten/{made.id}/wijzigen"
    more = client.post(address, data=filled(made, press="register"))
    assert 'name="accreditations-0-register"' in more.text

    data = filled(made, minimum_presence="80", **FIRST)
    answer = client.post(address, data=data, follow_redirects=True)

    assert planning.plan_of(made).accreditations == (SKJ,)
    assert "vanaf 80% aanwezigheid" in answer.text
    assert "SKJ, 4,5 punten, nummer 123-4" in answer.text
    assert 'value="4.5"' in client.get(address).text
    public = client.get(f"/activiteiten/{made.slug}", headers={"Accept-Language": "en"}).text
    assert re.search(r"<strong>SKJ</strong>, 4.5 points\s.*accreditation 123-4", public)
    assert "at least 80% of the time" in public
    less = client.post(address, data=filled(made, press="unregister-0", **FIRST))
    assert 'name="accreditations-0-register"' not in less.text


def test_a_register_is_chosen_and_what_was_typed_before_stays(
    client: FlaskClient, made: Activity
) -> None:
    made.accreditations = [["Kwaliteitsregister Jeugd", "1", "", "", ""], ["ABAN", "2", "", "", ""]]
    db.session.commit()
    address = f"/beheer/activiteiten/{made.id}/wijzigen"

    page = client.get(address).text

    assert '<option selected value="SKJ">SKJ</option>' in page
    assert '<option selected value="ABAN">ABAN</option>' in page
    assert '<option value="V&amp;V' in page
    old = {"accreditations-1-register": "ABAN", "accreditations-1-number": "2"}
    client.post(address, data=filled(made, **FIRST, **old))
    assert [one.register for one in planning.plan_of(made).accreditations] == ["SKJ", "ABAN"]


@pytest.mark.parametrize("said", ["<script>x</script>", "\x00a\nb", "9" * 20_000, "\u202e\u0661"])
def test_hostile_names_of_registers_stay_words(
    client: FlaskClient, made: Activity, said: str
) -> None:
    data = filled(made, **(FIRST | {"accreditations-0-register": said}))

    saved = client.post(f"/beheer/activiteiten/{made.id}/wijzigen", data=data)
    page = client.get(f"/beheer/activiteiten/{made.id}/wijzigen").text
    (kept,) = planning.plan_of(made).accreditations

    assert saved.status_code == 303
    assert "<script>x" not in page
    assert len(kept.register) <= 100
    assert kept.register.isprintable()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"minimum_presence": "101"}, "percentage", id="share"),
        pytest.param({"accreditations-0-register": ""}, "welk register", id="name"),
        pytest.param({"accreditations-0-points": "-1"}, "aantal punten", id="points"),
        pytest.param({"accreditations-0-ends_on": "2026-01-01"}, "niet voor de eerste", id="days"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(
    client: FlaskClient, made: Activity, given: dict[str, str], sentence: str
) -> None:
    data = filled(made, **(FIRST | given))

    answer = client.post(f"/beheer/activiteiten/{made.id}/wijzigen", data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert made.accreditations == []
