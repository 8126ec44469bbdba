"""What columns and their values are called in the trail, for all tables: many share a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.audit.rules import Actor, Deed
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEDS: Mapping[Deed, str] = {
    Deed.MADE: N_("%(thing)s added"),
    Deed.CHANGED: N_("%(thing)s changed"),
    Deed.REMOVED: N_("%(thing)s removed"),
    Deed.FORGOTTEN: N_("Personal values erased from the audit trail"),
    Deed.CLEANED: N_("Old rows of the audit trail cleaned away"),
}

ACTORS: Mapping[Actor, str] = {
    Actor.VISITOR: N_("Somebody without an account"),
    Actor.SYSTEM: N_("The system"),
    Actor.COMMAND: N_("A command: %(name)s"),
    Actor.JOB: N_("By itself: %(name)s"),
}

SUBJECTS: Mapping[str, str] = {
    "activity": N_("Activity"),
    "organisation": N_("Organisation"),
    "person": N_("Person"),
    "account": N_("Account"),
    "community": N_("Network"),
}

COLUMNS: Mapping[str, str] = {
    "accent": N_("Colour"),
    "accreditations": N_("Accreditations"),
    "active": N_("Can sign in"),
    "answer": N_("Answer"),
    "answers": N_("Answers to the questions"),
    "asked_after_id": N_("Asked after"),
    "asked_if": N_("Asked if the answer is"),
    "audience": N_("For whom"),
    "body": N_("Text of the message"),
    "cancel_reason": N_("Reason for cancelling"),
    "cancelled_at": N_("Cancelled on"),
    "capacity": N_("Places"),
    "closes_at": N_("Registration closes"),
    "community_id": N_("Network"),
    "contact_email": N_("Address for questions"),
    "deed": N_("What was done"),
    "description": N_("Description"),
    "domain": N_("E-mail domain"),
    "email": N_("E-mail address"),
    "ends_at": N_("Ends"),
    "ends_on": N_("Until"),
    "frees_at_once": N_("A no in the calendar frees the place at once"),
    "given_by": N_("Given by"),
    "gone": N_("Number of what was merged"),
    "group": N_("To whom"),
    "hint": N_("Explanation"),
    "hosted_by": N_("Led by"),
    "invited_by_id": N_("Invited by"),
    "is_backed_up": N_("Kept in the cloud"),
    "is_discreet": N_("Discreet"),
    "is_required": N_("Must be answered"),
    "is_sensitive": N_("Sensitive"),
    "issuer": N_("Provider"),
    "kept": N_("Number of what was kept"),
    "kind": N_("Kind"),
    "label": N_("Name"),
    "merged_into_id": N_("Merged into"),
    "minimum_presence": N_("Presence for a certificate, in percent"),
    "name": N_("Name"),
    "note": N_("Note"),
    "number": N_("Number"),
    "online_url": N_("Online address"),
    "options": N_("Choices"),
    "organisation_id": N_("Organisation"),
    "organiser_id": N_("Registered by"),
    "paper": N_("Paper"),
    "person_id": N_("Person"),
    "place": N_("Town"),
    "place_address": N_("Address"),
    "place_name": N_("Place"),
    "place_notes": N_("How to get there and get in"),
    "position": N_("Place in the row"),
    "referrer_id": N_("Place from, or asked for by"),
    "remarks": N_("Remarks"),
    "register": N_("Register of professionals"),
    "reminded_at": N_("Reminded on"),
    "role": N_("Role"),
    "round": N_("Round"),
    "rows": N_("How many"),
    "schedule": N_("Reminders"),
    "sector": N_("Sector"),
    "session_id": N_("Session"),
    "setting": N_("Where"),
    "share": N_("Share of the session"),
    "slug": N_("Address of the page"),
    "source": N_("How we know"),
    "standing": N_("Standing"),
    "starts_at": N_("Begins"),
    "starts_on": N_("From"),
    "state": N_("State"),
    "status": N_("Status"),
    "subject": N_("Subject"),
    "summary": N_("Summary"),
    "taken_back_at": N_("Taken back on"),
    "text": N_("Text"),
    "title": N_("Title"),
    "total": N_("To how many"),
    "values": N_("How many"),
    "website": N_("Website"),
}

# By column: one word may mean different things.
VALUES: Mapping[str, Mapping[str, str]] = {
    "answer": {"accepted": N_("yes"), "tentative": N_("maybe"), "declined": N_("no")},
    "deed": {
        "noted": N_("noted something"),
        "registered": N_("registered for somebody"),
        "confirmed": N_("given a place"),
        "put_back": N_("put back on the waiting list"),
        "cancelled": N_("deregistered by an organiser"),
        "swapped": N_("swapped places"),
        "given_away": N_("gave the place to a colleague"),
        "taken_over": N_("took over the place of a colleague"),
    },
    "kind": {
        "text": N_("in words"),
        "choice": N_("one choice"),
        "several": N_("several choices"),
        "yes_no": N_("yes or no"),
    },
    "role": {
        "administrator": N_("administrator"),
        "organiser": N_("organiser"),
        "host": N_("host"),
        "lead": N_("project lead"),
        "professional": N_("Professional"),
        "expert_by_experience": N_("Expert by experience"),
        "parent": N_("Parent"),
        "student": N_("Student"),
        "researcher": N_("Researcher"),
        "policy": N_("Policy officer or manager"),
    },
    "schedule": {
        "none": N_("none"),
        "day": N_("a day before"),
        "week_and_day": N_("a week and a day before"),
    },
    "setting": {
        "on_site": N_("at a place"),
        "online": N_("online"),
        "hybrid": N_("at a place and online"),
    },
    "source": {
        "took_part": N_("took part before"),
        "given": N_("from a list"),
        "list": N_("was registered"),
        "walk_in": N_("walked in"),
        "import": N_("from a file"),
    },
    "standing": {
        "accepted": N_("on the list"),
        "proposed": N_("to be judged"),
        "ignored": N_("not an organisation"),
    },
    "state": {
        "draft": N_("draft"),
        "published": N_("published"),
        "cancelled": N_("called off"),
        "sending": N_("being sent"),
        "sent": N_("sent"),
        "stopped": N_("stopped"),
    },
    "status": {
        "confirmed": N_("has a place"),
        "waiting": N_("on the waiting list"),
        "cancelled": N_("cancelled"),
    },
}
