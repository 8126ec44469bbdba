"""Small forms about one activity: another time, a reason, a copy, a question."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from rok_events.activities.rows import LINE, TIMES, Clock, Day, SessionRow, at_most, cleaned
from rok_events.activities.rules import (
    NO,
    WITH_OPTIONS,
    YES,
    QuestionKind,
    QuestionPlan,
    fixed_answers,
)
from rok_events.activities.words_form import Choice
from rok_events.core import text
from rok_events.core.text import N_
from rok_events.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rok_events.activities.models import Question

LINES = cleaned(text.lines, 5000)
ONLY_IF = N_("Only after “%(answer)s” to “%(label)s”")
OPTIONS = range(2, 31)
KINDS = {
    QuestionKind.TEXT: N_("Some words of their own"),
    QuestionKind.YES_NO: N_("Yes or no"),
    QuestionKind.CHOICE: N_("One answer of a list"),
    QuestionKind.SEVERAL: N_("Several answers of a list"),
}


READY = {
    "dieet": QuestionPlan(
        label=N_("What do you not eat?"),
        kind=QuestionKind.SEVERAL,
        hint=N_("So that there is something for you too. Only the organisers see it."),
        options=(
            N_("no meat"),
            N_("no meat and no fish"),
            N_("nothing from animals"),
            N_("only halal"),
            N_("no gluten"),
            N_("no lactose"),
            N_("no nuts"),
        ),
        is_sensitive=True,
    ),
    "toegang": QuestionPlan(
        label=N_("What do you need to get in and to take part?"),
        hint=N_("Such as a lift, an interpreter, or a seat at the front."),
        is_sensitive=True,
    ),
}
"""Questions that are asked often, by what stands in the address; words are message ids."""


class SessionForm(Form, SessionRow):
    """When and where one session is."""

    following = BooleanField(
        lazy_gettext("Move everything after it along, by as much"),
        description=lazy_gettext("The later sessions, or the later activities of this row."),
    )

    @property
    def is_empty(self) -> bool:
        """Whether it may be passed over: never, where it is the only one asked for."""
        return False


class ReasonForm(Form):
    """Why something does not take place."""

    reason = TextAreaField(
        lazy_gettext("Why does it not take place?"),
        filters=LINES,
        validators=[DataRequired(lazy_gettext("Tell participants why, in a sentence or two."))],
        description=lazy_gettext("Stands in the mail to participants, and on the page."),
    )


class CopyForm(Form):
    """What a copy is called, and when it begins."""

    title = StringField(
        lazy_gettext("Title of the copy"),
        filters=LINE,
        validators=[DataRequired(lazy_gettext("Give the activity a title.")), at_most(200)],
        description=lazy_gettext(
            "For a parallel group: say which one it is, such as “group B”. Each group has its own "
            "places."
        ),
    )
    first_day = Day(
        lazy_gettext("First day"),
        validators=[DataRequired(lazy_gettext("Fill in the first day of the copy."))],
        description=lazy_gettext("Other sessions, the programme and closing move along."),
    )
    begins = Clock(
        lazy_gettext("From"),
        validators=[Optional()],
        format=TIMES,
        description=lazy_gettext("Leave it as it is, or let every session begin earlier or later."),
    )
    is_parallel = BooleanField(
        lazy_gettext("It is a parallel group"),
        description=lazy_gettext(
            "Who misses a session can catch up at the same one of the other group: tick them off "
            "there. It counts for the group in which they have a place."
        ),
    )


class QuestionForm(Form):
    """One question for whoever registers."""

    label = StringField(
        lazy_gettext("The question"),
        filters=LINE,
        validators=[DataRequired(lazy_gettext("Every question needs its words.")), at_most(300)],
    )
    hint = StringField(
        lazy_gettext("Why you ask, or how to answer"), filters=LINE, validators=[at_most(300)]
    )
    kind = RadioField(
        lazy_gettext("How is it answered?"),
        choices=lambda: [Choice(kind.value, gettext(words)) for kind, words in KINDS.items()],
        default=QuestionKind.TEXT.value,
        validators=[DataRequired(lazy_gettext("Choose how it is answered."))],
    )
    options = TextAreaField(
        lazy_gettext("Answers to choose from"),
        filters=LINES,
        description=lazy_gettext("One on each line; only for an answer of a list."),
    )
    condition = SelectField(
        lazy_gettext("When is it asked?"), validators=[Optional()], default="", coerce=str
    )
    is_required = BooleanField(lazy_gettext("Everybody must answer it"))
    is_sensitive = BooleanField(
        lazy_gettext("It is about food, health or access"),
        description=lazy_gettext("Then only those who need the answers see them."),
    )

    def offer(self, earlier: Iterable[Question]) -> None:
        """Let the organiser ask it only after an answer to one of these."""
        self.condition.choices = [
            Choice("", gettext("Always")),
            *(
                Choice(f"{question.position}:{answer}", gettext(ONLY_IF, answer=words, label=label))
                for question in earlier
                for label in [question.label]
                for answer, words in answers(question)
            ),
        ]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as in WTForms
        """Ask for a list where one is chosen from."""
        is_sound = bool(super().validate(extra_validators))
        wish = self.plan() if self.kind.data in set(QuestionKind) else None
        if wish and wish.kind in WITH_OPTIONS and len(wish.options) not in OPTIONS:
            self.options.errors = [
                gettext("Give 2 to %(most)s answers, one on each line.", most=OPTIONS[-1])
            ]
            return False
        return is_sound

    def plan(self) -> QuestionPlan:
        """Return the question of a form that is in order."""
        kind = QuestionKind(self.kind.data)
        place, _, answer = (self.condition.data or "").partition(":")
        lines = (text.one_line(line)[:200] for line in (self.options.data or "").splitlines())
        return QuestionPlan(
            label=self.label.data or "",
            hint=self.hint.data or "",
            kind=kind,
            options=tuple(dict.fromkeys(filter(None, lines))) if kind in WITH_OPTIONS else (),
            is_required=bool(self.is_required.data),
            is_sensitive=bool(self.is_sensitive.data),
            asked_after=int(place) if place else None,
            asked_if=answer,
        )


def answers(question: Question) -> list[tuple[str, str]]:
    """Return the answers of a question that can be waited for, each with its words."""
    words = {YES: gettext("Yes"), NO: gettext("No")}
    fixed = fixed_answers(question.kind, question.options)
    return [(answer, words.get(answer, answer)) for answer in fixed]


def ready(name: str) -> dict[str, Any]:
    """Return how the form of a question begins that is asked often; empty for any other."""
    if name not in READY:
        return {}
    plan = READY[name]
    words = {"label": gettext(plan.label), "hint": gettext(plan.hint)}
    options = tuple(gettext(option) for option in plan.options)
    return question_start(replace(plan, **words, options=options))


def question_start(plan: QuestionPlan) -> dict[str, Any]:
    """Return how the form of a question begins."""
    condition = f"{plan.asked_after}:{plan.asked_if}" if plan.asked_after else ""
    return asdict(plan) | {"options": "\n".join(plan.options), "condition": condition}
