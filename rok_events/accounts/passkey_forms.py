"""Forms of passkeys."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from rok_events.accounts.passkey_rules import LONGEST_NAME
from rok_events.core import text
from rok_events.web.forms import Form


def _one_line(given: str | None) -> str:
    return text.one_line((given or "")[:1000])


class PasskeyForm(Form):
    """What a script has a device answer, and the proof that it was asked."""

    answer = HiddenField()
    proof = HiddenField()


class PasskeyNameForm(Form):
    """What somebody calls a passkey."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[_one_line],
        validators=[
            DataRequired(lazy_gettext("Fill in a name.")),
            Length(
                max=LONGEST_NAME,
                message=lazy_gettext("A name has at most %(max)d characters."),
            ),
        ],
    )
