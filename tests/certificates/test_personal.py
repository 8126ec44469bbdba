"""What this room keeps of people, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.certificates import rules
from rok_events.certificates.personal import PERSONAL
from rok_events.core.personal import Subject
from rok_events.people import registers
from rok_events.people import rules as people
from tests import make
from tests.certificates import scenes
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")


def test_export_tells_what_somebody_was_given_and_of_nobody_else() -> None:
    mine = make.certificate(numbers={"SKJ": "100012345"})
    make.certificate()

    (told,) = PERSONAL.export(Subject(mine.person_id, "x@example.org"))["certificate"]

    assert told["name"] == mine.person.name
    assert told["code"] == rules.written(mine.code)
    assert told["numbers"] == {"SKJ": "100012345"}
    assert told["withdrawn_at"] is None


def test_erasure_leaves_a_certificate_of_nobody() -> None:
    mine, other = make.certificate(numbers={"SKJ": "100012345"}), make.certificate()

    PERSONAL.erase(Subject(mine.person_id, "x@example.org"))

    (left,) = scenes.given_to(mine.person)
    assert (left.name, left.numbers, left.is_valid) == ("", {}, True)
    assert scenes.given_to(other.person)[0].name == other.person.name


def test_each_thing_goes_when_its_term_is_over() -> None:
    long_ago = make.certificate(issued_at=NOW - rules.KEEP - timedelta(days=1))
    unseen = make.certificate(
        person=make.person(seen_at=NOW - people.TERM - timedelta(days=1)), issued_at=NOW
    )
    numbered = make.certificate(
        numbers={"SKJ": "100012345"}, issued_at=NOW - registers.TERM - timedelta(days=1)
    )
    fresh = make.certificate(numbers={"SKJ": "100012345"}, issued_at=NOW)

    assert PERSONAL.purge(NOW) == 3

    assert scenes.given_to(long_ago.person) == []
    assert scenes.given_to(unseen.person)[0].name == ""
    assert scenes.given_to(numbered.person)[0].numbers == {}
    assert scenes.given_to(fresh.person)[0].numbers == {"SKJ": "100012345"}
    assert PERSONAL.purge(NOW) == 0
