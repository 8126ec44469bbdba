"""Forms of attendance: who walks in, and a file to take in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from rok_events.accounts import rules as accounts
from rok_events.attendance.rules import Newcomer
from rok_events.people import rules as people
from rok_events.web.forms import sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import Field

    from rok_events.communities.models import Community


class NameOrAddress:
    """Keep the name as people read it; who is known by the address needs none."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: WalkInForm, field: Field) -> None:
        """Tell on the field what is wrong with it."""
        if field.data or not form.email.data:
            field.data = sound(people.name, field.data)


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody at the door who is not on the list: the least that must be known."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        validators=[Optional()],
        description=lazy_gettext("With an address we find who has been here before."),
    )
    name = StringField(
        lazy_gettext("Name"),
        validators=[NameOrAddress()],
        description=lazy_gettext("Not needed if we know the address."),
    )
    organisation = StringField(
        lazy_gettext("Organisation"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty for somebody who takes part without one."),
    )
    consent = BooleanField(
        lazy_gettext("They agree that we keep this, and that they were here"),
        validators=[InputRequired(lazy_gettext("Ask whether we may keep this."))],
    )

    def validate_organisation(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(people.name, field.data)

    def validate_email(self, field: Field) -> None:
        """Keep the address as it is stored."""
        field.data = sound(accounts.address, field.data)

    def newcomer(self) -> Newcomer:
        """Return whoever walked in."""
        return Newcomer(self.name.data or "", self.organisation.data or "", self.email.data or "")


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file with attendance, and the community of rows that name none."""

    community = SelectField(
        lazy_gettext("Network"),
        coerce=lambda id_: int(id_) if id_ else None,
        validators=[Optional()],
    )
    file = FileField(
        lazy_gettext("File"),
        validators=[FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx), at most 20 MB."),
    )

    def offer(self, communities: Iterable[Community]) -> None:
        """Let the person choose from these communities; from one there is nothing to choose."""
        options = [(community.id, community.name) for community in communities]
        if len(options) > 1:
            options.insert(0, ("", gettext("As the file says")))  # type: ignore[arg-type]
        self.community.choices = options
