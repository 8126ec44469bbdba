"""Handing a place over to a colleague, from the personal page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.rules import State
from rok_events.core.personal import Subject
from rok_events.db import db
from rok_events.registrations import actions
from rok_events.registrations.models import Note, Registration
from rok_events.registrations.personal import PERSONAL
from rok_events.registrations.rules import Deed, Status
from tests import make
from tests.registrations.applying import noor
from tests.registrations.reading import ENGLISH, look, sent

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

COLLEAGUE = {"name": "Eva Kok", "email": "eva@example.org", "no_organisation": "y"}


def hand_over(client: FlaskClient, giver: Registration, **changes: str) -> TestResponse:
    address = f"/aanmelding/{giver.token}/overdragen"
    return client.post(address, data=COLLEAGUE | changes, headers=ENGLISH)


def of(email: str) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.person.has(email=email))
    ).one()


def test_a_colleague_gets_place_mail_and_a_page_of_their_own(client: FlaskClient) -> None:
    activity = make.activity(capacity=1)
    make.organisation(name="De Kern")
    giver = actions.register(activity.id, noor(organisation="De Kern", locale="en"))
    waiting = actions.register(activity.id, noor(email="ans@example.org"))
    db.session.commit()
    before = len(sent())

    form = look(client, f"/aanmelding/{giver.token}/overdragen")
    answer = hand_over(client, giver)

    assert 'value="De Kern"' in form.text
    assert answer.location == f"/aanmelding/{giver.token}"
    page = look(client, answer.location).text
    assert "Eva Kok has your place now, and gets a mail." in page
    assert "You are not registered any more." in page
    taker = of("eva@example.org")
    assert (taker.status, waiting.status) == (Status.CONFIRMED, Status.WAITING)
    mails = {mail.recipient: mail for mail in sent()[before:]}
    assert set(mails) == {"noor@example.org", "eva@example.org"}
    assert "Your place goes to Eva Kok." in mails["noor@example.org"].text
    assert "Noor de Wit arranged this for you." in mails["eva@example.org"].text
    assert f"/aanmelding/{taker.token}" in mails["eva@example.org"].text
    assert giver.token not in mails["eva@example.org"].text
    assert mails["eva@example.org"].calendar_method == "REQUEST"


def test_a_colleague_who_is_registered_is_refused_kindly(client: FlaskClient) -> None:
    giver = make.registration()
    make.registration(activity=giver.activity, person=make.person(email="eva@example.org"))

    answer = hand_over(client, giver)

    assert answer.status_code == 409
    assert "registered for this activity already" in answer.text
    assert 'value="eva@example.org"' in answer.text
    assert giver.status is Status.CONFIRMED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Fill in a name."),
        ({"email": "eva"}, "Fill in an e-mail address such as name@example.org."),
        ({"no_organisation": ""}, "Fill in your organisation"),
    ],
)
def test_what_is_missing_is_told(client: FlaskClient, changes: dict[str, str], words: str) -> None:
    answer = hand_over(client, make.registration(), **changes)

    assert answer.status_code == 422
    assert words in answer.text


def test_where_there_is_nothing_to_hand_over(client: FlaskClient) -> None:
    discreet = make.activity(community=make.community(is_discreet=True))
    for registration, words in (
        (make.registration(status=Status.CANCELLED), "no place to hand over"),
        (make.registration(activity=make.activity(state=State.CANCELLED)), "was cancelled"),
        (make.registration(activity=discreet), "nobody sees who takes part"),
    ):
        page = f"/aanmelding/{registration.token}"
        assert "/overdragen" not in look(client, page).text
        for answer in (look(client, f"{page}/overdragen"), hand_over(client, registration)):
            assert answer.status_code == 409
            assert words in answer.text


@pytest.mark.usefixtures("database")
def test_notes_are_told_and_forgotten() -> None:
    registration = make.registration()
    other = make.registration()
    for one in (registration, other):
        actions.note(one, Deed.NOTED, "Belt terug")
    db.session.flush()
    subject = Subject(registration.person_id, registration.person.email or "")

    (told,) = PERSONAL.export(subject)["registration_note"]
    PERSONAL.erase(subject)

    assert told["text"] == "Belt terug"
    assert [*db.session.scalars(select(Note.text).order_by(Note.id))] == ["", "Belt terug"]
