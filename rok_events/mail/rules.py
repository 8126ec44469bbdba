"""Rules of delivery: what a refusal means, when to try again, and when it is no use any more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

# Longer than the slowest honest delivery: connecting, signing in and sending, each step timed out.
LEASE = timedelta(minutes=5)
# So many are taken under one lease. Of these a mail is only begun in the first part of the lease,
# so that the rest is long enough for it; what is not begun by then is given back.
BATCH = 10
BEGIN_WITHIN = 0.2
LONGEST_WAIT = timedelta(hours=4)
LAST_DAY = timedelta(days=3)
# For as long as somebody may ask what was sent; the words themselves, with their secret links, go
# as soon as nobody has to send them again.
KEEP_ROW = timedelta(days=90)
KEEP_WORDS = timedelta(days=14)
# A mailbox may have been repaired after a year. That somebody wants no mail we keep for ever, but
# after the term of people who take part no more only as a digest, which tells nobody who it was.
KEEP_BOUNCE = timedelta(days=365)
KEEP_ADDRESS = timedelta(days=5 * 365)
LINK_WORKS = KEEP_ADDRESS

# Replies of mail servers, RFC 5321, section 4.2.
CLOSING = 421
PERMANENT = 500
TOO_LARGE = 552
_REFUSES_US = re.compile(r"\b5\.7\.\d")


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    USELESS = "useless"


DONE = (MailState.SENT, MailState.USELESS)
OVER = (*DONE, MailState.FAILED, MailState.BOUNCED)
# What may be put back in the outbox by hand: nobody has read it.
UNREAD = (MailState.FAILED, MailState.BOUNCED)


class Happening(StrEnum):
    """What happened to a mail on its way."""

    PUT_OFF = "put_off"
    FAILED = "failed"
    SENT = "sent"
    BOUNCED = "bounced"
    AGAIN = "again"


HAPPENINGS = {
    Happening.PUT_OFF: N_("Not taken yet; put off"),
    Happening.FAILED: N_("Given up"),
    Happening.SENT: N_("Sent"),
    Happening.BOUNCED: N_("Came back"),
    Happening.AGAIN: N_("Put back by hand, to be sent again"),
}


class Step(StrEnum):
    """Where in the conversation with a mail server it went wrong."""

    CONNECT = "connect"
    ENCRYPT = "encrypt"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    MESSAGE = "message"


class Fault(StrEnum):
    """Why a mail was not taken."""

    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    BUSY = "busy"
    BROKEN_OFF = "broken_off"
    RECIPIENT = "recipient"
    REFUSED = "refused"
    MALFORMED = "malformed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Treatment:
    """What a fault means for the mail: `words` for people, a message id.

    `is_final`: trying again would not help. `stops_all`: no other mail would fare better now;
    `stops_domain`: none to the same domain would.
    """

    words: str
    is_final: bool = False
    stops_all: bool = False
    stops_domain: bool = False


TREATMENTS = {
    Fault.UNREACHABLE: Treatment(
        N_("The mail server did not answer, or broke off."), stops_all=True
    ),
    Fault.UNTRUSTED: Treatment(
        N_("The mail server offers no connection that can be trusted."), stops_all=True
    ),
    Fault.SIGN_IN: Treatment(
        N_("The mail server does not accept our name and password."), stops_all=True
    ),
    Fault.SENDER: Treatment(N_("The mail server does not let us send mail."), stops_all=True),
    Fault.BUSY: Treatment(N_("The mail server asked us to come back later.")),
    Fault.BROKEN_OFF: Treatment(
        N_("The mail server broke off, or took too long over this mail."), stops_domain=True
    ),
    Fault.RECIPIENT: Treatment(
        N_("This address does not exist, or it does not take our mail."), is_final=True
    ),
    Fault.REFUSED: Treatment(N_("The mail server refused this mail."), is_final=True),
    Fault.MALFORMED: Treatment(
        N_("This mail cannot be sent: its address or its heading is not valid."), is_final=True
    ),
    Fault.INTERRUPTED: Treatment(N_("Sending was broken off each time.")),
}


@dataclass(frozen=True)
class Failure:
    """One try that did not succeed; `said` is what the server or the network said of it.

    `is_sudden`: the connection was closed, without a word or a wait.
    """

    fault: Fault
    said: str
    is_sudden: bool = False


def fault_of(step: Step, code: int) -> Fault:
    """Return what a mail server meant by the reply `code` at a step; 0 where it gave no reply."""
    is_about_mail = step in {Step.RECIPIENT, Step.MESSAGE}
    if step is Step.ENCRYPT:
        return Fault.UNTRUSTED
    if code in {0, CLOSING} or step is Step.CONNECT:
        # A server that looks the recipient up elsewhere may wait for that one domain.
        return Fault.BROKEN_OFF if is_about_mail else Fault.UNREACHABLE
    if is_about_mail:
        final = Fault.RECIPIENT if step is Step.RECIPIENT else Fault.REFUSED
        return final if code >= PERMANENT else Fault.BUSY
    if step is Step.SIGN_IN:
        return Fault.SIGN_IN
    # This one answers the announced size of this very mail, though at the step of the sender.
    return Fault.REFUSED if code == TOO_LARGE else Fault.SENDER


def is_unknown(failure: Failure) -> bool:
    """Tell whether a server said for good that it has no such mailbox.

    Where it says more (RFC 3463), a class of 7 refuses us, not the address.
    """
    return failure.fault is Fault.RECIPIENT and not _REFUSES_US.search(failure.said)


def next_try(attempts: int, queued_at: datetime, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts; `None` when the last day is over.

    One minute, two, four, and so on to four hours: soon for a server that restarts, and some
    twenty times in three days for one that is away for a weekend.
    """
    wait = min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
    return now + wait if now + wait <= queued_at + LAST_DAY else None


class Sendable(Protocol):
    """What a mail must tell for us to know whether it can be sent again."""

    state: MailState
    fault: Fault | None
    text: str
    useless_at: datetime | None


S = TypeVar("S", bound=Sendable)


@dataclass(frozen=True)
class Reason(Generic[S]):
    """Mails that failed for one reason; `again` counts those that can be tried again."""

    fault: Fault
    mails: Sequence[S]
    again: int


def by_reason(mails: Iterable[S], now: datetime) -> list[Reason[S]]:
    """Put mails that failed together by the reason why, the most frequent first."""
    groups: dict[Fault, list[S]] = {}
    for mail in mails:
        groups.setdefault(mail.fault or Fault.INTERRUPTED, []).append(mail)
    reasons = [
        Reason(fault, found, sum(can_try_again(mail, now) for mail in found))
        for fault, found in groups.items()
    ]
    return sorted(reasons, key=lambda reason: -len(reason.mails))


def can_try_again(mail: Sendable, now: datetime) -> bool:
    """Tell whether a mail that nobody has read can still be sent: its words are there and serve."""
    is_over = mail.useless_at is not None and mail.useless_at <= now
    return mail.state in UNREAD and bool(mail.text) and not is_over


def is_private_host(host: str) -> bool:
    """Tell whether an address such as `127.0.0.1` or `localhost` is out of the world's reach."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".test"))
