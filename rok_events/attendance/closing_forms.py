"""Forms about a presence list: why it is opened again, how it really was with somebody."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from rok_events.activities.rows import TIMES, Clock
from rok_events.activities.words_form import Choice
from rok_events.attendance.closing_actions import Correction
from rok_events.core import clock, text
from rok_events.web.forms import Form, cleaned

if TYPE_CHECKING:
    from rok_events.activities.models import Session

LINES = cleaned(text.lines, 1000)
YES, NO = "ja", "nee"


class ReopenForm(Form):
    """Why a list is opened again."""

    reason = TextAreaField(
        lazy_gettext("Why is the list opened again?"),
        filters=LINES,
        validators=[InputRequired(lazy_gettext("Say why, in a sentence."))],
        description=lazy_gettext("Stands in the log, with your name."),
    )


class CorrectionForm(Form):
    """How it really was with somebody, and why it was noted otherwise."""

    present = RadioField(
        lazy_gettext("Were they there?"),
        choices=[
            Choice(YES, lazy_gettext("Yes, they were there")),
            Choice(NO, lazy_gettext("No, not there")),
        ],
        validators=[InputRequired(lazy_gettext("Choose yes or no."))],
    )
    came_at = Clock(lazy_gettext("From"), validators=[Optional()], format=TIMES)
    left_at = Clock(
        lazy_gettext("Until"),
        validators=[Optional()],
        format=TIMES,
        description=lazy_gettext("Leave it empty for somebody who stayed to the end."),
    )
    reason = TextAreaField(
        lazy_gettext("Why is it corrected?"),
        filters=LINES,
        validators=[InputRequired(lazy_gettext("Say why, in a sentence."))],
        description=lazy_gettext("Stands in the log, with your name."),
    )

    def correction(self, session: Session) -> Correction:
        """Return what was filled in, for a session: times are those of its day."""
        day = session.starts_at.astimezone(clock.AMSTERDAM).date()

        def moment(at: time | None) -> datetime | None:
            return datetime.combine(day, at, clock.AMSTERDAM) if at else None

        return Correction(
            is_present=self.present.data == YES,
            reason=self.reason.data or "",
            came_at=moment(self.came_at.data),
            left_at=moment(self.left_at.data),
        )
