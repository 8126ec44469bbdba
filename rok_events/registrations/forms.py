"""Forms of registrations: the fixed fields, and the questions of one activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

from rok_events.accounts import rules as accounts
from rok_events.core import tokens
from rok_events.people import queries as people
from rok_events.people import register_fields
from rok_events.people import rules as names
from rok_events.registrations import question_fields, rules
from rok_events.registrations.question_fields import LINES, ONE_LINE, PREFIX, Choice
from rok_events.registrations.rules import Applicant, Details, Role
from rok_events.web.forms import Form, sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rok_events.activities.models import Question
    from rok_events.people.known_names import Known
    from rok_events.people.registers import Register
    from rok_events.registrations.models import Registration


class AddressForm(Form):
    """The address of which somebody wants to see everything."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in your e-mail address."))],
        description=lazy_gettext("The address with which you registered."),
    )

    def validate_email(self, field: Field) -> None:
        """Keep the address as it is stored."""
        field.data = sound(accounts.address, field.data)


class NameForm(Form):
    """Who registers."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in your name."))],
        description=lazy_gettext("For the list of participants and your name badge."),
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in your e-mail address."))],
        description=lazy_gettext("For your confirmation and the invitation in your calendar."),
    )

    def validate_name(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(names.name, field.data)

    def validate_email(self, field: Field) -> None:
        """Keep the address as it is stored."""
        field.data = sound(accounts.address, field.data)


class OneOfTheList:
    """Takes an organisation of the list, or a new one; asks once more where it looks like a slip.

    The form says with `not_listed` that it is no slip, with `no_organisation` that there is none.
    """

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: OrganisationForm, field: Field) -> None:
        """Keep the name as people read it."""
        if form.no_organisation.data:
            field.data = ""
        elif not field.data:
            raise ValidationError(
                gettext("Fill in your organisation, or tick that you take part without one.")
            )
        else:
            field.data = sound(names.name, field.data)
            if not form.not_listed.data and people.find_organisation(field.data) is None:
                self._ask_once_more(people.lookalikes(field.data))

    @staticmethod
    def _ask_once_more(alike: list[Known]) -> None:
        if alike:
            message = ngettext(
                "Do you mean %(names)s? Fill in that name, or tick that yours is not listed.",
                "Do you mean one of these: %(names)s? Fill in that name, or tick that yours "
                "is not listed.",
                len(alike),
                names=", ".join(organisation.name for organisation in alike),
            )
            raise ValidationError(message)


class OrganisationForm(Form):
    """For whom somebody takes part."""

    organisation = StringField(
        lazy_gettext("Organisation"),
        filters=ONE_LINE,
        validators=[OneOfTheList()],
        description=lazy_gettext(
            "Where you work or study. It shows which organisations meet each other."
        ),
    )
    not_listed = BooleanField(lazy_gettext("My organisation is not listed"))
    no_organisation = BooleanField(lazy_gettext("I take part without an organisation"))


class DetailsForm(OrganisationForm):
    """What somebody tells about taking part."""

    role = SelectField(
        lazy_gettext("In what role do you take part?"),
        validators=[Optional()],
        choices=lambda: [
            Choice("", gettext("Choose, if you like")),
            *(Choice(role.value, gettext(words)) for role, words in rules.ROLES.items()),
        ],
        description=lazy_gettext("It helps us to mix the groups well."),
    )
    remarks = TextAreaField(
        lazy_gettext("Remarks"),
        filters=LINES,
        validators=[
            Length(
                max=rules.LONGEST_REMARK,
                message=lazy_gettext("Remarks have at most %(max)d characters."),
            )
        ],
        description=lazy_gettext(
            "Such as what you do not eat, or what you need to get in. "
            "We erase this a month after the activity."
        ),
    )

    @property
    def questions(self) -> list[Field]:
        """The fields of the activity's own questions, in their order."""
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def register_fields(self) -> list[Field]:
        """The fields for numbers in registers, where the activity is accredited."""
        return [field for field in self if field.name.startswith(register_fields.PREFIX)]

    def numbers(self) -> dict[str, str]:
        """Return the numbers in registers that were filled in."""
        return register_fields.told(self)

    @staticmethod
    def condition(field: Field) -> question_fields.OnlyIf | None:
        """Return when a question is asked, if not always."""
        return question_fields.condition(field)

    def details(self) -> dict[str, Any]:
        """Return what was filled in, as `rules.Details` names it."""
        return {
            "organisation": self.organisation.data,
            "role": Role(self.role.data) if self.role.data else None,
            "remarks": self.remarks.data,
            "answers": {
                field.name.removeprefix(PREFIX): question_fields.answer(field)
                for field in self.questions
                if field.data not in (None, "", [])
            },
        }


class RegistrationForm(NameForm, DetailsForm):
    """Who registers, and what they tell about taking part."""

    # People do not see it; robots fill in everything.
    website = StringField(
        lazy_gettext("Leave this box empty"), filters=ONE_LINE, widget=TextInput()
    )
    form_key = HiddenField(default=tokens.new, filters=ONE_LINE)

    def validate_website(self, field: Field) -> None:
        """Refuse whoever fills in what people do not see."""
        if field.data:
            raise ValidationError(gettext("Leave the last box empty: it is there for robots."))

    def applicant(self, locale: str) -> Applicant:
        """Return whoever filled in the form."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            locale=locale,
            form_key=(self.form_key.data or "")[:40],
            numbers=self.numbers(),
            **self.details(),
        )


class ChangeForm(DetailsForm):
    """What somebody tells anew."""

    def changed(self) -> Details:
        """Return what was filled in."""
        return Details(**self.details())


FormT = TypeVar("FormT", bound=DetailsForm)


def with_questions(
    form: type[FormT],
    questions: Iterable[Question],
    asked: Iterable[Register] = (),
    *,
    asks_all: bool = True,
) -> type[FormT]:
    """Return the form with a field for each question of an activity, and for a number in registers.

    Who fills it in for somebody else need not know every answer: then `asks_all` is false.
    """
    fields = {
        question_fields.name(question): question_fields.field(
            question, is_required=asks_all and question.is_required
        )
        for question in questions
    } | dict(register_fields.fields(asked))
    return type(form.__name__, (form,), fields) if fields else form


def told(registration: Registration) -> dict[str, Any]:
    """Return what a registration tells, as the fields of `ChangeForm` begin."""
    organisation = registration.organisation
    return {
        "organisation": organisation.name if organisation else "",
        "no_organisation": organisation is None,
        "role": registration.role.value if registration.role else "",
        "remarks": registration.remarks,
        **{f"{PREFIX}{id_}": answer for id_, answer in registration.answers.items()},
    }
