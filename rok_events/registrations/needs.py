"""What people need in order to take part, counted for who cooks and who opens the door. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from rok_events.activities.rules import YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rok_events.activities.models import Question


class Told(NamedTuple):
    """Somebody with a place, and what they told."""

    id: int
    name: str
    organisation: str | None
    remarks: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Total:
    """How often each answer to a question was given, the most frequent first."""

    label: str
    answers: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Person:
    """Somebody who needs something: each question with the answers, and the remarks."""

    told: Told
    needs: Sequence[tuple[str, Sequence[str]]]


def totals(questions: Iterable[Question], everybody: Sequence[Told]) -> list[Total]:
    """Return how often each answer to the sensitive questions was given."""
    return [
        Total(
            question.label,
            Counter(
                answer for told in everybody for answer in _needed(told, question)
            ).most_common(),
        )
        for question in questions
        if question.is_sensitive
    ]


def people(questions: Sequence[Question], everybody: Iterable[Told]) -> list[Person]:
    """Return who needs something, in the same order."""
    found = (
        Person(
            told,
            [
                (question.label, answers)
                for question in questions
                if question.is_sensitive and (answers := _needed(told, question))
            ],
        )
        for told in everybody
    )
    return [one for one in found if one.needs or one.told.remarks]


def _needed(told: Told, question: Question) -> list[str]:
    """Return the answers that ask for something: “no” and nothing do not."""
    said = told.answers.get(str(question.id))
    if isinstance(said, bool):
        return [YES] if said else []
    return [str(one) for one in (said if isinstance(said, list) else [said]) if one]
