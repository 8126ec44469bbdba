"""What this room keeps of people is shown, forgotten, and let go of in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.messages import rules
from rok_events.messages.models import Message, Recipient, Reminder
from rok_events.messages.offsets import Offset
from rok_events.messages.personal import PERSONAL
from rok_events.messages.rules import MessageState
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("database")


def remembered(registration: Registration) -> None:
    """Let somebody have been reminded, and have got a message."""
    session = registration.activity.sessions[0]
    make.saved(
        Reminder(
            registration_id=registration.id,
            session_id=session.id,
            offset=Offset.DAY,
            starts_at=session.starts_at,
            sent_at=NOW,
        )
    )
    message = make.message(
        activity=registration.activity, state=MessageState.SENT, sent_at=NOW, total=1
    )
    make.saved(Recipient(message_id=message.id, person_id=registration.person_id, is_written=True))


def test_somebody_is_forgotten_and_nobody_else() -> None:
    leaving, staying = make.registration(), make.registration()
    for registration in (leaving, staying):
        remembered(registration)
    subject = Subject(person_id=leaving.person_id, email=leaving.person.email or "")

    exported = PERSONAL.export(subject)
    with transaction():
        PERSONAL.erase(subject)

    assert [len(exported[table]) for table in ("reminder", "message_recipient")] == [1, 1]
    assert exported["message_recipient"][0]["activity"] == leaving.activity.title
    assert db.session.scalars(select(Reminder.registration_id)).all() == [staying.id]
    assert db.session.scalars(select(Recipient.person_id)).all() == [staying.person_id]


def test_what_somebody_wrote_stays_by_nobody() -> None:
    writer = make.account(email="lotte@example.org")
    make.message(account_id=writer.id, reply_to="lotte@example.org", subject="Neem een pen mee")
    subject = Subject(person_id=None, email="lotte@example.org")

    exported = PERSONAL.export(subject)["message"]
    with transaction():
        PERSONAL.erase(subject)

    message = db.session.scalars(select(Message)).one()
    assert [row["subject"] for row in exported] == ["Neem een pen mee"]
    assert (message.account_id, message.reply_to) == (None, "")


@pytest.mark.parametrize(
    ("term", "left"),
    [
        pytest.param(timedelta(), (1, 1, 1), id="now"),
        pytest.param(rules.KEEP_RECIPIENTS, (0, 1, 1), id="the outbox has forgotten it too"),
        pytest.param(rules.KEEP_WORDS, (0, 0, 0), id="two years after the activity"),
    ],
)
def test_all_is_let_go_of_in_time(term: timedelta, left: tuple[int, int, int]) -> None:
    registration = make.registration(activity=make.activity(starts_at=NOW + timedelta(days=80)))
    remembered(registration)
    moment = max(NOW + term, NOW) + timedelta(days=100 if term == rules.KEEP_WORDS else 1)

    with transaction():
        PERSONAL.purge(moment)

    tables = (Recipient, Message, Reminder)
    assert tuple(len(db.session.scalars(select(table)).all()) for table in tables) == left
