"""The rooms that keep something of people, in the order in which they forget."""

from __future__ import annotations

from rok_events.accounts import personal as accounts
from rok_events.attendance import personal as attendance
from rok_events.audit import personal as audit
from rok_events.certificates import personal as certificates
from rok_events.guests import personal as guests
from rok_events.invitations import personal as invitations
from rok_events.mail import inbox_personal as inbox
from rok_events.mail import personal as mail
from rok_events.messages import personal as messages
from rok_events.people import personal as people
from rok_events.registrations import personal as registrations
from rok_events.seating import personal as seating
from rok_events.work import personal as work

# Forgetting goes down the floors, so that what a room asks of those below is still there. Giving up
# a place writes mails, so mail comes last.
ROOMS = (
    certificates.PERSONAL,
    messages.PERSONAL,
    seating.PERSONAL,
    guests.PERSONAL,
    attendance.PERSONAL,
    invitations.PERSONAL,
    registrations.PERSONAL,
    people.PERSONAL,
    work.PERSONAL,
    accounts.PERSONAL,
    inbox.PERSONAL,
    mail.PERSONAL,
    audit.PERSONAL,
)
