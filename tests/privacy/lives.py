"""Somebody who has done everything that one can do here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import cast, select
from sqlalchemy.types import Text

from rok_events.accounts import actions as accounts
from rok_events.accounts.rules import Role
from rok_events.attendance import actions as attendance
from rok_events.attendance.rules import Newcomer
from rok_events.db import Base, db, transaction
from rok_events.guests import actions as guests
from rok_events.guests import tasks as guests_tasks
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

NAME = "Noortje Vlierboom"
EMAIL = "noortje.vlierboom@ggd.example.org"
WORDS = ("noortje", "vlierboom")

TODAY = NOW + timedelta(hours=1)


def live() -> Activity:
    """Let her be invited, register, wait, be there, walk in, sign in and tick others off.

    Returns:
        An activity ahead with one place, which she has; somebody else waits for it.
    """
    community = make.community()
    today = make.activity(community=community, starts_at=TODAY, closes_at=TODAY)
    walked_into = make.activity(community=community, starts_at=TODAY)
    full = make.activity(community=community, capacity=1)
    ahead = make.activity(community=community, capacity=1)
    invited_to = make.activity(community=community)
    with transaction():
        account = accounts.create(EMAIL, Role.HOST, community.id, NAME)
        accounts.mail_link(EMAIL, "nl")
        registrations.register(full.id, Applicant(name="Eerste", email="eerste@example.org"))
        for activity in (today, full, ahead):
            registrations.register(
                activity.id,
                Applicant(
                    name=NAME,
                    email=EMAIL.upper(),
                    organisation="GGD IJsselland",
                    remarks=f"Groet van {NAME}, bel me op 06 12345678",
                ),
            )
        registrations.register(ahead.id, Applicant(name="Tweede", email="tweede@example.org"))
        wish = Wish(note=f"Tot dan, {NAME}!")
        guests.invite(invited_to.id, {EMAIL: Entry(EMAIL, NAME)}, wish)
    guests_tasks.write()
    with time_machine.travel(TODAY, tick=False), transaction():
        her = attendance.walk_in(walked_into.sessions[0].id, Newcomer(NAME, email=EMAIL))
        attendance.check_in(today.sessions[0].id, her.id, account.id)
    make.certificate(activity=walked_into, person=her, reason=f"Op naam van {NAME}")
    return ahead


def traces(words: tuple[str, ...] = WORDS) -> list[str]:
    """Return each place in the database, as table.column, where one of `words` stands."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            values = db.session.scalars(select(cast(column, Text)).where(column.is_not(None)))
            text = " ".join(values).casefold()
            found += [f"{table.name}.{column.name}" for word in words if word in text]
    return sorted(set(found))
