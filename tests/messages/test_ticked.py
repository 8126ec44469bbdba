"""A message to the rows that were ticked in the table of registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts.rules import Role
from rok_events.db import db, transaction
from rok_events.mail import actions as mail
from rok_events.messages import actions, tasks
from rok_events.messages.models import Message
from rok_events.registrations.rules import Status
from tests import make, visitors
from tests.messages.pages import FILLED, place
from tests.messages.writing import mails

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_only_who_was_ticked_gets_it_and_nobody_elsewhere(client: FlaskClient) -> None:
    activity, other = make.activity(), make.activity(online_url="https://meet.example.org/geheim")
    visitors.sign_in(client, make.account(Role.ORGANISER, email="lotte@example.org"))
    states = (Status.CONFIRMED, Status.WAITING, Status.CANCELLED, Status.CONFIRMED)
    rows = [make.registration(activity=activity, status=status) for status in states]
    elsewhere = make.registration(activity=other)
    ids = [one.id for one in (*rows[:3], elsewhere)]
    asked = "&".join(f"id={id_}" for id_ in (*ids, "x", "9" * 30))

    page = client.get(f"{place(activity)}/nieuw?{asked}", headers={"Accept-Language": "en"}).text
    assert "Whom you ticked in the table (3)" in page
    chosen = ",".join(map(str, ids))
    data = FILLED | {"group": "chosen", "chosen": chosen}
    assert client.post(f"{place(activity)}/nieuw", data=data).status_code == 303
    # What was read lies in a transaction that began before the request: end it, or it undoes that.
    db.session.commit()
    message = db.session.query(Message).one()
    with transaction():
        actions.send(message.id, actions.selection(message).key)
    tasks.write()

    assert {letter.recipient for letter in mails(message)} == {one.person.email for one in rows[:3]}


def test_who_cancelled_and_wants_no_mail_gets_none(client: FlaskClient) -> None:
    activity = make.activity()
    gone = make.registration(activity=activity, status=Status.CANCELLED)
    comes = make.registration(activity=activity)
    for one in (gone, comes):
        mail.decline(one.person.email or "")
    message = make.message(activity=activity, group="chosen", chosen=[gone.id, comes.id])

    found = actions.selection(message)

    assert [one.person_id for one in found.readers] == [comes.person_id]
    assert [one.person_id for one, _reason in found.skipped] == [gone.person_id]


def test_without_ticks_the_group_is_not_offered(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(Role.ORGANISER))

    page = client.get(f"{place(make.activity())}/nieuw", headers={"Accept-Language": "en"}).text

    assert "Whom you ticked" not in page
