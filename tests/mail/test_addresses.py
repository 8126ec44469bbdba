"""What is known of addresses: that mail comes back from them, or that they want none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.mail import actions, queries, rules
from rok_events.mail.personal import PERSONAL
from rok_events.mail.rules import Fault, MailState
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.mail.models import MailAddress

NOOR = "noor@example.org"

pytestmark = pytest.mark.usefixtures("database")


def known(email: str = NOOR) -> MailAddress:
    db.session.expire_all()
    found = queries.address(email)
    assert found is not None
    return found


def test_an_address_is_found_however_it_is_written() -> None:
    with transaction():
        actions.decline("Noor@Example.org")
        actions.decline(NOOR)

    found = queries.addresses(["NOOR@example.org", "ander@example.org"])

    assert [*found] == ["NOOR@example.org"]
    assert found["NOOR@example.org"].email == NOOR
    assert queries.address("ander@example.org") is None


def test_a_bounce_marks_the_address_and_the_mail() -> None:
    sent = make.mail(recipient=NOOR, state=MailState.SENT)

    with transaction():
        actions.note_bounce(NOOR, "550 5.1.1 no such user", sent.id)

    db.session.refresh(sent)
    assert (known().bounced_at, known().bounce) == (NOW, "550 5.1.1 no such user")
    assert (sent.state, sent.fault) == (MailState.BOUNCED, Fault.RECIPIENT)
    assert sent.error == "550 5.1.1 no such user"


def test_a_mail_that_is_on_its_way_again_cannot_come_back_yet() -> None:
    again = make.mail(recipient=NOOR)

    with transaction():
        actions.note_bounce(NOOR, "550", again.id)

    db.session.refresh(again)
    assert again.state is MailState.WAITING


def test_a_mail_that_came_back_can_be_sent_again() -> None:
    back = make.mail(state=MailState.BOUNCED)

    with transaction():
        actions.try_again(back.id)

    assert back.state is MailState.WAITING


def test_the_mails_about_one_thing_are_found_latest_first() -> None:
    first, second = make.mail(about="registration:1"), make.mail(about="registration:1")
    make.mail(about="registration:12")

    found = queries.about("registration:1")

    assert {*found} == {first, second}
    assert found == sorted(found, key=lambda mail: (mail.queued_at, mail.id), reverse=True)


def test_everything_known_of_an_address_can_be_read() -> None:
    with transaction():
        actions.decline(NOOR)
        actions.note_bounce(NOOR, "550 no such user")

    exported = PERSONAL.export(Subject(None, NOOR))["mail_address"]

    assert exported == [
        {
            "email": NOOR,
            "bounced_at": NOW.isoformat(),
            "bounce": "550 no such user",
            "declined_at": NOW.isoformat(),
        }
    ]
    assert PERSONAL.export(Subject(None, "ander@example.org"))["mail_address"] == []


def test_erasure_leaves_of_a_wish_only_what_recognises_the_address() -> None:
    with transaction():
        actions.decline(NOOR)
        actions.note_bounce(NOOR, f"550 <{NOOR}> no such user")

    with transaction():
        PERSONAL.erase(Subject(None, NOOR))

    assert (known().email, known().bounced_at, known().bounce) == (None, None, "")
    assert known().declined_at == NOW


def test_erasure_leaves_nothing_of_an_address_without_a_wish() -> None:
    with transaction():
        actions.note_bounce(NOOR, "550")

    with transaction():
        PERSONAL.erase(Subject(None, NOOR))

    assert queries.address(NOOR) is None


def test_a_bounce_is_forgotten_after_a_year() -> None:
    with transaction():
        actions.note_bounce("kapot@example.org", "550")
        actions.note_bounce(NOOR, "550")
        actions.decline(NOOR)

    with transaction():
        PERSONAL.purge(NOW + rules.KEEP_BOUNCE)

    assert queries.address("kapot@example.org") is None
    assert (known().email, known().bounced_at, known().declined_at) == (NOOR, None, NOW)


def test_a_wish_keeps_its_address_for_five_years() -> None:
    with transaction():
        actions.decline(NOOR)

    with transaction():
        changed = PERSONAL.purge(NOW + rules.KEEP_ADDRESS)
    with transaction():
        again = PERSONAL.purge(NOW + rules.KEEP_ADDRESS)

    assert (changed, again) == (1, 0)
    assert (known().email, known().declined_at) == (None, NOW)
