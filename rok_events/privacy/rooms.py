"""The rooms that keep something of people, in the order in which they forget."""

from __future__ import annotations

from rok_events.accounts import personal as accounts
from rok_events.people import personal as people
from rok_events.registrations import personal as registrations

# Forgetting goes down: what a room above still asks a room below is there until then. Giving up a
# place writes mails, so mail comes last.
ROOMS = (
    registrations.PERSONAL,
    people.PERSONAL,
    accounts.PERSONAL,
)
