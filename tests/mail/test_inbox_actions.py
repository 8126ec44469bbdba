"""The inbox forgets in time, shows what it keeps, and knows whose organisers a mail concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.mail import inbox, inbox_actions, inbox_queries, inbox_rules
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_personal import PERSONAL
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.rules import MailState
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

KEES = "kees@zorg.example.org"


def letter(*headers: str, sender: str = KEES) -> bytes:
    lines = (f"From: {sender}", "Subject: Vraag", *headers, "", "Mag mijn hond mee?", "")
    return "\r\n".join(lines).encode()


def taken(raw: bytes) -> IncomingMail:
    kept = inbox.take(raw)
    assert kept is not None
    return kept


def total() -> int:
    return db.session.scalar(select(func.count()).select_from(IncomingMail)) or 0


def test_an_answer_to_a_mail_concerns_the_community_of_that_mail() -> None:
    sent = make.mail(recipient=KEES, community_id=make.community().id)
    make.mail(recipient=KEES, community_id=make.community().id)

    answer = taken(letter(f"References: <x@y> <{sent.message_id}>"))

    assert answer.community_id == sent.community_id


def test_a_letter_concerns_the_community_that_wrote_to_its_sender_last() -> None:
    make.mail(recipient=KEES, community_id=make.community().id)
    last = make.mail(recipient=KEES, community_id=make.community().id)
    make.mail(recipient=KEES, community_id=None)

    assert taken(letter()).community_id == last.community_id
    assert taken(letter(sender="vreemd@elders.example.org")).community_id is None


def test_without_a_name_of_its_own_a_mail_is_known_by_its_words() -> None:
    assert inbox.take(letter()) is not None
    assert inbox.take(letter()) is None
    assert inbox.take(letter(sender="els@zorg.example.org")) is not None


def test_words_go_after_two_weeks_and_the_row_after_three_months() -> None:
    done = make.incoming(handling=Handling.BY_ITSELF, received_at=NOW - inbox_rules.KEEP_WORDS)
    fresh = make.incoming(handling=Handling.BY_ITSELF, received_at=NOW - timedelta(days=13))
    make.incoming(handling=Handling.HANDLED, received_at=NOW - inbox_rules.KEEP_ROW)

    with transaction():
        assert inbox_actions.purge(NOW) == 2
        assert inbox_actions.purge(NOW) == 0

    db.session.expire_all()
    assert (inbox_queries.get(done.id).text, inbox_queries.get(done.id).raw) == ("", b"")
    assert inbox_queries.get(fresh.id).text
    assert total() == 2


def test_what_waits_is_kept_for_a_year_and_what_was_just_dealt_with_can_be_read() -> None:
    make.incoming(received_at=NOW - inbox_rules.KEEP_UNREAD + timedelta(hours=1))
    make.incoming(received_at=NOW - inbox_rules.KEEP_UNREAD)
    make.incoming(
        handling=Handling.HANDLED,
        received_at=NOW - timedelta(days=30),
        handled_at=NOW - timedelta(days=1),
    )

    with transaction():
        assert inbox_actions.purge(NOW) == 1

    assert total() == 2


def test_what_is_kept_of_somebody_is_shown_and_forgotten() -> None:
    make.incoming(sender=KEES, email=KEES, text="Mag mijn hond mee?")
    make.incoming(sender="mailer-daemon@mx.example.org", email=KEES, text=f"no such user {KEES}")
    make.incoming()
    kees = Subject(person_id=None, email=KEES)

    shown = PERSONAL.export(kees)["incoming_mail"]
    with transaction():
        PERSONAL.erase(kees)

    assert [mail["text"] for mail in shown] == ["Mag mijn hond mee?", f"no such user {KEES}"]
    assert total() == 1
    assert PERSONAL.export(kees)["incoming_mail"] == []


def test_a_bounce_of_a_mail_that_did_not_leave_changes_nothing() -> None:
    waiting = make.mail(state=MailState.WAITING)
    raw = letter("X-Failed-Recipients: x", f"In-Reply-To: <{waiting.message_id}>")

    taken(raw)

    db.session.refresh(waiting)
    assert waiting.state is MailState.WAITING
