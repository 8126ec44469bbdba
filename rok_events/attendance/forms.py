"""Forms of attendance: who walks in, and a file to take in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from rok_events.accounts import rules as accounts
from rok_events.attendance.rules import Newcomer
from rok_events.people import rules as people
from rok_events.web.forms import sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import Field

    from rok_events.communities.models import Community


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody at the door who is not on the list: the least that must be known."""

    name = StringField(
        lazy_gettext("Name"), validators=[InputRequired(lazy_gettext("Fill in a name."))]
    )
    organisation = StringField(
        lazy_gettext("Organisation"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty for somebody who takes part without one."),
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        validators=[Optional()],
        description=lazy_gettext("With an address we find who has been here before."),
    )

    def validate_name(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(people.name, field.data)

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
