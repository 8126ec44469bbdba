"""The rooms that keep something of people, in the order in which they forget."""

from __future__ import annotations

from rok_events.accounts import personal as accounts
from rok_events.invitations import personal as invitations
from rok_events.mail import personal as mail
from rok_events.people import personal as people
from rok_events.registrations import personal as registrations

# Forgetting goes down: what a room above still asks a room below is there until then. Giving up a
# place writes mails, so mail comes last.
ROOMS = (
    invitations.PERSONAL,
    registrations.PERSONAL,
    people.PERSONAL,
    accounts.PERSONAL,
    mail.PERSONAL,
)
