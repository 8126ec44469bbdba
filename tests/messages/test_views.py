"""Pages of messages: to write, to look first, to send, and to see what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages import reminder_queries, tasks
from rok_events.messages.models import Message, Recipient
from rok_events.messages.offsets import Schedule
from rok_events.messages.rules import Group, MessageState
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

FILLED = {
    "group": "confirmed",
    "organisation": "",
    "subject": "Neem een pen mee",
    "body": "Beste {naam},\n\n- een pen\n- papier\n\n[Jouw pagina]({link})",
    "reply_to": "organisatie@example.org",
    "form_key": "sleutel",
}


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """A browser in which an organiser has signed in."""
    visitors.sign_in(client, make.account(Role.ORGANISER, email="lotte@example.org"))
    return client


def place(activity: Activity) -> str:
    return f"/beheer/activiteiten/{activity.id}/berichten"


def write(organiser: FlaskClient, activity: Activity, **other: str) -> TestResponse:
    return organiser.post(f"{place(activity)}/nieuw", data=FILLED | other)


def message() -> Message:
    return db.session.scalars(select(Message)).one()


def key_on(page: str) -> str:
    """Return what the button to send tells of the group that was shown."""
    return page.partition('name="key"')[2].partition('value="')[2].partition('"')[0]


def let_the_worker_write() -> None:
    # What was read lies in a transaction that began before the requests: end it, or it undoes them.
    db.session.commit()
    tasks.write()


def test_an_empty_page_says_what_can_be_done(organiser: FlaskClient) -> None:
    activity = make.activity()

    page = organiser.get(place(activity)).text

    assert "Nog geen berichten" in page
    assert f"{place(activity)}/nieuw" in page
    assert "op donderdag 25 maart 2027, 12.30 uur" in page


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


def test_from_writing_to_what_became_of_it(organiser: FlaskClient) -> None:
    activity = make.activity()
    registration = make.registration(activity=activity, person=make.person(name="Noor Smit"))
    address = write(organiser, activity).location

    sent = organiser.post(f"{address}/versturen", data={"key": key_on(organiser.get(address).text)})
    busy = organiser.get(sent.location).text
    let_the_worker_write()
    letter = db.session.scalars(select(OutgoingMail).where(OutgoingMail.purpose == "message")).one()
    letter.state, letter.sent_at = MailState.SENT, NOW
    db.session.commit()
    done = organiser.get(address).text

    assert "De mails worden geschreven: 0 van 1" in busy
    assert "data-progress" in busy
    assert registration.token in letter.text
    assert "1 verstuurd" in done
    assert "Noor Smit" in done
    assert "data-progress" not in done
    assert "Neem een pen mee" in organiser.get(place(activity)).text


def test_sending_the_form_twice_sends_once(organiser: FlaskClient) -> None:
    activity = make.activity()
    make.registration(activity=activity)
    first, second = write(organiser, activity), write(organiser, activity)
    data = {"key": key_on(organiser.get(first.location).text)}

    for _ in range(2):
        assert organiser.post(f"{first.location}/versturen", data=data).status_code == 303
    let_the_worker_write()

    assert first.location == second.location
    assert len(db.session.scalars(select(Recipient)).all()) == 1


def test_a_group_that_changed_is_shown_once_more(organiser: FlaskClient) -> None:
    activity = make.activity()
    make.registration(activity=activity)
    address = write(organiser, activity).location
    data = {"key": key_on(organiser.get(address).text)}
    make.registration(activity=activity)

    answer = organiser.post(f"{address}/versturen", data=data, follow_redirects=True)

    assert "De groep is veranderd sinds je keek." in answer.text
    assert "2 mensen krijgen dit" in answer.text
    assert message().state is MessageState.DRAFT


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


def test_what_failed_is_tried_again_and_the_rest_can_be_stopped(organiser: FlaskClient) -> None:
    activity = make.activity()
    for _ in range(2):
        make.registration(activity=activity)
    address = write(organiser, activity).location
    organiser.post(f"{address}/versturen", data={"key": key_on(organiser.get(address).text)})
    let_the_worker_write()
    letter = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.purpose == "message")
    ).first()
    assert letter is not None
    letter.state = MailState.FAILED
    db.session.commit()

    again = organiser.post(f"{address}/opnieuw", follow_redirects=True).text
    stopped = organiser.post(f"{address}/stoppen", follow_redirects=True).text

    assert "1 mail is weer onderweg." in again
    assert "Gestopt: 2 mails gaan niet meer weg." in stopped
    assert message().state is MessageState.STOPPED


def test_the_mails_that_sent_themselves_are_listed(organiser: FlaskClient) -> None:
    activity = make.activity()
    make.mail(
        purpose="reminder",
        activity_id=activity.id,
        state=MailState.BOUNCED,
        recipient_name="Noor Smit",
    )

    overview = organiser.get(place(activity)).text
    mails = organiser.get(f"{place(activity)}/vanzelf?soort=herinnering").text

    assert "1 kwam terug" in overview
    assert "Noor Smit" in mails
    assert organiser.get(f"{place(activity)}/vanzelf?soort=onzin").status_code == 404


def test_reminders_are_chosen_for_one_activity(organiser: FlaskClient) -> None:
    activity = make.activity()

    answer = organiser.post(
        f"{place(activity)}/herinneringen", data={"schedule": "none"}, follow_redirects=True
    )

    assert "De herinneringen zijn ingesteld." in answer.text
    assert "Er gaat geen herinnering meer uit." in answer.text
    assert reminder_queries.schedule(activity) is Schedule.NONE
    wrong = organiser.post(f"{place(activity)}/herinneringen", data={"schedule": "elk uur"})
    assert wrong.status_code == 422


def test_a_message_belongs_to_its_activity(organiser: FlaskClient) -> None:
    activity, other = make.activity(), make.activity()
    write(organiser, activity)

    assert organiser.get(f"{place(other)}/{message().id}").status_code == 404
    assert organiser.get(place(activity).replace(str(activity.id), "0")).status_code == 404


def test_a_host_may_not_write(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.HOST))

    assert client.get(place(make.activity())).status_code == 403


def test_an_organiser_of_another_network_may_not_write(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.ORGANISER, in_=make.community()))
    activity = make.activity()

    assert client.get(place(activity)).status_code == 403
    assert write(client, activity).status_code == 403


@pytest.mark.parametrize("number", [2, 20])
def test_the_pages_take_as_many_queries_for_many_as_for_few(
    organiser: FlaskClient, queries: list[str], number: int
) -> None:
    activity = make.activity(starts_at=NOW)
    for n in range(number):
        status = Status.WAITING if n % 2 else Status.CONFIRMED
        make.registration(activity=activity, status=status)
        make.attendance(session=activity.sessions[0])
        make.guest(activity=activity)
    address = write(organiser, activity, group="present").location

    counts = []
    for path in (place(activity), f"{place(activity)}/nieuw", address):
        db.session.expire_all()
        queries.clear()
        organiser.get(path)
        counts.append(len(queries))

    assert counts == [7, 8, 5], counts
