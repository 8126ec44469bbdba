"""Who is in the group that a message is written to, and who is left out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.mail import actions as mail
from rok_events.messages import actions
from rok_events.messages.rules import Group, Reason
from rok_events.registrations.rules import Status
from tests import make
from tests.messages.writing import mails, names, send, wrote

pytestmark = pytest.mark.usefixtures("database")


def test_groups() -> None:
    activity = make.activity()
    came, missed = (
        make.registration(activity=activity, person=make.person(name=name))
        for name in ("Anna", "Bert")
    )
    make.registration(activity=activity, status=Status.WAITING, person=make.person(name="Carla"))
    make.registration(activity=activity, status=Status.CANCELLED)
    walked_in = make.person(name="Dirk")
    for person in (came.person, walked_in):
        make.attendance(session=activity.sessions[0], person=person)
    make.guest(activity=activity, person=make.person(name="Els"))
    message = wrote(activity)

    found = {}
    for group in Group:
        message.group = group
        found[group] = names(message)
    db.session.rollback()

    assert found == {
        Group.CONFIRMED: ["Anna", "Bert"],
        Group.WAITING: ["Carla"],
        Group.PRESENT: ["Anna", "Dirk"],
        Group.ABSENT: [missed.person.name],
        Group.UNANSWERED: ["Els"],
        Group.CHOSEN: [],
    }


def test_only_one_organisation() -> None:
    activity, ggd = make.activity(), make.organisation(name="GGD Noord")
    make.registration(activity=activity)
    make.registration(activity=activity, organisation=ggd, person=make.person(name="Anna"))

    assert names(wrote(activity, organisation_id=ggd.id)) == ["Anna"]


def test_who_waits_does_not_learn_where_to_take_part_online() -> None:
    activity = make.activity(setting="online", online_url="https://meet.example.org/geheim")
    make.registration(activity=activity, status=Status.WAITING)
    message = wrote(activity, group=Group.WAITING)

    send(message)

    assert "geheim" not in mails(message)[0].text + mails(message)[0].html


def test_who_cannot_or_will_not_be_mailed_is_left_out_and_named() -> None:
    activity = make.activity()
    nowhere = make.registration(activity=activity, person=make.person(name="Anna", email=None))
    gone = make.registration(activity=activity, person=make.person(name="Bert"))
    refused = make.registration(activity=activity, person=make.person(name="Carla"))
    with transaction():
        mail.note_bounce(gone.person.email or "", "550")
        mail.decline(refused.person.email or "")
    message = wrote(activity)

    before = actions.selection(message)
    with clock.played_at(activity.ends_at + timedelta(days=1)):
        after = actions.selection(message)

    # Who asked for no more mail still hears what is about a registration of their own.
    assert [reader.name for reader in before.readers] == ["Carla"]
    assert after.readers == []
    assert [(reader.person_id, reason) for reader, reason in after.skipped] == [
        (nowhere.person_id, Reason.NO_ADDRESS),
        (gone.person_id, Reason.BOUNCED),
        (refused.person_id, Reason.DECLINED),
    ]


@pytest.mark.parametrize("group", [Group.UNANSWERED, Group.PRESENT])
def test_what_is_not_about_a_registration_can_be_refused(group: Group) -> None:
    activity = make.activity()
    make.guest(activity=activity)
    make.attendance(session=activity.sessions[0])
    message = wrote(activity, group=group)

    with clock.played_at(activity.ends_at + timedelta(days=1)):
        send(message)

    assert [letter.can_unsubscribe for letter in mails(message)] == [True]
