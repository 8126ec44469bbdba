"""Who is reminded, of what, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.activities.events import ActivityCopied
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import State
from rok_events.core import clock, events
from rok_events.db import db, transaction
from rok_events.mail import actions as mail
from rok_events.mail.models import OutgoingMail
from rok_events.messages import reminder_actions, reminder_queries, tasks
from rok_events.messages.models import Reminder
from rok_events.messages.offsets import Offset, Schedule
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW
from tests.messages.calendar import told

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

DAY, WEEK = timedelta(days=1), timedelta(days=7)
START = NOW + timedelta(days=30)


def remind_at(moment: datetime) -> int:
    """Let the worker look at a moment; return how many reminders there are then."""
    with clock.played_at(moment):
        tasks.remind()
    return count()


def count() -> int:
    """Return how many reminders were put in the outbox."""
    reminders = select(func.count()).where(OutgoingMail.purpose == "reminder")
    return db.session.scalar(reminders) or 0


def save() -> None:
    db.session.commit()


def move(activity: Activity, by: timedelta) -> None:
    """Let the only session be at another time."""
    session = activity.sessions[0]
    session.starts_at += by
    session.ends_at += by
    activity.starts_at, activity.ends_at = session.starts_at, session.ends_at
    save()


def test_a_week_and_a_day_before() -> None:
    make.registration(activity=make.activity(starts_at=START))

    counts = [
        remind_at(START - before)
        for before in (WEEK + timedelta(minutes=1), WEEK, 6 * DAY, DAY, timedelta(hours=5))
    ]

    assert counts == [0, 1, 1, 2, 2]
    assert set(db.session.scalars(select(Reminder.offset))) == {Offset.WEEK, Offset.DAY}


def test_the_letter_says_what_when_and_where_and_how_to_cancel() -> None:
    activity = make.activity(kind=Kind.WERKCONFERENTIE, title="Samen vroeg erbij", starts_at=START)
    registration = make.registration(activity=activity, person=make.person(name="Noor Smit"))

    remind_at(START - DAY)

    letter = db.session.scalars(select(OutgoingMail)).one()
    assert letter.subject == "Herinnering: Samen vroeg erbij, 14 februari 2027"
    for words in ("Noor Smit", "Het Wijkhuis", "zondag 14 februari 2027", registration.token):
        assert words in letter.text
        assert words in letter.html
    assert letter.about == f"registration:{registration.id}"
    assert letter.community_id == activity.community_id
    assert letter.useless_at == START - timedelta(hours=2)
    assert not letter.can_unsubscribe


def test_the_subject_of_a_case_table_does_not_tell_the_case() -> None:
    make.registration(activity=make.activity(title="Casustafel Sem, 3 jaar", starts_at=START))

    remind_at(START - DAY)

    assert "Sem" not in db.session.scalars(select(OutgoingMail.subject)).one()


@pytest.mark.parametrize("status", [Status.WAITING, Status.CANCELLED])
def test_only_who_has_a_place_is_reminded(status: Status) -> None:
    make.registration(activity=make.activity(starts_at=START), status=status)

    assert remind_at(START - DAY) == 0


def test_who_registered_after_the_moment_is_not_reminded_of_it() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity, registered_at=START - 5 * DAY)

    assert remind_at(START - 5 * DAY) == 0
    assert remind_at(START - DAY) == 1


def test_who_was_just_told_by_another_mail_is_not_reminded_as_well() -> None:
    activity = make.activity(starts_at=START)
    registration = make.registration(activity=activity)
    told(registration, at=START - timedelta(hours=20))

    assert remind_at(START - timedelta(hours=19)) == 0


def test_who_cannot_be_reached_is_left_out() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity, person=make.person(email=None))
    gone = make.registration(activity=activity)
    with transaction():
        mail.note_bounce(gone.person.email or "", "550 unknown")

    assert remind_at(START - DAY) == 0


def test_a_cancelled_session_and_a_cancelled_activity_remind_nobody() -> None:
    off, draft = (make.activity(starts_at=START) for _ in range(2))
    off.state, draft.state = State.CANCELLED, State.DRAFT
    session_off = make.activity(starts_at=START)
    session_off.sessions[0].cancelled_at = NOW
    for activity in (off, draft, session_off):
        make.registration(activity=activity)
    save()

    assert remind_at(START - DAY) == 0


def test_the_moment_moves_with_the_session() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity)
    move(activity, 10 * DAY)

    assert remind_at(START - WEEK) == 0
    assert remind_at(START + 3 * DAY) == 1


def test_a_session_that_moves_far_after_its_reminder_is_reminded_of_anew() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity)
    remind_at(START - DAY)
    move(activity, 3 * DAY)

    assert remind_at(START + DAY) == 1
    assert remind_at(START + 2 * DAY) == 2
    assert remind_at(START + 2 * DAY + timedelta(minutes=1)) == 2


def test_a_session_that_moves_half_an_hour_is_not() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity)
    remind_at(START - DAY)
    move(activity, timedelta(minutes=30))

    assert remind_at(START + timedelta(minutes=30) - DAY) == 1


def test_nothing_is_sent_while_people_have_yet_to_be_told_of_a_change() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity)
    activity.tell_at = START - DAY + timedelta(minutes=5)
    save()

    assert remind_at(START - DAY) == 0


def test_a_worker_that_was_off_sends_no_reminder_that_makes_no_sense_any_more() -> None:
    make.registration(activity=make.activity(starts_at=START))

    assert remind_at(START - 2 * DAY) == 0
    assert remind_at(START - timedelta(hours=8)) == 1
    assert remind_at(START + timedelta(minutes=1)) == 1


def test_a_training_reminds_a_week_before_the_first_and_a_day_before_each() -> None:
    starts = [START, START + 14 * DAY, START + 28 * DAY]
    activity = make.activity(kind=Kind.TRAINING, sessions=starts)
    make.registration(activity=activity)

    counts = [remind_at(start - before) for start in starts for before in (WEEK, DAY)]

    assert counts == [1, 2, 2, 3, 3, 4]


def test_if_the_first_session_is_cancelled_the_next_is_the_first() -> None:
    activity = make.activity(kind=Kind.TRAINING, sessions=[START, START + 14 * DAY])
    activity.sessions[0].cancelled_at = NOW
    make.registration(activity=activity)
    save()

    assert remind_at(START + WEEK) == 1


def test_an_organiser_chooses_fewer_or_none() -> None:
    activity = make.activity(starts_at=START)
    make.registration(activity=activity)
    with transaction():
        reminder_actions.choose(activity.id, Schedule.DAY)
    assert remind_at(START - WEEK) == 0

    with transaction():
        reminder_actions.choose(activity.id, Schedule.NONE)
    assert remind_at(START - DAY) == 0

    with transaction():
        reminder_actions.choose(activity.id, Schedule.WEEK_AND_DAY)
    assert remind_at(START - DAY) == 1


def test_a_copy_has_the_reminders_of_its_original() -> None:
    original, copy = make.activity(starts_at=START), make.activity(starts_at=START)
    with transaction():
        reminder_actions.choose(original.id, Schedule.NONE)
        events.announce(ActivityCopied(original_id=original.id, copy_id=copy.id))
    make.registration(activity=copy)

    assert remind_at(START - DAY) == 0


def test_more_than_a_batch_is_reminded_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminder_queries, "BATCH", 2)
    activity = make.activity(starts_at=START)
    for _ in range(5):
        make.registration(activity=activity)

    assert remind_at(START - DAY) == 5


def test_if_the_mail_cannot_be_written_nobody_counts_as_reminded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.registration(activity=make.activity(starts_at=START))
    with monkeypatch.context() as patch:
        patch.setattr(mail, "queue", lambda _letter: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            remind_at(START - DAY)

    assert remind_at(START - DAY) == 1
