"""Keeping account of the outbox: queueing, leases, retries, giving up, starting again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events import jobs
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db, transaction
from rok_events.mail import actions, rules
from rok_events.mail.letters import Letter
from rok_events.mail.rules import Failure, Fault, MailState
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.models import OutgoingMail

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + rules.LEASE + timedelta(seconds=1)
BUSY = Failure(Fault.BUSY, "450 later")


def letter(**given: object) -> Letter:
    defaults: dict[str, object] = {
        "purpose": "test",
        "about": "test:1",
        "recipient": "noor@example.org",
        "recipient_name": "Noor",
        "subject": "Hallo",
        "text": "Hallo\n",
        "html": "<p>Hallo</p>",
    }
    return Letter(**defaults | given)  # type: ignore[arg-type]  # the fields are what they are


def state(mail: OutgoingMail) -> MailState:
    db.session.refresh(mail)
    return mail.state


def test_a_letter_waits_in_the_outbox_and_wakes_the_worker(app: Flask) -> None:
    jobs.queue(app).flush()

    with transaction():
        mail = actions.queue(letter())

    assert (mail.state, mail.due_at, mail.attempts) == (MailState.WAITING, NOW, 0)
    assert mail.message_id.endswith("@example.org")
    assert [task.args for task in jobs.queue(app).pending()] == [("mail.deliver", [])]


def test_no_line_break_gets_into_the_outbox() -> None:
    with transaction():
        mail = actions.queue(
            letter(subject="Hallo\r\nBcc: x@example.org", recipient_name="Noor\nde Wit")
        )

    assert mail.subject == "Hallo Bcc: x@example.org"
    assert mail.recipient_name == "Noor de Wit"


def test_the_mail_that_waits_longest_is_claimed_and_then_no_other_gets_it() -> None:
    first, second = make.mail(), make.mail()

    with transaction():
        claimed = [actions.claim(NOW), actions.claim(NOW), actions.claim(NOW)]

    assert claimed == [first, second, None]
    assert (first.state, first.attempts, first.due_at) == (
        MailState.SENDING,
        1,
        NOW + rules.LEASE,
    )


def test_what_is_not_due_yet_is_left() -> None:
    make.mail(due_at=NOW + timedelta(seconds=1))

    with transaction():
        assert actions.claim(NOW) is None


def test_a_lease_that_ran_out_is_taken_again() -> None:
    mail = make.mail()
    with transaction():
        actions.claim(NOW)
        actions.tidy(NOW)
    assert state(mail) is MailState.SENDING

    with transaction():
        actions.tidy(LATER)
        assert actions.claim(LATER) is mail

    assert mail.attempts == 2


def test_a_mail_that_never_gets_sent_whole_is_given_up_after_the_last_day() -> None:
    mail = make.mail(
        state=MailState.SENDING, due_at=NOW, attempts=30, queued_at=NOW - rules.LAST_DAY
    )

    with transaction():
        actions.tidy(NOW)

    assert (state(mail), mail.fault) == (MailState.FAILED, Fault.INTERRUPTED)


def test_what_nobody_needs_any_more_is_laid_aside() -> None:
    over, still = make.mail(useless_at=NOW), make.mail(useless_at=NOW + timedelta(seconds=1))

    with transaction():
        actions.tidy(NOW)

    assert (state(over), state(still)) == (MailState.USELESS, MailState.WAITING)


def test_a_failure_puts_the_mail_off() -> None:
    mail = make.mail()
    with transaction():
        actions.claim(NOW)

    with transaction():
        actions.settle(mail, BUSY, NOW)

    assert state(mail) is MailState.WAITING
    assert mail.due_at == NOW + timedelta(minutes=1)
    assert (mail.fault, mail.error) == (Fault.BUSY, "450 later")


def test_the_last_failure_is_the_end() -> None:
    mail = make.mail(queued_at=NOW - rules.LAST_DAY)
    with transaction():
        actions.claim(NOW)

    with transaction():
        actions.settle(mail, BUSY, NOW)

    assert state(mail) is MailState.FAILED


def test_success_forgets_earlier_trouble() -> None:
    mail = make.mail(fault=Fault.BUSY, error="450 later")
    with transaction():
        actions.claim(NOW)

    with transaction():
        actions.settle(mail, None, NOW)

    assert (state(mail), mail.sent_at, mail.fault, mail.error) == (MailState.SENT, NOW, None, "")


def test_who_lost_the_lease_cannot_call_the_mail_unsent() -> None:
    make.mail()
    with transaction():
        slow = actions.claim(NOW)
    assert slow is not None
    db.session.expunge(slow)
    with transaction():
        actions.tidy(LATER)
        quick = actions.claim(LATER)
        assert quick is not None
        actions.settle(quick, None, LATER)

    with transaction():
        actions.settle(slow, BUSY, LATER)

    assert state(quick) is MailState.SENT


def test_who_lost_the_lease_takes_it_from_nobody() -> None:
    make.mail()
    with transaction():
        slow = actions.claim(NOW)
    assert slow is not None
    db.session.expunge(slow)
    with transaction():
        actions.tidy(LATER)
        quick = actions.claim(LATER)
    assert quick is not None

    with transaction():
        actions.settle(slow, BUSY, LATER)

    assert (state(quick), quick.attempts, quick.fault) == (MailState.SENDING, 2, None)


def test_who_lost_the_lease_may_still_say_that_the_mail_was_sent() -> None:
    mail = make.mail()
    with transaction():
        slow = actions.claim(NOW)
        actions.tidy(LATER)
    assert slow is not None

    with transaction():
        actions.settle(slow, None, LATER)

    assert state(mail) is MailState.SENT


def test_a_failed_mail_starts_again() -> None:
    mail = make.mail(state=MailState.FAILED, attempts=9, queued_at=NOW - timedelta(days=5))

    with transaction():
        actions.try_again(mail.id)

    assert (mail.state, mail.attempts, mail.due_at, mail.queued_at) == (
        MailState.WAITING,
        0,
        NOW,
        NOW,
    )


@pytest.mark.parametrize("sent", [MailState.SENT, MailState.WAITING, MailState.SENDING])
def test_only_a_failed_mail_starts_again(sent: MailState) -> None:
    mail = make.mail(state=sent)

    with pytest.raises(ConflictError), transaction():
        actions.try_again(mail.id)

    assert state(mail) is sent


@pytest.mark.parametrize("given", [{"useless_at": NOW}, {"text": ""}], ids=["over", "blanked"])
def test_a_mail_that_comes_too_late_does_not_start_again(given: dict[str, object]) -> None:
    mail = make.mail(state=MailState.FAILED, **given)

    with pytest.raises(ConflictError, match="too late"), transaction():
        actions.try_again(mail.id)


def test_a_mail_that_is_gone_is_not_found() -> None:
    with pytest.raises(NotFoundError), transaction():
        actions.try_again(999)
