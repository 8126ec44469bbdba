"""What invitations keep of people."""

from __future__ import annotations

import pytest

from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.invitations import actions
from rok_events.invitations.models import CalendarEntry
from rok_events.invitations.personal import PERSONAL
from rok_events.registrations.events import RegistrationConfirmed
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")


def test_entries_are_exported_and_erased_with_their_person() -> None:
    leaving, staying = make.registration(), make.registration()
    with transaction():
        for registration in (leaving, staying):
            actions.invite(RegistrationConfirmed(registration_id=registration.id))
    subject = Subject(person_id=leaving.person_id, email=leaving.person.email or "")

    exported = PERSONAL.export(subject)["calendar_entry"]
    with transaction():
        PERSONAL.erase(subject)
        purged = PERSONAL.purge(NOW)

    assert [row["activity"] for row in exported] == [leaving.activity.title]
    assert purged == 0
    assert [entry.person_id for entry in db.session.scalars(db.select(CalendarEntry))] == [
        staying.person_id
    ]
