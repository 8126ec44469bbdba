"""Makers of test data: `make.activity(capacity=1)`. Defaults are valid, small, always the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from rok_events.accounts.models import Account, Grant, SignIn
from rok_events.accounts.passkey_models import Passkey
from rok_events.accounts.provider_models import Identity
from rok_events.accounts.rules import Role, Way
from rok_events.activities.kinds import Kind
from rok_events.activities.models import Activity, Question, Session
from rok_events.activities.rules import QuestionKind, State
from rok_events.attendance.models import Attendance
from rok_events.attendance.rules import Source as AttendanceSource
from rok_events.certificates import rules as certificate_rules
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Facts
from rok_events.communities.models import Community
from rok_events.core import clock, text
from rok_events.db import db
from rok_events.guests.models import Guest
from rok_events.guests.rules import Source
from rok_events.introductions.models import SectorPair, TableWish
from rok_events.mail.inbox_models import IncomingMail
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import LETTER, Sort
from rok_events.mail.models import Claimed, OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages.models import Message
from rok_events.messages.rules import Group
from rok_events.people.merging_models import Merge
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from rok_events.work.models import Work

T = TypeVar("T")

LONG_AGO = datetime(2027, 1, 1, 12, tzinfo=UTC)
SPRING = datetime(2027, 4, 1, 11, 30, tzinfo=UTC)

_numbers = count(1)


def community(**given: Any) -> Community:
    """Make a community."""
    n = next(_numbers)
    defaults = {"slug": f"netwerk-{n}", "name": f"Netwerk {n}", "accent": "#0b7d74"}
    return saved(Community(**{"created_at": LONG_AGO} | defaults | given))


def person(**given: Any) -> Person:
    """Make a person."""
    n = next(_numbers)
    defaults = {"name": f"Persoon {n}", "email": f"persoon{n}@example.org"}
    return saved(Person(**{"created_at": LONG_AGO} | defaults | given))


def organisation(**given: Any) -> Organisation:
    """Make an organisation on the governed list."""
    name = given.setdefault("name", f"Organisatie {next(_numbers)}")
    defaults = {"slug": text.slug(name), "key": text.key(name), "sector": "welzijn"}
    return saved(Organisation(**{"created_at": LONG_AGO} | defaults | given))


def account(
    role: Role | None = Role.ORGANISER, in_: Community | None = None, **given: Any
) -> Account:
    """Make an account with a role in one community, or everywhere; without one if it is None."""
    n = next(_numbers)
    defaults = {
        "email": f"medewerker{n}@example.org",
        "name": f"Medewerker {n}",
        "fs_uniquifier": f"uniquifier-{n}",
    }
    made = Account(**{"created_at": LONG_AGO} | defaults | given)
    if role is not None:
        made.grants.append(Grant(role=role, community_id=in_.id if in_ else None))
    return saved(made)


def work(**given: Any) -> Work:
    """Make long work that waits: a file of attendance."""
    asked = {"filename": "lijst.csv", "community_id": None, "communities": None, "is_trial": False}
    defaults = {"kind": "attendance.import", "title": "lijst.csv", "arguments": asked}
    return saved(Work(**{"made_at": clock.now()} | defaults | given))


def session(account: Account, **given: Any) -> SignIn:
    """Make a session of an account."""
    now = clock.now()
    times = {"began_at": now, "proved_at": now}
    defaults = {"way": Way.LINK, "device": "", "is_strong": False}
    return saved(SignIn(account_id=account.id, **times | defaults | given))


def passkey(account: Account, **given: Any) -> Passkey:
    """Make a passkey of an account, of which the device is nowhere."""
    n = next(_numbers)
    defaults = {
        "credential_id": f"passkey-{n}",
        "user_handle": f"handle-{account.id}",
        "public_key": b"",
        "sign_count": 0,
        "transports": [],
        "is_backed_up": False,
        "name": f"Telefoon {n}",
        "created_at": LONG_AGO,
    }
    return saved(Passkey(account_id=account.id, **defaults | given))


def identity(account: Account, **given: Any) -> Identity:
    """Make who somebody is at a provider."""
    defaults = {
        "issuer": "https://inlog.example.org",
        "subject": f"iemand-{next(_numbers)}",
        "label": account.email,
        "created_at": LONG_AGO,
        "used_at": LONG_AGO,
    }
    return saved(Identity(account_id=account.id, **defaults | given))


def activity(**given: Any) -> Activity:
    """Make a published casustafel next spring, of one session of two hours, with ten places.

    `sessions` may give the starts of several sessions instead.
    """
    n = next(_numbers)
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
    moment = LONG_AGO + timedelta(minutes=next(_numbers))
    defaults = {
        "status": Status.CONFIRMED,
        "registered_at": moment,
        "token": f"token-{next(_numbers)}",
    }
    return saved(Registration(**defaults | given))


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


def affiliation(**given: Any) -> Affiliation:
    """Make work that goes on."""
    given["person"] = given.get("person") or person()
    given["organisation"] = given.get("organisation") or organisation()
    return saved(Affiliation(**{"starts_on": LONG_AGO.date()} | given))


def merge(kept: Person) -> Merge:
    """Make a merge of nothing: somebody of whom nothing was known, into somebody else."""
    gone = person(merged_into_id=kept.id)
    ids = {"kind": MergeKind.PERSON, "kept_id": kept.id, "gone_id": gone.id}
    return saved(Merge(**ids, merged_at=clock.now(), steps=[]))


def guest(**given: Any) -> Guest:
    """Make somebody who was invited, and has had the mail."""
    given["activity"] = given.get("activity") or activity()
    given["person"] = given.get("person") or person()
    defaults = {"source": Source.GIVEN, "token": f"gast-{next(_numbers)}", "invited_at": LONG_AGO}
    return saved(Guest(**defaults | given))


def attendance(**given: Any) -> Attendance:
    """Make somebody present at a whole session."""
    given["session"] = given.get("session") or activity().sessions[0]
    given["person"] = given.get("person") or person()
    return saved(Attendance(**{"source": AttendanceSource.LIST, "recorded_at": SPRING} | given))


def sector_pair(**given: Any) -> SectorPair:
    """Make two sectors that should know each other."""
    return saved(SectorPair(**{"one": "onderwijs", "other": "welzijn"} | given))


def table_wish(**given: Any) -> TableWish:
    """Make a wish that two organisations sit at one table some time."""
    given["one"] = given.get("one") or organisation()
    given["other"] = given.get("other") or organisation()
    return saved(TableWish(**{"wished_at": LONG_AGO} | given))


def mail(**given: Any) -> OutgoingMail:
    """Make a mail that has been due for an hour, each a little later than the one before."""
    n = next(_numbers)
    queued_at = clock.now() - timedelta(hours=1)
    defaults = {
        "message_id": f"mail-{n}@example.org",
        "purpose": "test",
        "about": f"test:{n}",
        "recipient": f"lezer{n}@example.org",
        "recipient_name": f"Lezer {n}",
        "subject": f"Onderwerp {n}",
        "text": f"Tekst {n}\n",
        "html": f"<p>Tekst {n}</p>",
        "state": MailState.WAITING,
        "attempts": 0,
        "queued_at": queued_at,
        "due_at": queued_at + timedelta(milliseconds=n),
    }
    return saved(OutgoingMail(**defaults | given))


def claimed(mail: OutgoingMail) -> Claimed:
    """Return a mail as the worker that sends it has it."""
    return Claimed._make(getattr(mail, name) for name in Claimed._fields)


def message(**given: Any) -> Message:
    """Make the draft of a message to everybody with a place."""
    given["activity"] = given.get("activity") or activity()
    n = next(_numbers)
    defaults = {
        "group": Group.CONFIRMED,
        "subject": f"Bericht {n}",
        "body": "Tot {datum}.",
        "reply_to": "organisatie@example.org",
        "form_key": f"form-{n}",
        "created_at": LONG_AGO,
    }
    return saved(Message(**defaults | given))


def incoming(**given: Any) -> IncomingMail:
    """Make a letter that came in and waits for somebody."""
    n = next(_numbers)
    defaults = {
        "digest": f"digest-{n}",
        "sender": f"schrijver{n}@example.org",
        "sender_name": f"Schrijver {n}",
        "email": f"schrijver{n}@example.org",
        "subject": f"Vraag {n}",
        "text": f"Tekst {n}",
        "raw": b"Subject: Vraag\r\n\r\nTekst\r\n",
        "sort": Sort.LETTER,
        "handling": Handling.ASIDE,
        "reason": LETTER,
        "received_at": clock.now(),
    }
    return saved(IncomingMail(**defaults | given))


def saved(row: T) -> T:
    """Keep a row for the rest of the test; the outer transaction still forgets it."""
    db.session.add(row)
    db.session.commit()
    return row
