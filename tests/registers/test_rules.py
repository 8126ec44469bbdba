"""When there is a presence list, who stands on it, and who is left out."""

from __future__ import annotations

from datetime import date

import pytest

from rok_events.activities.rules import Accreditation, State
from rok_events.people.registers import Register
from rok_events.registers import rules
from rok_events.registers.rules import Attendee, Course

FIRST, LAST, AFTER = date(2027, 1, 14), date(2027, 2, 11), date(2027, 2, 12)
HELD = Course(state=State.PUBLISHED, first_on=FIRST, last_on=LAST, is_closed=True)
GRANTED = Accreditation("SKJ", "123", "4", "2027-01-01", "2027-12-31")


def test_there_is_a_list_once_all_is_granted_held_and_closed() -> None:
    assert rules.hindrances(HELD, GRANTED, AFTER) == []
    assert rules.hindrances(HELD, GRANTED, LAST) == []
    assert rules.hindrances(HELD, Accreditation("SKJ", "123"), AFTER) == []


@pytest.mark.parametrize(
    ("changes", "given", "today", "words"),
    [
        pytest.param({"state": State.CANCELLED}, {}, AFTER, "cancelled", id="cancelled"),
        pytest.param({"state": State.DRAFT}, {}, AFTER, "draft", id="draft"),
        pytest.param({}, {"number": ""}, AFTER, "not granted", id="no number"),
        pytest.param({}, {"starts_on": "2027-01-15"}, AFTER, "within the days", id="too early"),
        pytest.param({}, {"ends_on": "2027-02-10"}, AFTER, "within the days", id="too late"),
        pytest.param({}, {}, date(2027, 2, 10), "not been yet", id="to come"),
        pytest.param({"is_closed": False}, {}, AFTER, "not closed", id="open"),
    ],
)
def test_it_says_why_there_is_none(
    changes: dict[str, object], given: dict[str, str], today: date, words: str
) -> None:
    course = Course(**{**vars(HELD), **changes})

    (why,) = rules.hindrances(course, GRANTED._replace(**given), today)

    assert words in why


def test_all_that_hinders_is_said_at_once() -> None:
    course = Course(state=State.PUBLISHED, first_on=FIRST, last_on=LAST, is_closed=False)

    assert len(rules.hindrances(course, Accreditation("SKJ"), FIRST)) == 3


def test_of_two_accreditations_the_granted_one_counts() -> None:
    given = [Accreditation("ABAN", "9"), Accreditation("Kwaliteitsregister Jeugd"), GRANTED]

    assert rules.of_register(given, Register.SKJ) is GRANTED
    assert rules.of_register(given[:2], Register.SKJ) is given[1]
    with pytest.raises(ValueError, match="NVO"):
        rules.of_register(given, Register.NVO)


def test_wrong_missing_and_double_numbers_are_left_out_with_a_reason() -> None:
    people = [Attendee(id_, name, 0.8) for id_, name in enumerate("ABCDEF", 1)]
    people[4] = people[4]._replace(share=0.79)
    people.append(Attendee(7, "G", 0.0))
    numbers = {1: "100000001", 2: "12", 4: "100000004", 6: "100000004", 5: "100000005"}

    found = rules.presence_list(Register.SKJ, people, numbers, asked=80)

    assert [(one.name, number) for one, number in found.lines] == [("A", "100000001")]
    assert [(left.attendee.name, left.why.split()[-1]) for left in found.left] == [
        ("B", "right"),
        ("C", "number"),
        ("D", "else"),
        ("E", "asked"),
        ("F", "else"),
        ("G", "asked"),
    ]


def test_where_no_presence_is_asked_whoever_was_there_is_on_the_list() -> None:
    people = [Attendee(1, "A", 0.1), Attendee(2, "B", 0.0)]
    numbers = {1: "100000001", 2: "100000002"}

    found = rules.presence_list(Register.SKJ, people, numbers, asked=0)

    assert [one.name for one, _number in found.lines] == ["A"]


@pytest.mark.parametrize(
    ("register", "is_bare", "written"),
    [
        (Register.BIG, False, "BIG-09012345601"),
        (Register.BIG, True, "09012345601"),
        (Register.SKJ, False, "09012345601"),
    ],
)
def test_a_number_is_written_as_it_is_handed_in(
    register: Register, *, is_bare: bool, written: str
) -> None:
    assert rules.written(register, "09012345601", is_bare=is_bare) == written
