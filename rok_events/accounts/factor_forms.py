"""Forms of what proves who somebody is."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from rok_events.web.forms import Form


class CodeForm(Form):
    """A code of an authenticator, or one on paper."""

    code = StringField(
        lazy_gettext("Code"),
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
        description=lazy_gettext("The six digits that your app shows now."),
        validators=[InputRequired(lazy_gettext("Fill in a code."))],
    )
