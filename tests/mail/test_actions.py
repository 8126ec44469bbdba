"""Keeping account of the outbox: queueing, leases, retries, giving up, starting again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events import jobs
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db, transaction
from rok_events.mail import actions, queries
from rok_events.mail.letters import Letter
from rok_events.mail.rules import Fault, Happening, MailState
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.models import OutgoingMail

pytestmark = pytest.mark.usefixtures("database")


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


def test_who_tried_again_is_remembered_and_so_is_what_was_sent_before() -> None:
    mail = make.mail(state=MailState.BOUNCED, sent_at=NOW - timedelta(hours=1))

    with transaction():
        actions.try_again(mail.id, account_id=7)

    again, sent = queries.history(mail.id)
    assert (again.what, again.happened_at, again.account_id) == (Happening.AGAIN, NOW, 7)
    assert (sent.what, sent.happened_at) == (Happening.SENT, NOW - timedelta(hours=1))
    assert mail.sent_at is None


def test_all_that_failed_for_one_reason_start_again() -> None:
    here = [make.mail(state=MailState.FAILED, fault=Fault.RECIPIENT, community_id=1)]
    here.append(make.mail(state=MailState.BOUNCED, fault=Fault.RECIPIENT, community_id=1))
    others = [
        make.mail(state=MailState.FAILED, fault=Fault.RECIPIENT, community_id=2),
        make.mail(state=MailState.FAILED, fault=Fault.REFUSED, community_id=1),
        make.mail(state=MailState.FAILED, fault=Fault.RECIPIENT, community_id=1, text=""),
    ]

    with transaction():
        number = actions.try_all_again(Fault.RECIPIENT, {1})

    assert number == 2
    assert {mail.state for mail in here} == {MailState.WAITING}
    assert {mail.state for mail in others} == {MailState.FAILED}


def test_a_thousand_start_again_in_as_many_statements_as_two(queries: list[str]) -> None:
    asked = []
    for number in (2, 40):
        for _ in range(number):
            make.mail(state=MailState.BOUNCED, fault=Fault.RECIPIENT, sent_at=NOW)
        queries.clear()
        with transaction():
            assert actions.try_all_again(Fault.RECIPIENT, None) == number
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 4


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
