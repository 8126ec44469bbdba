"""What is told, erased and forgotten of registrations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.core.errors import NotFoundError
from rok_events.core.personal import Subject
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.registrations import queries, rules
from rok_events.registrations.personal import PERSONAL
from rok_events.registrations.rules import Role, Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("database")

TOLD = {"remarks": "Geen noten", "answers": {"1": "Rood"}}


def of(registration: Registration) -> Subject:
    return Subject(registration.person_id, registration.person.email or "")


def ended(ago: timedelta) -> Registration:
    starts_at = NOW - ago - timedelta(hours=2)
    return make.registration(activity=make.activity(starts_at=starts_at), **TOLD)


def test_somebody_is_told_everything() -> None:
    registration = make.registration(
        organisation=make.organisation(name="De Kern"), role=Role.PARENT, **TOLD
    )
    make.registration()

    (told,) = PERSONAL.export(of(registration))["registration"]

    assert told["activity"] == registration.activity.title
    assert (told["organisation"], told["role"], told["status"]) == (
        "De Kern",
        "parent",
        "confirmed",
    )
    assert (told["remarks"], told["answers"]) == ("Geen noten", {"1": "Rood"})


def test_somebody_is_forgotten_and_the_counts_stay() -> None:
    past = ended(timedelta(days=1))
    other = make.registration(activity=past.activity, **TOLD)
    token = past.token

    PERSONAL.erase(of(past))
    db.session.expire_all()

    assert (past.remarks, past.answers, past.status) == ("", {}, Status.CONFIRMED)
    assert (other.remarks, other.answers) == ("Geen noten", {"1": "Rood"})
    assert queries.places(past.activity).taken == 2
    for dead in (token, past.token):
        with pytest.raises(NotFoundError):
            queries.get_by_token(dead)


def test_the_place_of_somebody_forgotten_goes_to_the_next() -> None:
    leaving = make.registration(activity=make.activity(capacity=1))
    first = make.registration(activity=leaving.activity, status=Status.WAITING)

    PERSONAL.erase(of(leaving))
    db.session.expire_all()

    assert (leaving.status, first.status) == (Status.CANCELLED, Status.CONFIRMED)
    told = db.session.scalars(
        select(OutgoingMail.purpose).where(OutgoingMail.recipient == first.person.email)
    )
    assert [*told] == ["place_moved_up"]


def test_what_people_need_goes_first_and_links_later() -> None:
    lately = ended(rules.NEEDS_TERM - timedelta(days=1))
    needs = ended(rules.NEEDS_TERM + timedelta(days=1))
    both = ended(rules.LINK_TERM + timedelta(days=1))
    link = needs.token

    assert PERSONAL.purge(NOW) == 2
    assert PERSONAL.purge(NOW) == 0
    db.session.expire_all()

    assert (lately.remarks, needs.remarks, both.remarks) == ("Geen noten", "", "")
    assert (needs.answers, both.answers) == ({}, {})
    assert queries.get_by_token(link) is needs
    with pytest.raises(NotFoundError):
        queries.get_by_token(both.token)
