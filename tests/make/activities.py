"""Activities, and who has to do with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rok_events.activities.kinds import Kind
from rok_events.activities.models import Activity, Question, Session
from rok_events.activities.rules import QuestionKind, State
from rok_events.attendance.models import Attendance
from rok_events.attendance.rules import Source as AttendanceSource
from rok_events.certificates import rules as certificate_rules
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Facts
from rok_events.guests.models import Guest, InvitedOrganisation
from rok_events.guests.rules import Source
from rok_events.introductions.models import SectorPair
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from rok_events.seating.models import TableWish
from tests.make.people import community, organisation, person
from tests.make.rows import LONG_AGO, SPRING, next_number, saved


def activity(**given: Any) -> Activity:
    """Make a published casustafel next spring, of one session of two hours, with ten places.

    `sessions` may give the starts of several sessions instead.
    """
    n = next_number()
    starts = given.pop("sessions", [given.pop("starts_at", SPRING)])
    given["community"] = given.get("community") or community()
    defaults = {
        "kind": Kind.CASUSTAFEL,
        "slug": f"casustafel-{n}",
        "title": f"Casustafel {n}",
        "capacity": 10,
        "closes_at": starts[0],
        "state": State.PUBLISHED,
        "place_name": "Het Wijkhuis",
        "starts_at": starts[0],
        "ends_at": starts[-1] + timedelta(hours=2),
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "published_at": LONG_AGO,
    }
    made = Activity(**defaults | given)
    made.sessions = [
        Session(number=number, starts_at=start, ends_at=start + timedelta(hours=2))
        for number, start in enumerate(starts, 1)
    ]
    return saved(made)


def question(**given: Any) -> Question:
    """Make a question of an activity, to be answered in words."""
    given["activity_id"] = (given.pop("activity", None) or activity()).id
    defaults = {"position": 1, "kind": QuestionKind.TEXT, "label": "Wat breng je in?"}
    return saved(Question(**defaults | given))


def registration(**given: Any) -> Registration:
    """Make a confirmed registration."""
    given["activity"] = given.get("activity") or activity()
    given["person"] = given.get("person") or person()
    moment = LONG_AGO + timedelta(minutes=next_number())
    defaults = {
        "status": Status.CONFIRMED,
        "registered_at": moment,
        "token": f"token-{next_number()}",
    }
    return saved(Registration(**defaults | given))


def guest(**given: Any) -> Guest:
    """Make somebody who was invited, and has had the mail."""
    given["activity"] = given.get("activity") or activity()
    given["person"] = given.get("person") or person()
    defaults = {"source": Source.GIVEN, "token": f"gast-{next_number()}", "invited_at": LONG_AGO}
    return saved(Guest(**defaults | given))


def invited_organisation(**given: Any) -> InvitedOrganisation:
    """Make an organisation of which somebody was invited, and is forgotten."""
    activity_id = given.pop("activity").id
    organisation_id = (given.pop("organisation", None) or organisation()).id
    return saved(InvitedOrganisation(activity_id=activity_id, organisation_id=organisation_id))


def attendance(**given: Any) -> Attendance:
    """Make somebody present at a whole session."""
    given["session"] = given.get("session") or activity().sessions[0]
    given["person"] = given.get("person") or person()
    return saved(Attendance(**{"source": AttendanceSource.LIST, "recorded_at": SPRING} | given))


def certificate(**given: Any) -> Certificate:
    """Make a certificate that counts, of two hours at the first session of its activity."""
    given["activity"] = given.get("activity") or activity()
    given["person"] = given.get("person") or person()
    held = given["activity"]
    first = held.sessions[0]
    facts = Facts(
        network=held.community.name,
        accent=held.community.accent,
        kind=held.kind.value,
        title=held.title,
        place=held.place_name,
        host=held.hosted_by,
        sessions=((first.starts_at.isoformat(), first.ends_at.isoformat()),),
        held=120,
        present=120,
        accreditations=(),
    )
    defaults = {
        "name": given["person"].name,
        "code": certificate_rules.new_code(),
        "facts": vars(facts),
        "is_valid": True,
        "locale": "nl",
        "issued_at": LONG_AGO,
    }
    return saved(Certificate(**defaults | given))


def sector_pair(**given: Any) -> SectorPair:
    """Make two sectors that should know each other."""
    return saved(SectorPair(**{"one": "onderwijs", "other": "welzijn"} | given))


def table_wish(**given: Any) -> TableWish:
    """Make a wish that two organisations sit at one table some time."""
    given["one"] = given.get("one") or organisation()
    given["other"] = given.get("other") or organisation()
    return saved(TableWish(**{"wished_at": LONG_AGO} | given))
