"""Inviting people, reminding them, and taking invitations back.

Whatever gives out a place or tells a calendar holds the activity's row. So two organisers who
invite the same list at once invite nobody twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import literal

from rok_events import jobs
from rok_events.activities import queries as activities
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, text, tokens
from rok_events.core.text import N_
from rok_events.db import after_commit, db, unless_known
from rok_events.guests import known_queries, lists, mails, queries, rules
from rok_events.guests.models import Guest, InvitedOrganisation
from rok_events.guests.rules import Owed, Source, Standing
from rok_events.invitations import actions as invitations
from rok_events.mail import actions as mail
from rok_events.people import actions as people
from rok_events.people import queries as people_queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.activities.models import Session
    from rok_events.guests.lists import Entry
    from rok_events.guests.rules import Known, Refusal
    from rok_events.mail.letters import Letter

WRITE = "guests.write"

MOST_AT_ONCE = 25
"""How many mails are written in one transaction: others who write wait no longer than that."""


@dataclass(frozen=True)
class Judged:
    """Who on a list will be invited, and who will not and why."""

    wanted: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, Refusal]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How an organiser invites: a line of their own, the language, and who they are."""

    note: str = ""
    locale: str = "nl"
    account_id: int | None = None


def judge(activity_id: int, entries: Mapping[str, Entry]) -> Judged:
    """Tell who on a list would be invited; nothing is changed."""
    known = queries.known(activity_id, entries)
    judged = Judged()
    for email, entry in entries.items():
        refusal = rules.refusal(known[email])
        if refusal is None:
            judged.wanted.append(entry)
        else:
            judged.refused.append((entry, refusal))
    return judged


def invite(activity_id: int, entries: Mapping[str, Entry], wish: Wish) -> int:
    """Invite whoever on a list can be, and return how many; the worker writes their mails.

    Raises:
        ConflictError: nobody can register for the activity now.
    """
    activity = activities.get_for_update(activity_id)
    now = clock.now()
    rules.refuse_inviting(activity, now)
    wanted = judge(activity_id, entries).wanted
    emails = [entry.email for entry in wanted]
    took_part = known_queries.names(emails, activity.community_id)
    ids = people.welcome_all(
        {entry.email: entry.name or lists.guessed_name(entry.email) for entry in wanted}
    )
    note = text.lines(wish.note)[: rules.LONGEST_NOTE]
    # One statement for all: by one object each it would be as many as there are guests.
    rows = [
        {
            "activity_id": activity_id,
            "person_id": ids[email],
            "token": tokens.new(),
            "source": Source.TOOK_PART if email in took_part else Source.GIVEN,
            "locale": wish.locale,
            "note": note,
            "owed": Owed.INVITATION,
            "invited_at": now,
            "invited_by_id": wish.account_id,
        }
        for email in emails
    ]
    if rows:
        db.session.execute(unless_known(Guest), rows)
        about = About(community=activity.community_id, activity=activity_id)
        audit.note(about, N_("People were invited."), after={"rows": len(rows)})
        _keep_organisations(activity_id, [*ids.values()])
    after_commit(jobs.later, WRITE)
    return len(wanted)


def remind(activity_id: int) -> int:
    """Ask those without an answer once more, and return how many; the worker writes their mails.

    Raises:
        ConflictError: nobody can register for the activity now.
    """
    activity = activities.get_for_update(activity_id)
    now = clock.now()
    rules.refuse_inviting(activity, now)
    silent = queries.remindable(activity_id, now)
    for guest in silent:
        guest.owed = Owed.REMINDER
        guest.reminded_at = now
    after_commit(jobs.later, WRITE)
    return len(silent)


def take_back(guest_id: int) -> None:
    """Take an invitation back, and take it out of the guest's calendar.

    Raises:
        ConflictError: the guest has registered, or said no.
    """
    guest = queries.get(guest_id)
    activities.get_for_update(guest.activity_id)
    db.session.refresh(guest)
    standing = queries.standing(guest)
    if standing is Standing.TAKEN_BACK:
        return
    rules.refuse_taking_back(standing)
    guest.taken_back_at = clock.now()
    was_written = guest.owed is not Owed.INVITATION
    guest.owed = None
    entries = invitations.take_out(guest.person_id, guest.activity_id)
    if was_written:
        mail.queue(mails.taken_back(guest, entries[0] if entries else None))


def write(most: int = MOST_AT_ONCE) -> bool:
    """Write some of the mails that are owed to guests of one activity, if any are.

    Whoever answered, registered, or asked for no more mail meanwhile gets none.
    """
    activity_id = queries.first_owed()
    if activity_id is None:
        return False
    activity = activities.get_for_update(activity_id)
    now = clock.now()
    is_on = rules.is_on(activity, now)
    coming = [one for one in activity.sessions if one.cancelled_at is None and one.starts_at > now]
    guests = queries.owed(activity_id, most)
    known = queries.known(activity_id, [guest.person.email or "" for guest in guests])
    for guest in guests:
        owed, guest.owed = guest.owed, None
        about = known[guest.person.email or ""]
        if is_on and coming and owed and rules.is_wanted(owed, _standing(guest, about), about):
            mail.queue(_letter(guest, owed, coming))
    return True


def _keep_organisations(activity_id: int, person_ids: Sequence[int]) -> None:
    """Keep which organisations are invited, by where people work now; not who works there."""
    asked = people_queries.present_employers(person_ids).add_columns(literal(activity_id))
    names = ("organisation_id", "activity_id")
    db.session.execute(unless_known(InvitedOrganisation).from_select(names, asked))


def _letter(guest: Guest, owed: Owed, coming: Sequence[Session]) -> Letter:
    if owed is Owed.REMINDER:
        return mails.reminder(guest, coming)
    page = mails.page(guest)
    entry = invitations.ask(guest.person, coming[0], page=page, locale=guest.locale)
    return mails.invitation(guest, coming, entry)


def _standing(guest: Guest, about: Known) -> Standing:
    return rules.standing(
        guest.answer,
        about.status,
        is_opened=guest.opened_at is not None,
        is_taken_back=guest.taken_back_at is not None,
    )
