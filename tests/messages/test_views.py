"""Pages of messages: to send, and to see what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages import reminder_queries, tasks
from rok_events.messages.models import Recipient
from rok_events.messages.offsets import Schedule
from rok_events.messages.rules import MessageState
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.conftest import NOW
from tests.messages.pages import message, place, write

if TYPE_CHECKING:
    from flask.testing import FlaskClient


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
