"""Forms of guests: whom to invite, how, and what somebody who says yes must tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from rok_events.core.errors import InvalidError
from rok_events.guests import lists, rules
from rok_events.guests.actions import Wish
from rok_events.registrations.forms import DetailsForm, NameForm
from rok_events.registrations.question_fields import LINES
from rok_events.registrations.rules import Applicant
from rok_events.web import language
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from wtforms import Field

    from rok_events.guests.lists import List

LONGEST_LIST = 300_000


class ListForm(FlaskForm):  # type: ignore[misc]
    """A pasted list, or a file."""

    words = TextAreaField(
        lazy_gettext("Paste names and addresses"),
        validators=[
            Length(max=LONGEST_LIST, message=lazy_gettext("This is too long. Choose a file."))
        ],
        description=lazy_gettext(
            "From a mail, a document or a spreadsheet, such as: Noor de Wit noor@example.org"
        ),
    )
    file = FileField(
        lazy_gettext("Or choose a file"),
        description=lazy_gettext(
            "CSV or Excel (.xlsx), with a column e-mail, and naam if you have it."
        ),
    )
    found: List

    def validate_words(self, field: Field) -> None:
        """Read who stands on the list and in the file."""
        try:
            self.found = lists.pasted(field.data or "")
        except InvalidError as error:
            raise ValidationError(sentence(error)) from None

    def validate_file(self, field: Field) -> None:
        """Read who stands in the file."""
        upload = field.data
        if not upload:
            if not (self.words.data or "").strip():
                raise ValidationError(gettext("Paste a list, or choose a file."))
            return
        try:
            filed = lists.filed(upload.read(), upload.filename or "")
            if not self.words.errors:
                filed.join(self.found)
        except InvalidError as error:
            raise ValidationError(sentence(error)) from None
        self.found = filed


class WishForm(FlaskForm):  # type: ignore[misc]
    """The list that was looked at, and how to invite whoever stands on it."""

    people = HiddenField()
    note = TextAreaField(
        lazy_gettext("A line of your own"),
        filters=LINES,
        validators=[
            Optional(),
            Length(
                max=rules.LONGEST_NOTE,
                message=lazy_gettext("This has at most %(max)d characters."),
            ),
        ],
        description=lazy_gettext("It stands at the top of the mail, above what, when and where."),
    )
    locale = SelectField(
        lazy_gettext("Language of the mail"),
        choices=lambda: [*language.NAMES.items()],
        validators=[InputRequired()],
    )

    def wish(self, account_id: int | None) -> Wish:
        """Return how to invite."""
        return Wish(note=self.note.data or "", locale=self.locale.data, account_id=account_id)


class AcceptForm(NameForm, DetailsForm):
    """What somebody who says yes tells; the address is known."""

    email = None  # type: ignore[assignment]  # WTForms: leave out this field

    def applicant(self, email: str) -> Applicant:
        """Return whoever says yes."""
        return Applicant(
            name=self.name.data or "", email=email, locale=language.current(), **self.details()
        )
