"""Forms of accounts."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import InputRequired, ValidationError

from rok_events.accounts import rules
from rok_events.core.errors import InvalidError


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The address to send a sign-in link to."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        validators=[InputRequired(lazy_gettext("Fill in your e-mail address."))],
    )

    def validate_email(self, field: EmailField) -> None:
        """Check the address, and write it as accounts do."""
        try:
            field.data = rules.address(field.data or "")
        except InvalidError as error:
            raise ValidationError(gettext(error.message)) from None


class UseLinkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The one button that signs somebody in."""
