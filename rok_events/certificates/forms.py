"""The form that asks why a certificate counts no more."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from rok_events.core import text
from rok_events.web.forms import Form, cleaned

MOST = 500


class WithdrawForm(Form):
    """Why a certificate counts no more."""

    reason = TextAreaField(
        lazy_gettext("Why does it count no more?"),
        filters=cleaned(text.lines, MOST),
        validators=[DataRequired(lazy_gettext("Tell why, in a sentence or two."))],
        description=lazy_gettext("Stands in the mail to its holder, and not on the page."),
    )
