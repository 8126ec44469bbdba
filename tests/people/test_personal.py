"""What is told, erased and forgotten of people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rok_events.core.personal import Subject
from rok_events.db import db
from rok_events.people import actions, queries, rules
from rok_events.people.personal import PERSONAL
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")


def test_somebody_is_told_everything() -> None:
    de_kern = make.organisation(name="De Kern")
    noor = make.person(name="Noor", email="noor@example.org")
    make.person()
    actions.affiliate(noor.id, de_kern.id, date(2027, 1, 11))

    told = PERSONAL.export(Subject(noor.id, "noor@example.org"))

    assert [row["name"] for row in told["person"]] == ["Noor"]
    assert told["affiliation"] == [
        {"organisation": "De Kern", "starts_on": date(2027, 1, 11), "ends_on": None}
    ]
    assert set(told) == PERSONAL.tables


def test_somebody_is_forgotten_and_others_are_not() -> None:
    noor, ans = make.person(), make.person(name="Ans", email="ans@example.org")
    organisation = make.organisation()
    actions.affiliate(noor.id, organisation.id, date(2027, 1, 11))

    PERSONAL.erase(Subject(noor.id, noor.email or ""))
    db.session.expire_all()

    assert (noor.name, noor.email) == ("", None)
    assert queries.employer(noor.id, date(2027, 1, 12)) == organisation.id
    assert (ans.name, ans.email) == ("Ans", "ans@example.org")


def test_whoever_stayed_away_for_the_term_is_forgotten_once() -> None:
    long_ago = make.person(seen_at=NOW - rules.TERM - timedelta(days=1))
    lately = make.person(seen_at=NOW - rules.TERM + timedelta(days=1), name="Ans")

    assert PERSONAL.purge(NOW) == 1
    assert PERSONAL.purge(NOW) == 0
    db.session.expire_all()
    assert (long_ago.name, lately.name) == ("", "Ans")


def test_nobody_in_particular_erases_nobody() -> None:
    noor = make.person(name="Noor")

    PERSONAL.erase(Subject(None, "stranger@example.org"))
    db.session.expire_all()

    assert noor.name == "Noor"
