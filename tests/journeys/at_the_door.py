"""The phone of a host at the door, for the journeys there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from sqlalchemy import func, select

from rok_events.activities import queries as activities
from rok_events.attendance import closing_actions
from rok_events.attendance.models import Attendance
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.people.models import Person
from rok_events.registrations import actions as registrations
from rok_events.registrations import tickets
from tests.journeys.people import say, sign_in
from tests.journeys.world import register

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

HOST = "host@example.org"
READY = "() => navigator.serviceWorker.ready.then(() => caches.keys()).then((all) => all.length)"


class Phone:
    """A host's phone at the door of one session."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        self.visitor, self.path = visitor, path
        self.page = visitor.go(path)
        expect(self.page.locator("#scan")).to_be_visible()

    def row(self, name: str) -> Locator:
        """Return the row of somebody on the list."""
        return self.page.locator(".rok-tick").filter(has_text=name)

    def is_in(self, name: str) -> None:
        """Wait until somebody is ticked off here."""
        expect(self.row(name).get_by_role("button", name=f"{say('Undo')} {name}")).to_be_visible()

    def says(self, *words: str) -> None:
        """Wait until the last scan came to this."""
        for word in words:
            expect(self.page.locator("#said")).to_contain_text(word)

    def read(self, ticket: str) -> None:
        """Read a ticket by a reader with a cable, which types it."""
        box = self.page.get_by_role("searchbox")
        box.fill(ticket)
        box.press("Enter")

    def lose_connection(self) -> None:
        """Go where no connection is, once the phone has what it needs."""
        self.page.wait_for_function(READY)
        self.visitor.context.set_offline(True)

    def open_anew(self) -> None:
        """Close the tab, and open the page in another."""
        self.page.close()
        self.page = self.visitor.context.new_page()
        self.page.goto(self.visitor.address + self.path)

    def walk_in(self, name: str) -> None:
        """Let somebody in who is not on the list."""
        self.page.get_by_role("link", name=say("Walk-in")).click()
        self.page.get_by_label(say("Name"), exact=True).fill(name)
        agrees = say("They agree that we keep this, and that they were here")
        self.page.get_by_label(agrees).check()
        self.page.get_by_role("button", name=say("Tick off as present")).click()


def another(visit: Visit, system: System, door: str) -> Phone:
    """Return one more phone, whose host has signed in."""
    visitor = visit(on="phone")
    sign_in(visitor, system, HOST)
    return Phone(visitor, door)


def ticket(
    system: System, slug: str, name: str, organisation: str, *, cancels: bool = False
) -> str:
    """Let somebody register, and return their ticket."""
    before = clock.now() - timedelta(days=20)
    with system.app().app_context(), clock.played_at(before), transaction():
        made = register(activities.get_by_slug(slug), name, organisation)
        if cancels:
            registrations.cancel(made.id)
        return tickets.code(made.id)


def keep_times(system: System, slug: str, *, asks_out: bool = True) -> None:
    """Choose whether it is kept when people come and go."""
    with system.app().app_context(), transaction():
        session = activities.get_by_slug(slug).sessions[0]
        closing_actions.keep_times(session.id, asks_out=asks_out)


def presences(system: System, name: str) -> int:
    """Count how often somebody was at the session of today."""
    with system.app().app_context():
        here = select(func.count()).select_from(Attendance).join(Attendance.person)
        return db.session.scalars(here.where(Person.name == name)).one()
