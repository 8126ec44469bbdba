"""Forms of what proves who somebody is."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from rok_events.accounts import password_rules as passwords
from rok_events.accounts.forms import Choice, SignInForm, one_line
from rok_events.accounts.rules import ROLES
from rok_events.web.forms import Form

TOO_LONG = lazy_gettext("A password has at most %(max)d characters.")


class CodeForm(Form):
    """A code of an authenticator, or one on paper."""

    code = StringField(
        lazy_gettext("Code"),
        filters=[one_line],
        description=lazy_gettext(
            "The six digits that your authenticator app shows now, or one of your recovery codes."
        ),
        validators=[
            InputRequired(lazy_gettext("Fill in a code.")),
            Length(max=60, message=lazy_gettext("A code is shorter than this.")),
        ],
    )


class AuthenticatorForm(Form):
    """The first code of an app, and the secret that it was given, sealed."""

    sealed = HiddenField()
    code = StringField(
        lazy_gettext("Code"),
        filters=[one_line],
        description=lazy_gettext("The six digits that your app shows now."),
        validators=[InputRequired(lazy_gettext("Fill in a code."))],
    )


class DemandForm(Form):
    """The roles that need a second factor."""

    roles = SelectMultipleField(
        lazy_gettext("Roles that need a second step"),
        choices=lambda: [
            Choice(role.value, gettext(words).capitalize()) for role, words in ROLES.items()
        ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        # None at all is an answer too.
        self.roles.flags.required = True


class PasswordForm(SignInForm):
    """An address and the password that goes with it."""

    password = PasswordField(
        lazy_gettext("Password"),
        validators=[
            InputRequired(lazy_gettext("Fill in your password.")),
            Length(max=passwords.LONGEST, message=TOO_LONG),
        ],
    )


class NewPasswordForm(Form):
    """A password that somebody chooses, twice."""

    password = PasswordField(
        lazy_gettext("New password"),
        validators=[
            InputRequired(lazy_gettext("Fill in a password.")),
            Length(max=passwords.LONGEST, message=TOO_LONG),
        ],
    )
    again = PasswordField(
        lazy_gettext("The same once more"),
        validators=[
            InputRequired(lazy_gettext("Fill in the password once more.")),
            EqualTo("password", lazy_gettext("These two are not the same.")),
        ],
    )
