"""The form of an activity: a new one, a row of them, and one that is there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities import queries as activity_queries
from rok_events.activities.kinds import Kind
from rok_events.activities.models import Activity, ProgrammeItem
from rok_events.activities.rules import Setting, State
from rok_events.core import clock
from rok_events.db import db
from tests import make
from tests.make import SPRING

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.communities.models import Community

NEW = "/beheer/activiteiten/nieuw"
WEEK = timedelta(days=7)


def filled(rok: Community, **given: str) -> dict[str, str]:
    """Return what a browser sends of a form with the least that must be filled in."""
    return {
        "press": "save",
        "kind": "casustafel",
        "community_id": str(rok.id),
        "title": "Casustafel hechting",
        "setting": "on_site",
        "sessions-0-day": "2027-04-13",
        "sessions-0-begins": "13:30",
    } | given


def days(answer: TestResponse) -> list[str]:
    """Return the days in the rows of a form."""
    return re.findall(r'name="sessions-\d+-day"[^>]*value="([^"]*)"', answer.text)


def only() -> Activity:
    """Return the one activity that there is."""
    return db.session.query(Activity).one()


def test_a_new_activity_needs_little_and_follows_its_kind(
    client: FlaskClient, rok: Community
) -> None:
    assert "Wat voor activiteit is het?" in client.get(NEW).text

    answer = client.post(NEW, data=filled(rok), follow_redirects=True)

    made = only()
    assert "Bewaard als concept" in answer.text
    assert (made.state, made.capacity, made.community_id) == (State.DRAFT, 10, rok.id)
    assert f"{made.starts_at.astimezone(clock.AMSTERDAM):%d-%m-%Y %H.%M}" == "13-04-2027 13.30"
    assert made.ends_at - made.starts_at == timedelta(hours=2)
    assert made.starts_at - made.closes_at == timedelta(days=1)


def test_everything_of_the_form_is_kept(client: FlaskClient, rok: Community) -> None:
    texts = {
        "summary": "Eén zin.",
        "description": "Alinea",
        "audience": "Iedereen",
        "hosted_by": "Noor, Sam",
        "contact_email": "Noor@Example.org",
        "place_name": "De Hip",
        "place_address": "Brink 1",
        "place_notes": "Er is een lift.",
        "online_url": "https://meet.example.org/x",
    }
    rest = {
        "setting": "hybrid",
        "capacity": "12",
        "closes_at": "2027-04-10T12:00",
        "frees_at_once": "y",
        "by_invitation": "y",
        "sessions-0-ends": "16:00",
        "sessions-0-title": "Eerste keer",
        "programme-3-at": "14:00",
        "programme-3-title": "Opening",
        "programme-3-note": "Door Noor",
    }

    client.post(NEW, data=filled(rok, **texts, **rest))

    made = only()
    assert {name: getattr(made, name) for name in texts} == texts | {
        "contact_email": "noor@example.org"
    }
    assert (made.setting, made.capacity, made.frees_at_once) == (Setting.HYBRID, 12, True)
    assert made.by_invitation
    assert made.closes_at.isoformat() == "2027-04-10T10:00:00+00:00"
    assert made.sessions[0].title == "Eerste keer"
    assert [(p.title, p.note) for p in made.programme] == [("Opening", "Door Noor")]
    assert made.programme[0].starts_at - made.starts_at == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"kind": ""}, "Kies wat voor activiteit", id="kind"),
        pytest.param({"title": " "}, "Geef de activiteit een titel", id="title"),
        pytest.param({"title": "x" * 201}, "hoogstens 200 tekens", id="long"),
        pytest.param({"community_id": "999"}, "Netwerk", id="community"),
        pytest.param({"sessions-0-day": ""}, "Vul de dag van deze bijeenkomst in", id="day"),
        pytest.param({"sessions-0-day": "x"}, "Vul een datum in", id="no day"),
        pytest.param({"sessions-0-begins": ""}, "hoe laat deze bijeenkomst begint", id="time"),
        pytest.param({"sessions-0-begins": "25:00"}, "Vul een tijd in", id="no time"),
        pytest.param({"sessions-0-ends": "13:00"}, "eindigen", id="backwards"),
        pytest.param({"capacity": "0"}, "tussen 1 en", id="places"),
        pytest.param({"capacity": "tien"}, "Aantal plaatsen", id="no number"),
        pytest.param({"setting": "online"}, "webadres", id="online"),
        pytest.param({"contact_email": "noor"}, "E-mailadres", id="address"),
        pytest.param({"closes_at": "2027-05-01T10:00"}, "sluit", id="closing"),
        pytest.param({"programme-0-at": "14:00"}, "wat er in dit onderdeel", id="part"),
        pytest.param({"programme-0-title": "Soep"}, "hoe laat dit onderdeel", id="part's time"),
    ],
)
def test_a_mistake_is_told_at_its_field(
    client: FlaskClient, rok: Community, given: dict[str, str], sentence: str
) -> None:
    answer = client.post(NEW, data=filled(rok, **given))

    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert sentence in answer.text
    assert db.session.query(Activity).count() == 0


def test_rows_come_and_go_by_buttons(client: FlaskClient, rok: Community) -> None:
    more = client.post(NEW, data=filled(rok, press="session"))
    assert (more.status_code, days(more)) == (200, ["2027-04-13", "2027-04-20"])

    two = filled(rok, **{"sessions-1-day": "2027-04-20", "sessions-1-begins": "13:30"})
    less = client.post(NEW, data=two | {"press": "unsession-0"})
    assert days(less) == ["2027-04-20"]
    assert days(client.post(NEW, data=filled(rok, press="unsession-0"))) == ["2027-04-13"]

    part = client.post(NEW, data=filled(rok, press="point"))
    assert 'name="programme-0-at"' in part.text
    gone = client.post(NEW, data=filled(rok, press="unpoint-0", **{"programme-0-at": "14:00"}))
    assert 'name="programme-0-at"' not in gone.text


def test_a_series_is_filled_in_past_the_holidays(client: FlaskClient, rok: Community) -> None:
    wish = {"press": "fill", "rhythm": "twee-weken", "number": "3", "past_holidays": "y"}

    answer = client.post(NEW, data=filled(rok, **wish))

    assert days(answer) == ["2027-04-13", "2027-05-11", "2027-05-25"]
    assert "Koningsdag" in answer.text
    assert 'value="apart" checked' in " ".join(answer.text.split()) or re.search(
        r'<input[^>]*checked[^>]*value="apart"', answer.text
    )


def test_who_saves_a_series_sees_its_days_first(client: FlaskClient, rok: Community) -> None:
    answer = client.post(NEW, data=filled(rok, rhythm="week", number="3"))

    assert days(answer) == ["2027-04-13", "2027-04-20", "2027-04-27"]
    assert "Dit zijn de dagen van de reeks." in answer.text
    assert db.session.query(Activity).count() == 0


@pytest.mark.parametrize(
    "wish", [{"sessions-0-day": ""}, {"number": "0"}, {"rhythm": "x"}, {"rhythm": ""}]
)
def test_a_series_needs_something_to_begin_with(
    client: FlaskClient, rok: Community, wish: dict[str, str]
) -> None:
    given = filled(rok, press="fill", rhythm="week", number="3") | wish

    answer = client.post(NEW, data=given)

    assert answer.status_code == 200
    assert len(days(answer)) <= 1
    assert "rok-field__error" in answer.text


def test_a_series_becomes_a_row_of_activities(client: FlaskClient, rok: Community) -> None:
    given = {
        "apart": "apart",
        "sessions-1-day": "2027-04-20",
        "sessions-1-begins": "14:00",
        "closes_at": "2027-04-12T12:00",
        "programme-0-at": "14:00",
        "programme-0-title": "Opening",
    }

    answer = client.post(NEW, data=filled(rok, **given), follow_redirects=True)

    assert "2 activiteiten bewaard als concept" in answer.text
    first, second = db.session.query(Activity).order_by(Activity.starts_at)
    assert first.series == second.series != ""
    assert [len(one.sessions) for one in (first, second)] == [1, 1]
    assert second.programme[0].starts_at.astimezone(clock.AMSTERDAM).date() == date(2027, 4, 20)
    assert second.closes_at > first.closes_at


def test_a_draft_is_changed_in_everything(client: FlaskClient, rok: Community) -> None:
    draft = make.activity(community=rok, state=State.DRAFT, sessions=[SPRING, SPRING + WEEK])
    address = f"/beheer/activiteiten/{draft.id}/wijzigen"
    page = client.get(address)
    assert days(page) == ["2027-04-01", "2027-04-08"]
    kept = draft.sessions[1].id

    given = {"kind": "training", "sessions-0-id": str(kept), "press": "save"}
    answer = client.post(address, data=filled(rok, **given))

    assert answer.status_code == 303
    assert (draft.kind, [one.id for one in draft.sessions]) == (Kind.TRAINING, [kept])
    assert draft.slug == "casustafel-hechting"


def test_what_people_know_of_keeps_kind_and_sessions(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, capacity=10, taken=2)
    for _ in range(2):
        make.registration(activity=made)
    made.programme = [ProgrammeItem(starts_at=SPRING, title="Weg")]
    db.session.commit()
    address = f"/beheer/activiteiten/{made.id}/wijzigen"
    page = client.get(address).text
    assert 'name="kind"' not in page
    assert 'name="sessions-0-day"' not in page
    assert "blijven zoals ze zijn" in page

    given = filled(rok, place_name="De Hip", kind="training", capacity="12")
    answer = client.post(address, data=given, follow_redirects=True)

    assert "Nu vertellen" in answer.text
    assert (made.kind, made.capacity, made.place_name) == (Kind.CASUSTAFEL, 12, "De Hip")
    assert made.starts_at == SPRING
    assert list(made.programme) == []
    refused = client.post(address, data=given | {"capacity": "1"})
    assert refused.status_code == 422
    assert "al 2 mensen een plaats" in refused.text


def test_the_same_change_goes_through_the_row(client: FlaskClient, rok: Community) -> None:
    row = [
        make.activity(community=rok, series="rij", place_name="Oud", starts_at=SPRING + n * WEEK)
        for n in range(3)
    ]
    row[2].place_name = "Elders"
    db.session.commit()

    address = f"/beheer/activiteiten/{row[0].id}/wijzigen"
    given = filled(rok, place_name="Nieuw", title="Samen", following="y")
    assert "volgende activiteiten van de reeks" in client.get(address).text
    assert client.post(address, data=given).status_code == 303

    assert [one.place_name for one in row] == ["Nieuw", "Nieuw", "Elders"]
    assert row[1].starts_at == SPRING + WEEK


def test_what_was_cancelled_is_not_changed(client: FlaskClient, rok: Community) -> None:
    made = make.activity(community=rok, state=State.CANCELLED)

    assert client.get(f"/beheer/activiteiten/{made.id}/wijzigen").status_code == 409


def test_nothing_is_planned_in_somebody_elses_network(client: FlaskClient, rok: Community) -> None:
    other = make.community()
    draft = make.activity(community=rok, state=State.DRAFT)

    for address in (NEW, f"/beheer/activiteiten/{draft.id}/wijzigen"):
        answer = client.post(address, data=filled(other))
        assert answer.status_code in {403, 422}
    assert draft.community_id == rok.id
    assert activity_queries.is_taken("casustafel-hechting") is False


def test_who_saves_a_series_is_told_that_its_days_come_first(
    client: FlaskClient, rok: Community
) -> None:
    series = {"rhythm": "week", "number": "3"}

    held = client.post(NEW, data=filled(rok, **series))
    asked = client.post(NEW, data=filled(rok, press="fill", **series))

    assert "Nog niet bewaard" in held.text
    assert days(held) == days(asked) == ["2027-04-13", "2027-04-20", "2027-04-27"]
    assert "Nog niet bewaard" not in asked.text
    assert db.session.query(Activity).count() == 0


def test_mistakes_stand_in_the_order_of_the_page(client: FlaskClient, rok: Community) -> None:
    answer = client.post(NEW, data=filled(rok, kind="", title=""))

    summary = answer.text.partition('id="errors"')[2]
    assert summary.index("Kies wat voor activiteit") < summary.index("Geef de activiteit een titel")
