"""What a plan must be, and which address it gets."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities import planning
from rok_events.activities.kinds import TRAITS, Kind
from rok_events.activities.rules import (
    ProgrammePoint,
    QuestionKind,
    QuestionPlan,
    Setting,
)
from tests.activities.plans import plan, session
from tests.make import SPRING

DAY = date(2027, 4, 1)


def test_a_usual_plan_has_no_mistakes() -> None:
    assert list(planning.mistakes(plan())) == []


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        pytest.param({"title": " \u202e "}, "title", "title", id="no title"),
        pytest.param({"title": "x" * 201}, "title", "at most 200", id="long title"),
        pytest.param({"summary": "x" * 301}, "summary", "at most 300", id="long summary"),
        pytest.param({"capacity": 0}, "capacity", "between 1 and 5000", id="no places"),
        pytest.param({"capacity": 5001}, "capacity", "between 1 and 5000", id="a stadium"),
        pytest.param({"setting": Setting.ONLINE}, "online_url", "web address", id="online nowhere"),
        pytest.param(
            {"setting": Setting.HYBRID, "online_url": "javascript:alert(1)"},
            "online_url",
            "web address",
            id="a script for an address",
        ),
        pytest.param(
            {"setting": Setting.ONLINE, "online_url": "https://x.nl/\nBcc: a@b.nl"},
            "online_url",
            "web address",
            id="two lines",
        ),
        pytest.param({"sessions": ()}, "sessions", "at least one", id="no session"),
        pytest.param(
            {"sessions": (session(ends_at=SPRING),)}, "sessions", "end after", id="no length"
        ),
        pytest.param(
            {"sessions": (session(title="x" * 201),)}, "sessions", "at most 200", id="long session"
        ),
        pytest.param(
            {"closes_at": SPRING + timedelta(minutes=1)}, "closes_at", "before", id="closes late"
        ),
        pytest.param(
            {"programme": (ProgrammePoint(starts_at=SPRING, title="Opening", note="x" * 501),)},
            "programme",
            "at most 500",
            id="long note",
        ),
        pytest.param({"questions": (QuestionPlan(label=" "),)}, "questions", "words", id="silent"),
        pytest.param(
            {
                "questions": (
                    QuestionPlan(label="Lunch", kind=QuestionKind.CHOICE, options=("ja",)),
                )
            },
            "questions",
            "“Lunch” needs at least two",
            id="no choice",
        ),
    ],
)
def test_each_mistake_gets_one_sentence_at_its_field(
    given: dict[str, Any], field: str, words: str
) -> None:
    found = list(planning.mistakes(plan(**given)))

    assert [mistake.field for mistake in found] == [field]
    assert words in str(found[0])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_fills_in_places_and_closing(kind: Kind) -> None:
    made = plan(kind=kind, sessions=(session(7), session(0)))

    assert made.places == TRAITS[kind].usual_capacity
    assert made.last_call_at == SPRING - TRAITS[kind].closes_before
    assert (made.starts_at, made.ends_at) == (session(0).starts_at, session(7).ends_at)


def test_an_address_is_nice_first_and_never_runs_out() -> None:
    first = islice(planning.slugs("Casustafel: een goede start!", Kind.CASUSTAFEL, DAY), 4)

    assert list(first) == [
        "casustafel-een-goede-start",
        "casustafel-een-goede-start-2027-04-01",
        "casustafel-een-goede-start-2027-04-01-2",
        "casustafel-een-goede-start-2027-04-01-3",
    ]


@pytest.mark.parametrize("title", ["👶👶", "مرحبا", "<>", "  "])
def test_a_title_without_latin_letters_is_addressed_by_its_kind(title: str) -> None:
    assert next(planning.slugs(title, Kind.TRAINING, DAY)) == "training"


@given(st.text(max_size=500))
def test_every_address_fits_its_column_and_needs_no_escaping(title: str) -> None:
    for slug in islice(planning.slugs(title, Kind.TRAINING, DAY), 200):
        assert 1 <= len(slug) <= 90
        assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
