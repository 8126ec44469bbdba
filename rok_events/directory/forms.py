"""Forms of the directory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from flask_babel import lazy_gettext
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Optional

from rok_events.accounts import rules as accounts
from rok_events.core import text
from rok_events.people import rules
from rok_events.web.forms import Form, cleaned, sound

if TYPE_CHECKING:
    from datetime import date

    from wtforms import Field


ONE_LINE = cleaned(text.one_line, 500)
ONE_DAY = timedelta(days=1)


class PersonForm(Form):
    """What somebody is called, and where mail reaches them."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in a name."))],
    )
    email = StringField(
        lazy_gettext("E-mail address"),
        filters=ONE_LINE,
        description=lazy_gettext(
            "All mail goes to this address from now on. Nothing is sent because of the change."
        ),
    )

    def validate_name(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(rules.name, field.data)

    def validate_email(self, field: Field) -> None:
        """Keep the address as it is compared."""
        if field.data:
            field.data = sound(accounts.address, field.data)


class WorkForm(Form):
    """For whom somebody works, and when; `last_day` is still a day of it."""

    organisation = StringField(
        lazy_gettext("Organisation"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in an organisation."))],
    )
    starts_on = DateField(
        lazy_gettext("First day"),
        validators=[InputRequired(lazy_gettext("Fill in a day such as 31-12-2027."))],
    )
    last_day = DateField(
        lazy_gettext("Last day"),
        validators=[Optional()],
        description=lazy_gettext("Leave this empty for whoever still works there."),
    )

    def validate_organisation(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(rules.name, field.data)

    def told(self) -> tuple[str, date, date | None]:
        """Return for whom, from which day, and the day on which it was over."""
        last_day = self.last_day.data
        return (
            self.organisation.data or "",
            cast("date", self.starts_on.data),
            last_day and last_day + ONE_DAY,
        )
