"""The form with which somebody hands a place over."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import InputRequired

from rok_events.registrations.forms import NameForm, OneOfTheList, OrganisationForm
from rok_events.registrations.question_fields import ONE_LINE
from rok_events.registrations.rules import Applicant


class TransferForm(NameForm, OrganisationForm):
    """The colleague who takes over a place."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in a name."))],
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in an e-mail address."))],
    )
    organisation = StringField(
        lazy_gettext("Organisation"),
        filters=ONE_LINE,
        validators=[OneOfTheList()],
        description=lazy_gettext("Where your colleague works or studies."),
    )
    not_listed = BooleanField(lazy_gettext("The organisation is not listed"))
    no_organisation = BooleanField(lazy_gettext("They take part without an organisation"))

    def colleague(self, locale: str, organiser_id: int | None = None) -> Applicant:
        """Return who was filled in; they have agreed to nothing themselves."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            locale=locale,
            consent="",
            organiser_id=organiser_id,
        )
