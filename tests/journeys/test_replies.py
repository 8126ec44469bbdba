"""Somebody declines in a mail program, and whoever waited longest gets the place.

Everything is real: mails leave by SMTP, the answer lies in a mailbox on an IMAP server, and what
follows is seen in the browsers of both and of the organiser.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from config import ROOT
from tests.invitations.clients import outlook
from tests.invitations.said import Said, stamp
from tests.journeys import system as systems
from tests.journeys import world
from tests.journeys.people import say, sign_in
from tests.journeys.system import calendar_of, text_of
from tests.mail import dovecot
from tests.mail.sinks import Sink, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World
    from tests.mail.dovecot import Mailbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing()),
]

NOOR, SAM = "noor@noord.example.org", "sam@brug.example.org"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    """A mail server that takes what the system sends."""
    with running(Sink()) as sink:
        yield sink


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """The mailbox of the address that the system sends from."""
    with dovecot.serving() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, sink: Sink, mailbox: Mailbox) -> System:
    """A system of its own, that sends by SMTP and reads the mailbox."""
    system = systems.prepare(tmp_path_factory.mktemp("replies"))
    system.environment["MAIL_URL"] = f"smtp://127.0.0.1:{sink.port}?tls=none"
    system.environment["INBOX_URL"] = mailbox.url
    return system


@pytest.fixture(scope="module")
def played(system: System) -> Iterator[World]:
    """The running system, with what was played before the journey begins."""
    with system.app().app_context():
        played = world.play()
    with systems.serving(system):
        yield played


def mail_to(sink: Sink, recipient: str, words: str) -> EmailMessage:
    """Wait for the mail to somebody whose words or calendar object hold these."""
    deadline = time.monotonic() + systems.PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for content in reversed(sink.taken):
            mail = message_from_bytes(content, policy=default)
            if recipient in str(mail["To"]) and words in f"{text_of(mail)} {calendar_of(mail)}":
                return mail
        time.sleep(0.1)
    msg = f"no mail to {recipient} with {words!r} among {len(sink.taken)}"
    raise AssertionError(msg)


def line(calendar: str, name: str) -> str:
    """Return what one line of a calendar object says."""
    lines = calendar.replace("\r\n", "\n").split("\n")
    return next(one.partition(":")[2] for one in lines if one.startswith(f"{name}:"))


def declined(invitation: EmailMessage) -> bytes:
    """Return what Outlook sends when its owner declines an invitation."""
    calendar = calendar_of(invitation)
    return outlook(
        Said(
            uid=line(calendar, "UID"),
            email=NOOR,
            answer="DECLINED",
            sequence=int(line(calendar, "SEQUENCE")),
            stamp=stamp(datetime.now(UTC)),
        )
    )


def fetch(system: System) -> str:
    """Fetch what lies in the mailbox now: the worker does so each minute."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "mail", "fetch"],
        cwd=ROOT,
        env=os.environ | system.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_who_declines_in_a_calendar_makes_room_for_the_next(
    visit: Visit, system: System, played: World, sink: Sink, mailbox: Mailbox
) -> None:
    hers, his, organiser = visit(on="phone"), visit(on="phone"), visit()
    heading = his.go(f"/aanmelding/{played.waiting_token}").get_by_role("heading", level=1)
    expect(heading).to_have_text(say("You are number %(place)s on the waiting list.", place=1))

    mailbox.put(declined(mail_to(sink, NOOR, "METHOD:REQUEST")))
    assert fetch(system) == "1 new mails taken in.\n"
    question = mail_to(sink, NOOR, f"/aanmelding/{played.holder_token}/toch")

    # The place is kept until she says so herself, and the organiser sees what she said.
    his.page.reload()
    expect(heading).to_have_text(say("You are number %(place)s on the waiting list.", place=1))
    sign_in(organiser, system, "organiser@example.org")
    inbox = organiser.go("/beheer/postvak?staat=vanzelf")
    asked = say("Not coming, says the calendar; asked by mail to say so once more.")
    expect(inbox.get_by_text(asked)).to_be_visible()
    assert organiser.look() == []

    came = hers.go(link_to(question, "toch"))
    expect(came.get_by_role("heading", level=1)).to_have_text(say("Are you coming after all?"))
    assert hers.look() == []
    page = hers.go(link_to(question, "afmelden"))
    page.get_by_role("button", name=say("Yes, cancel it")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("You are not registered any more.")
    )
    his.page.reload()
    expect(heading).to_have_text(say("You have a place."))
    assert mail_to(sink, NOOR, "METHOD:CANCEL")
    assert mail_to(sink, SAM, "METHOD:REQUEST")
    assert mailbox.inside() == []


def link_to(mail: EmailMessage, page: str) -> str:
    """Return the address in a mail that ends in the name of a page."""
    return next(word for word in text_of(mail).split() if word.endswith(f"/{page}"))
