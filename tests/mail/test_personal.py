"""What the outbox keeps of people, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.mail.personal import PERSONAL
from rok_events.mail.rules import MailState
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

NOOR = Subject(person_id=None, email="noor@example.org")


def test_export_gives_the_mails_of_one_address() -> None:
    make.mail(recipient="noor@example.org", subject="Voor Noor")
    make.mail(recipient="ander@example.org")

    exported = PERSONAL.export(NOOR)

    assert [row["subject"] for row in exported["outgoing_mail"]] == ["Voor Noor"]


def test_erasure_leaves_no_mail_to_the_address() -> None:
    make.mail(recipient="noor@example.org")
    other = make.mail(recipient="ander@example.org")

    with transaction():
        PERSONAL.erase(NOOR)

    assert list(db.session.scalars(db.select(OutgoingMail))) == [other]


def test_texts_go_after_two_weeks_and_rows_after_ninety_days() -> None:
    old = NOW - timedelta(days=90)
    sent = make.mail(state=MailState.SENT, queued_at=NOW - timedelta(days=14), calendar="X")
    failed = make.mail(state=MailState.FAILED, queued_at=NOW - timedelta(days=14))
    fresh = make.mail(state=MailState.SENT, queued_at=NOW - timedelta(days=13))
    waiting = make.mail(queued_at=old)
    for state in (MailState.SENT, MailState.FAILED, MailState.USELESS):
        make.mail(state=state, queued_at=old)

    with transaction():
        changed = PERSONAL.purge(NOW)
    with transaction():
        again = PERSONAL.purge(NOW)

    assert (changed, again) == (4, 0)
    assert set(db.session.scalars(db.select(OutgoingMail))) == {sent, failed, fresh, waiting}
    assert (sent.text, sent.html, sent.calendar) == ("", "", "")
    assert failed.text
    assert fresh.text
