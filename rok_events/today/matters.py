"""What needs somebody now, in words and with its address: each kind is one counting query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext

from rok_events.activities import changing, concern_queries
from rok_events.attendance import queries as attendance
from rok_events.core.permissions import Permission
from rok_events.guests import queries as guests
from rok_events.mail import inbox_queries as inbox
from rok_events.mail import queries as mail
from rok_events.mail.inbox_rules import Handling
from rok_events.people import queries as people
from rok_events.registrations import queries as registrations
from rok_events.work import queries as work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from rok_events.activities.concern_queries import Concern
    from rok_events.web.access import Visitor

    Communities = Collection[int] | None


class Part(NamedTuple):
    """One activity in which something waits, and what more there is to say of it."""

    title: str
    url: str
    starts_at: datetime
    note: str = ""


@dataclass(frozen=True)
class Matter:
    """Something that waits for somebody; `parts` are the first activities of it, `rest` the others.

    `is_late` if somebody outside notices: a mail that did not arrive, a letter without an answer.
    """

    number: int
    words: str
    url: str
    parts: Sequence[Part] = ()
    rest: int = 0
    is_late: bool = False


def gathered(visitor: Visitor, now: datetime) -> list[Matter]:
    """Return what waits for a visitor, what others notice first."""
    found = (
        matter
        for permission, ask in KINDS
        if visitor.may_somewhere(permission)
        for matter in ask(visitor.communities(permission), now)
    )
    return [matter for matter in (*found, _working(visitor, now)) if matter.number]


def _working(visitor: Visitor, now: datetime) -> Matter:
    number = work.unsettled(visitor.account_id, now)
    words = ngettext(
        "task of yours that is being done, or did not work out",
        "tasks of yours that are being done, or did not work out",
        number,
    )
    return Matter(number, words, url_for("work.index"))


def _failed(mine: Communities, _now: datetime) -> Iterator[Matter]:
    number = mail.unread_count(mine)
    words = ngettext("mail that did not arrive", "mails that did not arrive", number)
    yield Matter(number, words, url_for("mail.dead_letters"), is_late=True)


def _letters(mine: Communities, _now: datetime) -> Iterator[Matter]:
    number = inbox.count(mine, Handling.ASIDE)
    words = ngettext("letter in the inbox", "letters in the inbox", number)
    yield Matter(number, words, url_for("inbox.index"), is_late=True)


def _declined(mine: Communities, now: datetime) -> Iterator[Matter]:
    found = registrations.undecided(mine, now)
    number = found[0].total if found else 0
    words = ngettext(
        "person said no in the calendar, and still has a place",
        "people said no in the calendar, and still have a place",
        number,
    )
    yield _by_activity(
        found, words, lambda id_: url_for("desk.index", activity_id=id_, antwoord="nee")
    )


def _unclosed(mine: Communities, now: datetime) -> Iterator[Matter]:
    number = attendance.count_open(mine, now)
    words = ngettext(
        "presence list that is not closed",
        "presence lists that are not closed",
        number,
    )
    yield Matter(number, words, url_for("attendance.past", lijst="open"))


def _unjudged(_mine: Communities, _now: datetime) -> Iterator[Matter]:
    number = people.count_proposed()
    words = ngettext(
        "name of an organisation to be judged", "names of organisations to be judged", number
    )
    yield Matter(number, words, url_for("judging.judge"))


def _unanswered(mine: Communities, now: datetime) -> Iterator[Matter]:
    found = guests.awaited(mine, now)
    number = found[0].total if found else 0
    words = ngettext("invitation without an answer", "invitations without an answer", number)
    yield _by_activity(found, words, lambda id_: url_for("guests.overview", activity_id=id_))


def _untold(mine: Communities, _now: datetime) -> Iterator[Matter]:
    found = concern_queries.untold(mine)
    number = found[0].total if found else 0
    words = ngettext(
        "change of which participants hear in a moment",
        "changes of which participants hear in a moment",
        number,
    )
    yield _by_activity(
        found, words, lambda id_: url_for("planning.show", activity_id=id_), says_number=False
    )


def _drafts(mine: Communities, now: datetime) -> Iterator[Matter]:
    found = concern_queries.drafts(mine)
    number = found[0].total if found else 0
    parts = [
        Part(
            draft.title,
            url_for("planning.show", activity_id=draft.id),
            draft.starts_at,
            _still_missing(changing.missing(draft, now)),
        )
        for draft in found
    ]
    words = ngettext("draft that nobody sees yet", "drafts that nobody sees yet", number)
    drafts = url_for("planning.index", staat="concept")
    yield Matter(number, words, drafts, parts, number - len(parts))


KINDS: Sequence[tuple[Permission, Callable[[Communities, datetime], Iterator[Matter]]]] = (
    (Permission.SEE_MAIL, _failed),
    (Permission.SEE_MAIL, _letters),
    (Permission.MANAGE_REGISTRATIONS, _declined),
    (Permission.CHECK_IN, _unclosed),
    (Permission.MANAGE_PEOPLE, _unjudged),
    (Permission.WRITE_TO_PARTICIPANTS, _unanswered),
    (Permission.PLAN_ACTIVITIES, _untold),
    (Permission.PLAN_ACTIVITIES, _drafts),
)


def _by_activity(
    found: Sequence[Concern], words: str, url: Callable[[int], str], *, says_number: bool = True
) -> Matter:
    if not found:
        return Matter(0, words, "")
    parts = [
        Part(
            one.title,
            url(one.id),
            one.starts_at,
            str(one.number) if says_number and len(found) > 1 else "",
        )
        for one in found
    ]
    only = parts[0].url if len(found) == 1 else ""
    return Matter(found[0].total, words, only, parts, found[0].activities - len(found))


def _still_missing(lacks: Sequence[str]) -> str:
    if not lacks:
        return str(gettext("ready to be published"))
    return str(gettext("still misses %(things)s", things=", ".join(map(gettext, lacks))))
