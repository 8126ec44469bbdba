"""Who is forgotten is forgotten here too, and the chain can still be checked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select, text, update

from rok_events.accounts import management_actions as management
from rok_events.audit import chain, personal, queries
from rok_events.audit.models import TrailRow, TrailValue
from rok_events.audit.rules import TERM, Deed
from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.people import actions as people
from rok_events.people.models import Person
from rok_events.privacy import actions as privacy
from rok_events.privacy import queries as kept
from tests import make
from tests.conftest import NOW
from tests.privacy.lives import traces

if TYPE_CHECKING:
    from rok_events.accounts.models import Account

pytestmark = pytest.mark.usefixtures("database")

OLD, NEW, EMAIL = "Quirine Zonnebloem", "Quirine Madelief", "quirine@example.org"
WORDS = ("quirine", "zonnebloem", "madelief")


def live() -> tuple[Person, Account]:
    """Let somebody take another name, as a person and as an account."""
    person = make.person(name=OLD, email=EMAIL)
    account = make.account(name=OLD, email=EMAIL)
    activity = make.activity(hosted_by=OLD)
    with transaction():
        people.introduce(db.session.get_one(Person, person.id), NEW)
    with transaction():
        management.rename(account, NEW)
    with transaction():
        db.session.refresh(activity)
        activity.hosted_by = NEW
    with transaction():
        db.session.refresh(activity)
        activity.hosted_by = ""
    return person, account


def faults() -> list[str]:
    head, last = queries.end()
    return [*chain.faults(queries.links(1, last), head)]


def test_nothing_of_who_is_forgotten_is_left_and_the_chain_is_whole() -> None:
    live()
    before = traces(WORDS)

    with transaction():
        privacy.erase(kept.subject(EMAIL))

    assert "trail_value.value" in before
    assert traces(WORDS) == []
    assert faults() == []
    assert db.session.scalars(select(TrailRow.thing).where(TrailRow.deed == Deed.NOTED)).all() == [
        "Somebody was forgotten, because they asked for it."
    ]


def test_what_else_is_gone_in_the_name_of_an_erasure_is_found() -> None:
    live()
    other = make.person(name="Bram")
    with transaction():
        people.introduce(db.session.get_one(Person, other.id), "Bram Bos")
    with transaction():
        privacy.erase(kept.subject(EMAIL))
    eraser = db.session.scalar(select(TrailRow.number).where(TrailRow.deed == Deed.FORGOTTEN))

    blank = {"value": "", "salt": "", "forgotten_in": eraser}
    db.session.execute(update(TrailValue).where(TrailValue.salt != "").values(blank))
    db.session.commit()

    assert faults() == [
        f"Row {eraser} did not erase all the personal values that are gone in its name."
    ]


def test_what_is_told_of_somebody_is_handed_out_to_them() -> None:
    person, account = live()

    found = personal.export(Subject(person.id, EMAIL, account.id))

    assert {row["thing"] for row in found["trail_row"]} == {"person", "account"}
    assert [row["values"] for row in found["trail_value"]] == [f'["{OLD}","{NEW}"]'] * 2
    assert personal.export(Subject(None, EMAIL)) == {"trail_row": [], "trail_value": []}


def test_rows_go_when_their_term_is_over_and_the_rest_can_be_checked() -> None:
    live()
    with time_machine.travel(NOW + TERM / 2, tick=False):
        live_on = make.activity()
        with transaction():
            db.session.refresh(live_on)
            live_on.title = "Later"
    with time_machine.travel(NOW + TERM + timedelta(days=1), tick=False):
        with transaction():
            gone = personal.purge(NOW + TERM + timedelta(days=1))
        with transaction():
            again = personal.purge(NOW + TERM + timedelta(days=1))

    left = db.session.scalars(select(TrailRow.deed).order_by(TrailRow.number)).all()
    assert (gone, again) == (4, 0)
    assert left == [Deed.CHANGED, Deed.CLEANED]
    assert faults() == []
    db.session.execute(text("DELETE FROM trail_row WHERE number = 5"))
    assert faults() == ["Row 5 is missing."]
