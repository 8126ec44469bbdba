"""Closing a presence list, opening it again, and correcting it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.attendance import presence_queries
from rok_events.attendance.events import ListClosed, PresenceCorrected
from rok_events.attendance.models import Attendance, Stay
from rok_events.audit import chain
from rok_events.audit.models import TrailRow, TrailValue
from rok_events.core import events
from rok_events.db import db
from rok_events.people.models import Person
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.core.events import Event


@pytest.fixture
def activity(client: FlaskClient) -> Activity:
    """A casustafel from 8 to 10 o'clock in UTC, which is over; its organiser has signed in."""
    community = make.community(slug="rok", name="ROK Deventer")
    begins = NOW - timedelta(hours=2)
    activity = make.activity(community=community, starts_at=begins, title="Casustafel hechting")
    visitors.sign_in(client, make.account(Role.ORGANISER, community, name="Olga"))
    return activity


@pytest.fixture
def news(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is announced."""
    heard: list[Event] = []
    monkeypatch.setattr(events, "announce", heard.append)
    return heard


def page(activity: Activity, rest: str = "afsluiten") -> str:
    return f"/beheer/sessies/{activity.sessions[0].id}/{rest}"


def registered(activity: Activity, name: str) -> int:
    activity.taken += 1
    return make.registration(activity=activity, person=make.person(name=name)).person_id


def present(activity: Activity, person_id: int) -> Attendance:
    return make.attendance(
        session=activity.sessions[0], person=db.session.get_one(Person, person_id)
    )


def close(client: FlaskClient, activity: Activity) -> Any:
    return client.post(page(activity), follow_redirects=True)


def correct(client: FlaskClient, activity: Activity, person_id: int, **given: str) -> Any:
    data = {"reason": "Stond op de papieren lijst.", **given}
    return client.post(page(activity, f"verbeteren/{person_id}"), data=data)


def who_were_there() -> set[int]:
    return set(db.session.scalars(select(Attendance.person_id)))


def test_the_page_says_who_is_missing_and_closes_the_list(
    client: FlaskClient, activity: Activity, news: list[Event]
) -> None:
    registered(activity, "Jan van der Berg")
    before = client.get(page(activity)).text
    session = activity.sessions[0]

    after = close(client, activity).text

    assert "niet afgevinkt" in before
    assert "Jan van der Berg" in before
    assert "Olga heeft deze lijst afgesloten" in after
    assert news == [ListClosed(session_id=session.id, activity_id=activity.id)]
    assert presence_queries.is_closed(activity.id)

    close(client, activity)

    assert len(news) == 1


def test_a_list_is_not_closed_before_the_session_is_over(
    client: FlaskClient, activity: Activity
) -> None:
    activity.sessions[0].ends_at = NOW + timedelta(minutes=1)
    db.session.commit()

    assert "als de bijeenkomst voorbij is" in client.get(page(activity)).text
    assert client.post(page(activity)).status_code == 409
    assert not presence_queries.is_closed(activity.id)


def test_a_closed_list_takes_no_ticks_and_says_so(client: FlaskClient, activity: Activity) -> None:
    person_id = registered(activity, "Jan")
    close(client, activity)

    ticked = client.post(page(activity, "aanwezigheid"), data={"present": person_id})
    undone = client.post(page(activity, "aanwezigheid"), data={"absent": person_id})
    walked_in = client.post(page(activity, "inloper"), data={"name": "Noor"})

    assert [one.status_code for one in (ticked, undone, walked_in)] == [409] * 3
    assert "afgesloten" in client.get(page(activity, "aanwezigheid")).text
    assert who_were_there() == set()


def test_a_closed_list_offers_nothing_that_is_refused_and_leads_on(
    client: FlaskClient, activity: Activity
) -> None:
    activity.minimum_presence = 80
    present(activity, registered(activity, "Jan"))
    before = client.get(page(activity, "aanwezigheid")).text

    closed = close(client, activity).text
    after = client.get(page(activity, "aanwezigheid")).text

    for words in ("Ongedaan maken", "/scherm"):
        assert words in before
        assert words not in after.split("<template")[0]
    assert f"/beheer/activiteiten/{activity.id}/certificaten" in closed


def test_a_list_is_opened_again_only_with_a_reason(client: FlaskClient, activity: Activity) -> None:
    close(client, activity)

    refused = client.post(page(activity, "heropenen"), data={"reason": "  "})
    assert refused.status_code == 422
    client.post(page(activity, "heropenen"), data={"reason": "Tafel 3 ontbrak."})

    assert activity.sessions[0].list_closed_at is None
    assert "Tafel 3 ontbrak." in "".join(db.session.scalars(select(TrailValue.value)))
    again = client.post(page(activity, "heropenen"), data={"reason": "Nog eens."})
    assert again.status_code == 409


def test_a_presence_is_corrected_with_a_reason_that_stands_in_the_trail(
    client: FlaskClient, activity: Activity, news: list[Event]
) -> None:
    jan, els = registered(activity, "Jan"), registered(activity, "Els")
    present(activity, els)
    close(client, activity)
    news.clear()

    correct(client, activity, jan, present="ja")
    correct(client, activity, els, present="nee")

    assert who_were_there() == {jan}
    session = activity.sessions[0]
    assert [one for one in news if isinstance(one, PresenceCorrected)] == [
        PresenceCorrected(session_id=session.id, activity_id=activity.id, person_id=id_)
        for id_ in (jan, els)
    ]
    why = db.session.scalars(
        select(TrailRow.person_id)
        .where(TrailRow.thing == "A presence was corrected.")
        .order_by(TrailRow.number)
    )
    assert [*why] == [jan, els]
    assert chain.dumps((None, "Stond op de papieren lijst.")) in [
        *db.session.scalars(select(TrailValue.value))
    ]


def test_a_correction_without_a_reason_or_of_a_stranger_is_refused(
    client: FlaskClient, activity: Activity
) -> None:
    jan = registered(activity, "Jan")

    assert correct(client, activity, jan, present="ja", reason=" ").status_code == 422
    assert correct(client, activity, make.person().id, present="ja").status_code == 404
    assert who_were_there() == set()


def test_times_are_corrected_where_they_are_kept(client: FlaskClient, activity: Activity) -> None:
    jan = registered(activity, "Jan")
    client.post(page(activity, "tijden"), data={"asks_out": "ja"})

    wrong = correct(client, activity, jan, present="ja", came_at="10:00", left_at="09:30")
    correct(client, activity, jan, present="ja", came_at="09:00", left_at="10:30")

    assert wrong.status_code == 422
    stay = db.session.scalars(select(Stay)).one()
    assert (stay.came_at, stay.left_at) == (
        NOW - timedelta(hours=2),
        NOW - timedelta(minutes=30),
    )
    presence = presence_queries.of_activity(activity.id)[jan]
    assert (presence.share, presence.minutes) == (0.75, 90)
    assert "van 9.00 tot 10.30" in " ".join(client.get(page(activity)).text.split())


def test_the_share_is_kept_for_figures_when_the_list_is_closed(
    client: FlaskClient, activity: Activity
) -> None:
    client.post(page(activity, "tijden"), data={"asks_out": "ja"})
    half, outside = (present(activity, registered(activity, name)) for name in ("Jan", "Els"))
    make.saved(Stay(attendance_id=half.id, came_at=NOW - timedelta(hours=1)))
    early = NOW - timedelta(hours=3)
    make.saved(Stay(attendance_id=outside.id, came_at=early, left_at=early + timedelta(minutes=9)))

    close(client, activity)

    assert [*db.session.scalars(select(Attendance.share).order_by(Attendance.id))] == [0.5, 0.01]


def test_a_list_that_is_typed_over_afterwards_counts_for_the_whole_session(
    client: FlaskClient, activity: Activity
) -> None:
    client.post(page(activity, "tijden"), data={"asks_out": "ja"})
    jan = registered(activity, "Jan")
    client.post(page(activity, "aanwezigheid"), data={"present": jan})

    close(client, activity)

    assert presence_queries.of_activity(activity.id)[jan].share == 1
    assert [*db.session.scalars(select(Attendance.share))] == [1]


def test_a_host_closes_a_list_and_corrects_nothing(client: FlaskClient, activity: Activity) -> None:
    jan = registered(activity, "Jan")
    visitors.sign_in(client, make.account(Role.HOST, activity.community))

    text = close(client, activity).text

    assert "Verbeteren" not in text
    assert "Weer openen" not in text
    assert correct(client, activity, jan, present="ja").status_code == 403
    reopened = client.post(page(activity, "heropenen"), data={"reason": "Toch."})
    assert reopened.status_code == 403
