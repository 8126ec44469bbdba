"""Leases: who sends which mail, and what is written down of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.db import db, transaction
from rok_events.mail import lease_actions, queries, rules
from rok_events.mail.models import Claimed, OutgoingMail
from rok_events.mail.rules import Failure, Fault, Happening, MailState
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + rules.LEASE + timedelta(seconds=1)
BUSY = Failure(Fault.BUSY, "450 later")


@pytest.fixture(autouse=True)
def _no_other_mail(database: None) -> None:
    with transaction():
        db.session.execute(db.delete(OutgoingMail))


def claim(now: object = NOW) -> list[Claimed]:
    with transaction():
        return lease_actions.claim(now).mails  # type: ignore[arg-type]  # a moment


def settle(mail: Claimed, failure: Failure | None, now: object = NOW) -> None:
    with transaction():
        lease_actions.settle(mail, failure, now)  # type: ignore[arg-type]  # a moment


def tidy(now: object = NOW) -> bool:
    with transaction():
        return lease_actions.tidy(now)  # type: ignore[arg-type]  # a moment


def state(mail: OutgoingMail) -> MailState:
    db.session.refresh(mail)
    return mail.state


def test_what_waits_longest_is_taken_first_and_no_other_gets_it() -> None:
    second, first = make.mail(due_at=NOW), make.mail(due_at=NOW - timedelta(hours=1))

    taken, more = claim(), claim()

    assert [mail.id for mail in taken] == [first.id, second.id]
    assert more == []
    assert state(first) is MailState.SENDING
    assert (first.attempts, first.due_at) == (0, NOW + rules.LEASE)


def test_some_are_taken_at_a_time() -> None:
    mails = [make.mail() for _ in range(rules.BATCH + 1)]

    with transaction():
        taken = lease_actions.claim(NOW)
        rest = lease_actions.claim(NOW)

    assert [mail.id for mail in taken.mails] == [mail.id for mail in mails[: rules.BATCH]]
    assert [mail.id for mail in rest.mails] == [mails[-1].id]
    assert (taken.is_last, rest.is_last) == (False, True)


def test_what_nobody_asked_for_goes_behind_what_somebody_waits_for() -> None:
    invitation = make.mail(can_unsubscribe=True, due_at=NOW - timedelta(hours=1))
    sign_in = make.mail(due_at=NOW)

    assert [mail.id for mail in claim()] == [sign_in.id, invitation.id]


def test_what_is_not_due_or_over_is_left() -> None:
    make.mail(due_at=NOW + timedelta(seconds=1)), make.mail(useless_at=NOW)

    assert claim() == []


def test_a_lease_that_ran_out_is_taken_again() -> None:
    mail = make.mail()
    claim()
    early = tidy()
    still = state(mail)

    late = tidy(LATER)
    again = claim(LATER)

    assert (early, still, late) == (False, MailState.SENDING, True)
    assert [taken.id for taken in again] == [mail.id]


def test_a_mail_that_never_gets_sent_whole_is_given_up_after_the_last_day() -> None:
    mail = make.mail(state=MailState.SENDING, due_at=NOW, queued_at=NOW - rules.LAST_DAY)

    tidy()

    assert (state(mail), mail.fault) == (MailState.FAILED, Fault.INTERRUPTED)
    assert [note.what for note in queries.history(mail.id)] == [Happening.FAILED]


def test_what_nobody_needs_any_more_is_laid_aside() -> None:
    over, still = make.mail(useless_at=NOW), make.mail(useless_at=NOW + timedelta(seconds=1))

    tidy()

    assert (state(over), state(still)) == (MailState.USELESS, MailState.WAITING)


def test_a_failure_puts_the_mail_off_and_is_remembered() -> None:
    mail = make.mail()
    (taken,) = claim()

    settle(taken, BUSY)

    assert state(mail) is MailState.WAITING
    assert mail.due_at == NOW + timedelta(minutes=1)
    assert (mail.attempts, mail.fault, mail.error) == (1, Fault.BUSY, "450 later")
    (note,) = queries.history(mail.id)
    assert (note.what, note.fault, note.said) == (Happening.PUT_OFF, Fault.BUSY, "450 later")


def test_the_last_failure_is_the_end() -> None:
    mail = make.mail(queued_at=NOW - rules.LAST_DAY)
    (taken,) = claim()

    settle(taken, BUSY)

    assert state(mail) is MailState.FAILED
    assert [note.what for note in queries.history(mail.id)] == [Happening.FAILED]


def test_success_forgets_earlier_trouble() -> None:
    mail = make.mail(fault=Fault.BUSY, error="450 later", attempts=1)
    (taken,) = claim()

    settle(taken, None)

    assert (state(mail), mail.sent_at, mail.fault, mail.error) == (MailState.SENT, NOW, None, "")
    assert mail.attempts == 2


def test_who_lost_the_lease_cannot_call_the_mail_unsent() -> None:
    mail = make.mail()
    (slow,) = claim()
    tidy(LATER)
    (quick,) = claim(LATER)
    settle(quick, None, LATER)

    settle(slow, BUSY, LATER)

    assert state(mail) is MailState.SENT
    assert queries.history(mail.id) == []


def test_who_lost_the_lease_takes_it_from_nobody() -> None:
    mail = make.mail()
    (slow,) = claim()
    tidy(LATER)
    claim(LATER)

    settle(slow, BUSY, LATER)
    with transaction():
        lease_actions.give_back([slow])

    assert (state(mail), mail.fault) == (MailState.SENDING, None)


def test_who_lost_the_lease_may_still_say_that_the_mail_was_sent() -> None:
    mail = make.mail()
    (slow,) = claim()
    tidy(LATER)

    settle(slow, None, LATER)

    assert state(mail) is MailState.SENT


def test_what_was_not_begun_is_given_back_at_once() -> None:
    mail = make.mail()
    taken = claim()

    with transaction():
        lease_actions.give_back(taken)

    assert (state(mail), mail.attempts) == (MailState.WAITING, 0)
    assert [again.id for again in claim()] == [mail.id]


def test_a_domain_in_trouble_waits_and_holds_up_no_other() -> None:
    broken = make.mail(recipient="a@traag.example")
    (taken,) = claim()
    same, other = make.mail(recipient="b@Traag.example"), make.mail(recipient="c@snel.example")

    settle(taken, Failure(Fault.BROKEN_OFF, "timed out"))

    assert [mail.id for mail in claim()] == [other.id]
    assert state(same) is MailState.WAITING
    db.session.refresh(broken)
    assert (same.due_at, same.attempts) == (broken.due_at, 0)
