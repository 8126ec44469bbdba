"""Mails that come back: which, why, and whether the next one would too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.mail import inbox, incoming, queries
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import Sort
from rok_events.mail.rules import MailState
from tests import make
from tests.mail import returned
from tests.mail.returned import GONE, OURS

if TYPE_CHECKING:
    from rok_events.mail.models import OutgoingMail

SHAPES = {
    "report": returned.report(),
    "report with headers": returned.report(headers_only=True),
    "exchange": returned.exchange(),
    "in words": returned.plain(),
}


@pytest.mark.parametrize("raw", SHAPES.values(), ids=SHAPES)
def test_each_server_is_understood(raw: bytes) -> None:
    read = incoming.read(raw)

    assert read.sort is Sort.BOUNCE
    assert read.bounce is not None
    assert read.bounce.names[0] == OURS
    assert read.bounce.is_permanent
    assert "550" in read.bounce.reason


@pytest.mark.parametrize(
    ("raw", "is_permanent"),
    [
        (returned.report(status="4.2.2"), False),
        (returned.report(status="5.7.1"), True),
        (returned.plain(code="452"), False),
        (returned.plain(code="Nope:"), False),
    ],
)
def test_a_full_mailbox_is_not_gone_for_good(raw: bytes, *, is_permanent: bool) -> None:
    bounce = incoming.read(raw).bounce

    assert bounce is not None
    assert bounce.is_permanent is is_permanent


@pytest.mark.parametrize(
    "raw",
    [returned.report("delayed", "4.4.1"), returned.report("delivered", "2.0.0"), returned.late()],
    ids=["delayed", "delivered", "late in words"],
)
def test_what_is_merely_late_has_not_come_back(raw: bytes) -> None:
    read = incoming.read(raw)

    assert (read.sort, read.bounce) == (Sort.AUTOMATIC, None)


@pytest.fixture
def sent(database: None) -> OutgoingMail:
    """A mail of ours that was sent."""
    return make.mail(
        message_id=OURS, recipient=GONE, state=MailState.SENT, community_id=make.community().id
    )


@pytest.mark.parametrize("raw", SHAPES.values(), ids=SHAPES)
def test_a_mail_that_came_back_is_marked_with_its_address(sent: OutgoingMail, raw: bytes) -> None:
    kept = inbox.take(raw)

    assert kept is not None
    assert (kept.reason, kept.handling) == (incoming.BOUNCE, Handling.BY_ITSELF)
    assert (kept.email, kept.community_id) == (GONE, sent.community_id)
    known = queries.address(GONE)
    assert known is not None
    assert known.bounced_at is not None
    assert "550" in known.bounce
    assert queries.get(sent.id).state is MailState.BOUNCED


def test_a_full_mailbox_marks_the_mail_and_not_the_address(sent: OutgoingMail) -> None:
    inbox.take(returned.report(status="4.2.2"))

    assert queries.address(GONE) is None
    assert queries.get(sent.id).state is MailState.BOUNCED


def test_who_invents_a_bounce_must_know_our_mail(sent: OutgoingMail) -> None:
    kept = inbox.take(returned.report(name="verzonnen-verzonnen@agenda.example.org"))

    assert kept is not None
    assert (kept.reason, kept.handling) == (incoming.UNKNOWN_BOUNCE, Handling.ASIDE)
    assert queries.address(GONE) is None
    assert queries.get(sent.id).state is MailState.SENT
