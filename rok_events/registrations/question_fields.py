"""The questions of one activity as fields of a form, some only after an answer to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import InputRequired, Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from rok_events.activities.rules import NO, YES, QuestionKind
from rok_events.core import text
from rok_events.registrations import rules

if TYPE_CHECKING:
    from wtforms import Form

    from rok_events.activities.models import Question

PREFIX = "question_"
LONGEST = 5000

Choice = wtforms_choices.SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
Cleaner = Callable[[str | None], str]


def cleaned(clean: Callable[[str], str]) -> list[Cleaner]:
    """Return the filters that keep out what cannot be read, also when a field is shown again.

    What is much longer than any field may be is cut off first: cleaning takes time.
    """
    return [lambda given: clean((given or "")[:LONGEST])]


ONE_LINE = cleaned(text.one_line)
LINES = cleaned(text.lines)


class OnlyIf:
    """Asks a question only where another was answered so; else what was filled in is dropped.

    `words` says so to whoever sees the question all the same, for want of a script.
    """

    def __init__(self, question: Question, other: Question) -> None:
        self.other = name(other)
        self.answer = question.asked_if
        answer = {YES: gettext("Yes"), NO: gettext("No")}.get(self.answer, self.answer)
        self.words = gettext(
            "Only if you answer “%(answer)s” to “%(label)s”.", answer=answer, label=other.label
        )

    def __call__(self, form: Form, field: Field) -> None:
        """Look no further if the question is not asked."""
        given = form[self.other].data if self.other in form else None
        if self.answer not in _said(given):
            field.data = None
            field.errors = []
            raise StopValidation


def name(question: Question) -> str:
    """Return the name of the field of a question."""
    return f"{PREFIX}{question.id}"


def condition(field: Field) -> OnlyIf | None:
    """Return when a question is asked, if not always."""
    return next((one for one in field.validators if isinstance(one, OnlyIf)), None)


def field(question: Question, *, is_required: bool) -> Field:
    """Return the field of a question, to be bound to a form."""
    required = gettext("Answer the question: %(question)s", question=question.label)
    needed: list[object] = [InputRequired(required)] if is_required else [Optional()]
    if question.asked_after:
        needed.insert(0, OnlyIf(question, question.asked_after))
    if question.kind is QuestionKind.TEXT:
        too_long = gettext("An answer has at most %(max)d characters.", max=rules.LONGEST_ANSWER)
        length = Length(max=rules.LONGEST_ANSWER, message=too_long)
        return StringField(question.label, [*needed, length], ONE_LINE, question.hint)
    meanings: dict[str | bool, str | bool] = {option: option for option in question.options}
    choices = [Choice(option) for option in question.options]
    if question.kind is QuestionKind.SEVERAL:
        return SelectMultipleField(
            question.label,
            needed,
            choices=choices,
            description=question.hint,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    if question.kind is QuestionKind.YES_NO:
        meanings = {YES: True, NO: False, True: True, False: False}
        choices = [Choice(YES, gettext("Yes")), Choice(NO, gettext("No"))]
    return RadioField(
        question.label,
        needed,
        choices=choices,
        coerce=meanings.get,
        description=question.hint,
    )


def answer(field: Field) -> str | bool | list[str]:
    """Return what was answered."""
    return field.data if isinstance(field.data, str | list) else bool(field.data)


def _said(given: object) -> list[str]:
    """Return an answer as those that another question may wait for."""
    if isinstance(given, bool):
        return [YES if given else NO]
    return given if isinstance(given, list) else [str(given)]
