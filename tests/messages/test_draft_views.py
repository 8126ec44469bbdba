"""Pages of drafts: to write, to look first, to try on oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.messages.models import Message
from rok_events.messages.rules import Group
from tests import make
from tests.conftest import NOW
from tests.messages.pages import FILLED, message, place, write

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_who_writes_sees_first_how_it_looks_and_who_gets_it(organiser: FlaskClient) -> None:
    activity = make.activity()
    noor = make.registration(activity=activity, person=make.person(name="Noor Smit"))
    make.registration(activity=activity, person=make.person(name="Sam Visser", email=None))

    answer = write(organiser, activity)
    page = organiser.get(answer.location).text

    assert answer.status_code == 303
    assert "Beste Noor Smit," in page
    assert "<li>een pen</li>" in page
    assert "1 persoon krijgt dit" in page
    assert "Sam Visser: We hebben geen e-mailadres" in page
    assert noor.token not in page
    assert db.session.scalars(select(OutgoingMail.purpose)).all() in ([], ["sign_in"])


def test_it_can_be_seen_as_another_reader_gets_it(organiser: FlaskClient) -> None:
    activity = make.activity()
    make.registration(activity=activity, person=make.person(name="Anna"))
    other = make.registration(activity=activity, person=make.person(name="Bert"))
    address = write(organiser, activity).location

    assert "Beste Bert," in organiser.get(f"{address}?aan={other.person_id}").text
    assert "Beste Anna," in organiser.get(f"{address}?aan=0").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("body", "Dag {voornaam}", "We kennen {voornaam} niet. Je kunt {naam}, {activiteit}"),
        ("subject", "{titel}", "We kennen {titel} niet."),
        ("body", "[klik]({plaats})", "Een link kan niet naar {plaats} gaan"),
        ("body", " ", "Schrijf een bericht."),
        ("subject", "", "Vul een onderwerp in."),
        ("subject", "x" * 151, "Een onderwerp heeft hoogstens 150 tekens."),
        ("group", "everybody", "Ongeldige keuze."),
        ("reply_to", "boef@example.org", "Ongeldige keuze."),
        ("organisation", "999999", "Ongeldige keuze."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(
    organiser: FlaskClient, field: str, typed: str, said: str
) -> None:
    activity = make.activity()

    answer = write(organiser, activity, **{field: typed})

    assert answer.status_code == 422
    assert said in answer.text
    kept = "Neem een pen mee" if field != "subject" else "Beste {naam},"
    assert kept in answer.text
    assert db.session.scalars(select(Message)).all() == []


def test_present_and_absent_are_there_once_it_has_begun(organiser: FlaskClient) -> None:
    coming, begun = make.activity(), make.activity(starts_at=NOW)

    assert "Wie er was" not in organiser.get(f"{place(coming)}/nieuw").text
    assert "Wie er was" in organiser.get(f"{place(begun)}/nieuw").text


def test_a_draft_is_changed_and_thrown_away(organiser: FlaskClient) -> None:
    activity = make.activity()
    address = write(organiser, activity).location

    form = organiser.get(f"{address}/wijzigen").text
    changed = organiser.post(
        f"{address}/wijzigen", data=FILLED | {"subject": "Neem niets mee", "group": "waiting"}
    )

    assert 'value="Neem een pen mee"' in form
    assert changed.status_code == 303
    assert (message().subject, message().group) == ("Neem niets mee", Group.WAITING)
    assert "Er is niemand in deze groep" in organiser.get(address).text
    assert organiser.post(f"{address}/verwijderen").status_code == 303
    assert organiser.get(address).status_code == 404


def test_a_test_mail_goes_to_oneself(organiser: FlaskClient) -> None:
    activity = make.activity()
    make.registration(activity=activity)
    address = write(organiser, activity).location

    answer = organiser.post(f"{address}/proef", follow_redirects=True)

    assert "Er is een proefmail onderweg naar lotte@example.org." in answer.text
    tests = select(OutgoingMail.recipient).where(OutgoingMail.purpose == "message_test")
    assert db.session.scalars(tests).all() == ["lotte@example.org"]


def test_a_test_mail_works_without_anybody_in_the_group(organiser: FlaskClient) -> None:
    address = write(organiser, make.activity()).location

    assert organiser.post(f"{address}/proef").status_code == 303
