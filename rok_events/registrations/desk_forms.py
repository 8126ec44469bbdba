"""Forms of organisers: registering others, deciding about them, and noting something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from rok_events.registrations import rules
from rok_events.registrations.forms import DetailsForm, NameForm
from rok_events.registrations.question_fields import LINES, ONE_LINE
from rok_events.registrations.rules import Applicant, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rok_events.registrations.models import Registration

MOST_PLACES = 100_000


def _reason(label: str, hint: str) -> TextAreaField:
    too_long = lazy_gettext("Remarks have at most %(max)d characters.")
    length = Length(max=rules.LONGEST_REMARK, message=too_long)
    return TextAreaField(label, filters=LINES, validators=[length], description=hint)


def _knowing(label: str) -> BooleanField:
    required = lazy_gettext("Ask first, and then tick this.")
    return BooleanField(label, validators=[InputRequired(required)])


class EnrolForm(NameForm, DetailsForm):
    """Somebody whom an organiser registers."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in a name."))],
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in an e-mail address."))],
        description=lazy_gettext("The confirmation goes there, and says that you registered them."),
    )
    not_listed = BooleanField(lazy_gettext("The organisation is not listed"))
    no_organisation = BooleanField(lazy_gettext("They take part without an organisation"))
    knows = _knowing(lazy_gettext("They know that I register them, and agree to it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as WTForms has it
        super().__init__(*args, **kwargs)
        self.organisation.description = gettext("Where they work or study.")
        self.role.label.text = gettext("In what role do they take part?")
        self.remarks.description = gettext(
            "Such as what they do not eat, or what they need to get in. "
            "We erase this a month after the activity."
        )

    def applicant(self, locale: str, organiser_id: int | None) -> Applicant:
        """Return whoever was filled in; they have agreed to no words themselves."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            locale=locale,
            consent="",
            organiser_id=organiser_id,
            numbers=self.numbers(),
            **self.details(),
        )


class ListForm(FlaskForm):  # type: ignore[misc]
    """A file of people to be registered."""

    file = FileField(
        lazy_gettext("File"),
        validators=[FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx), at most 5,000 people."),
    )
    knows = _knowing(lazy_gettext("They know that I register them, and agree to it"))


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What an organiser notes."""

    text = TextAreaField(
        lazy_gettext("Note"),
        filters=LINES,
        validators=[
            DataRequired(lazy_gettext("Fill in what you want to note.")),
            Length(
                max=rules.LONGEST_REMARK,
                message=lazy_gettext("Remarks have at most %(max)d characters."),
            ),
        ],
        description=lazy_gettext(
            "Only organisers read this, and whoever asks what we keep of them. "
            "We erase it a month after the activity."
        ),
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Why somebody gets another status."""

    reason = _reason(lazy_gettext("Reason"), "")

    def decision(self, account_id: int | None) -> Decision:
        """Return what was decided."""
        return Decision(account_id=account_id, reason=self.reason.data or "")


class SwapForm(DecisionForm):
    """With whom somebody changes places."""

    other = SelectField(
        lazy_gettext("With whom?"),
        coerce=lambda id_: int(id_) if id_ else 0,
        validators=[DataRequired(lazy_gettext("Choose with whom."))],
    )

    def offer(self, others: Iterable[Registration]) -> None:
        """Let the organiser choose from these."""
        people = [
            (
                other.id,
                f"{other.person.name} ({other.organisation.name})"
                if other.organisation
                else other.person.name,
            )
            for other in others
        ]
        self.other.choices = people and [(0, gettext("Choose somebody")), *people]


class CapacityForm(FlaskForm):  # type: ignore[misc]
    """How many people may come."""

    capacity = IntegerField(
        lazy_gettext("Number of places"),
        validators=[
            InputRequired(lazy_gettext("Fill in a number.")),
            NumberRange(1, MOST_PLACES, lazy_gettext("Fill in a number of at least 1.")),
        ],
    )
