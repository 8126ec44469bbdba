"""Registrations as a table to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.core.clock import AMSTERDAM
from rok_events.core.text import N_
from rok_events.registrations.rules import ROLES, Answer, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rok_events.activities.models import Question
    from rok_events.registrations.desk_queries import Row

STATUSES = {
    Status.CONFIRMED: N_("has a place"),
    Status.WAITING: N_("on the waiting list"),
    Status.CANCELLED: N_("cancelled"),
}
ANSWERS = {
    Answer.ACCEPTED: N_("yes"),
    Answer.TENTATIVE: N_("maybe"),
    Answer.DECLINED: N_("no"),
}


def table(
    rows: Iterable[Row], questions: Sequence[Question], *, has_remarks: bool
) -> tuple[list[str], list[list[str]]]:
    """Return header and lines, with the answers to `questions`; remarks only if asked for."""
    header = [
        gettext("Name"),
        gettext("E-mail address"),
        gettext("Organisation"),
        gettext("Role"),
        gettext("Status"),
        gettext("Answer in the calendar"),
        gettext("Registered"),
    ]
    header += [question.label for question in questions]
    header += [gettext("Remarks")] if has_remarks else []
    return header, [
        [*_line(row, questions), *([row.remarks] if has_remarks else [])] for row in rows
    ]


def _line(row: Row, questions: Sequence[Question]) -> list[str]:
    return [
        row.name,
        row.email or "",
        row.organisation or "",
        gettext(ROLES[row.role]) if row.role else "",
        gettext(STATUSES[row.status]),
        gettext(ANSWERS[row.answer]) if row.answer else "",
        f"{row.registered_at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}",
        *(_said(row.answers.get(str(question.id), "")) for question in questions),
    ]


def _said(answer: object) -> str:
    if isinstance(answer, bool):
        return str(gettext("Yes") if answer else gettext("No"))
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return str(answer)
