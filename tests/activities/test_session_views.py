"""The organisers' pages of one session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities.rules import State
from rok_events.core import clock
from rok_events.db import db
from tests import make
from tests.make import SPRING

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community

WEEK = timedelta(days=7)


def test_a_session_is_moved_and_the_notice_tells_when_people_hear(
    client: FlaskClient, rok: Community
) -> None:
    made = make.activity(community=rok, sessions=[SPRING, SPRING + WEEK])
    address = f"/beheer/sessies/{made.sessions[0].id}/verplaatsen"
    page = client.get(address).text
    assert 'value="2027-04-01"' in page
    assert 'value="13:30"' in page
    assert "Schuif alles wat erna komt evenveel op" in page

    data = {"day": "2027-04-02", "begins": "14:00", "ends": "16:30", "following": "y"}
    answer = client.post(address, data=data, follow_redirects=True)

    assert "Deelnemers krijgen om 11.05 bericht van de wijziging" in answer.text
    shown = [f"{one.starts_at.astimezone(clock.AMSTERDAM):%d %H.%M}" for one in made.sessions]
    assert shown == ["02 14.00", "09 14.00"]
    assert made.sessions[1].ends_at - made.sessions[1].starts_at == timedelta(hours=2.5)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param({"day": "2020-01-01", "begins": "14:00"}, "verleden", id="past"),
        pytest.param(
            {"day": "2027-04-02", "begins": "14:00", "ends": "13:00"}, "eindigen", id="backwards"
        ),
        pytest.param({"day": "", "begins": ""}, "Vul de dag", id="empty"),
    ],
)
def test_times_that_make_no_sense_are_told_at_the_box(
    client: FlaskClient, rok: Community, data: dict[str, str], sentence: str
) -> None:
    made = make.activity(community=rok)
    for address in (
        f"/beheer/sessies/{made.sessions[0].id}/verplaatsen",
        f"/beheer/activiteiten/{made.id}/bijeenkomsten/nieuw",
    ):
        answer = client.post(address, data=data)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert (len(made.sessions), made.sessions[0].starts_at) == (1, SPRING)


def test_what_has_begun_is_not_moved(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, starts_at=clock.now())

    assert client.get(f"/beheer/sessies/{made.sessions[0].id}/verplaatsen").status_code == 409


def test_a_session_is_added_a_week_later(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok)
    address = f"/beheer/activiteiten/{made.id}/bijeenkomsten/nieuw"
    assert 'value="2027-04-08"' in client.get(address).text

    client.post(address, data={"day": "2027-04-08", "begins": "13:30", "title": "Terugkomdag"})

    assert [one.title for one in made.sessions] == ["", "Terugkomdag"]
    assert made.sessions[1].ends_at - made.sessions[1].starts_at == timedelta(hours=2)


def test_a_session_is_cancelled_with_a_reason(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, sessions=[SPRING, SPRING + WEEK])
    address = f"/beheer/sessies/{made.sessions[1].id}/afgelasten"
    assert "De andere bijeenkomsten gaan door" in client.get(address).text

    assert client.post(address).status_code == 422
    answer = client.post(address, data={"reason": "De zaal is dicht."}, follow_redirects=True)

    assert "De zaal is dicht." in answer.text
    assert made.sessions[1].cancelled_at == clock.now()
    assert client.get(address).status_code == 409


def test_a_session_of_a_draft_is_removed(client: FlaskClient, rok: Community) -> None:
    draft = make.activity(community=rok, state=State.DRAFT, sessions=[SPRING, SPRING + WEEK])

    client.post(f"/beheer/sessies/{draft.sessions[0].id}/verwijderen")

    db.session.expire_all()
    assert [one.number for one in draft.sessions] == [2]
