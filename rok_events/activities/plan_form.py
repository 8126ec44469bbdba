"""The form of an activity: calm, in groups, with what its kind usually has where a box is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from rok_events.activities import planning, recurrence
from rok_events.activities.kinds import TRAITS, Kind
from rok_events.activities.recurrence import MOST_DAYS, RHYTHMS, Rhythm
from rok_events.activities.rows import (
    DAY,
    MOST_ROWS,
    SessionRow,
    accreditation_data,
    point_data,
    session_data,
)
from rok_events.activities.rules import ActivityPlan
from rok_events.activities.words_form import Choice, WordsForm, drop
from rok_events.core import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from wtforms import Field

    from rok_events.communities.models import Community

WEEK = 7 * DAY
ONCE, APART = "samen", "apart"
FIRST = {"kind", "community_id"}


class PlanForm(WordsForm):
    """Everything of a new activity, and of a draft."""

    kind = RadioField(
        lazy_gettext("What kind of activity is it?"),
        choices=lambda: [Choice(one.value, gettext(TRAITS[one].name)) for one in Kind],
        validators=[InputRequired(lazy_gettext("Choose what kind of activity it is."))],
    )
    community_id = SelectField(
        lazy_gettext("Network"),
        coerce=int,
        validators=[InputRequired(lazy_gettext("Choose a network."))],
    )
    sessions = FieldList(FormField(SessionRow), min_entries=1, max_entries=MOST_ROWS)
    rhythm = SelectField(
        lazy_gettext("How often?"),
        choices=lambda: [
            Choice("", gettext("No series")),
            *(Choice(one.value, gettext(words)) for one, words in RHYTHMS.items()),
        ],
        validators=[Optional()],
    )
    number = IntegerField(
        lazy_gettext("How many times in all?"),
        default=6,
        validators=[
            Optional(),
            NumberRange(1, MOST_DAYS, lazy_gettext("Choose a number between 1 and %(max)s.")),
        ],
    )
    past_holidays = BooleanField(lazy_gettext("Skip public holidays"), default=True)
    apart = RadioField(
        lazy_gettext("How do people register?"),
        choices=lambda: [
            Choice(ONCE, gettext("Once, for all sessions together: as for a training")),
            Choice(APART, gettext("For each session apart: as for a row of case tables")),
        ],
        default=ONCE,
        validators=[Optional()],
    )

    is_laid_out = False
    skipped: Mapping[date, str] = {}

    def __iter__(self) -> Iterator[Field]:
        """Go through the fields as they stand on the page: what it is comes first."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name not in FIRST))

    def offer(self, communities: Sequence[Community]) -> None:
        """Let the organiser choose among these networks."""
        self.community_id.choices = [Choice(one.id, one.name) for one in communities]
        if len(communities) == 1 and self.community_id.data is None:
            self.community_id.data = communities[0].id

    def plan(self, base: ActivityPlan | None = None) -> ActivityPlan:
        """Return the plan of a form that is in order; `base` is what it was before."""
        kind = Kind(self.kind.data)
        rows = [entry.form for entry in self.sessions if not entry.form.is_empty]
        sessions = tuple(row.plan(TRAITS[kind].usual_length) for row in rows)
        plan = ActivityPlan(
            community_id=self.community_id.data or 0,
            kind=kind,
            title="",
            sessions=sessions,
            series=base.series if base else "",
            questions=base.questions if base else (),
        )
        return self._worded(plan)

    def validate(self, _extra_validators: object = None) -> bool:
        """Ask for one session at least."""
        is_sound = super().validate()
        if all(entry.form.is_empty for entry in self.sessions):
            self.sessions[0].form.day.errors = [gettext("Fill in the day of this session.")]
            return False
        return bool(is_sound)

    def is_row(self) -> bool:
        """Tell whether each session becomes an activity of its own."""
        filled = [entry for entry in self.sessions if not entry.form.is_empty]
        return self.apart.data == APART and len(filled) > 1

    def is_unlaid(self) -> bool:
        """Tell whether a series was asked for, and its days are not there yet."""
        filled = [entry for entry in self.sessions if not entry.form.is_empty]
        return bool(self.rhythm.data) and (self.number.data or 0) > 1 and len(filled) < 2  # noqa: PLR2004

    def press(self, button: str) -> None:
        """Add a row or take one out, or fill in the days of a series."""
        what, _, number = button.partition("-")
        if what == "session" and len(self.sessions) < MOST_ROWS:
            self.sessions.append_entry(_next(self.sessions[-1].form) if self.sessions else None)
        elif what == "unsession" and len(self.sessions) > 1:
            drop(self.sessions, number)
        elif what == "fill":
            self._fill()
        else:
            super().press(button)

    def _fill(self) -> None:
        pattern: SessionRow = self.sessions[0].form
        asked = [field.validate(self) for field in (self.rhythm, self.number)]
        if not self.rhythm.data:
            self.rhythm.errors = [gettext("Choose how often.")]
        if not self.validate_row(pattern) or not all(asked) or not self.rhythm.data:
            return
        row = recurrence.row(
            pattern.day.data or clock.today(),
            Rhythm(self.rhythm.data),
            self.number.data or 1,
            past_holidays=self.past_holidays.data,
        )
        self.is_laid_out, self.skipped = True, row.skipped
        usual: dict[str, Any] = {"begins": pattern.begins.data, "ends": pattern.ends.data}
        usual |= {"place_name": pattern.place_name.data}
        pattern.day.data, *days = row.days
        while len(self.sessions) > 1:
            self.sessions.pop_entry()
        for day in days:
            self.sessions.append_entry(usual | {"day": day})
        if self.kind.data:
            self.apart.data = ONCE if TRAITS[Kind(self.kind.data)].has_many_sessions else APART

    @staticmethod
    def validate_row(row: SessionRow) -> bool:
        """Tell whether a row holds a day and a time to begin a series with."""
        if row.is_empty:
            row.day.errors = [gettext("Fill in the day of this session.")]
        return row.validate() and not row.is_empty


def filled(plan: ActivityPlan) -> dict[str, Any]:
    """Return how the form of an activity that is there begins."""
    plain = {name: getattr(plan, name) for name in planning.PLAIN}
    return plain | {
        "kind": plan.kind.value,
        "setting": plan.setting.value,
        "closes_at": plan.last_call_at.astimezone(clock.AMSTERDAM),
        "sessions": [session_data(session) for session in plan.sessions],
        "accreditations": [accreditation_data(one) for one in plan.accreditations],
        "programme": [point_data(point) for point in plan.programme],
    }


def _next(row: SessionRow) -> dict[str, Any] | None:
    """Return a week later than a row, at the same time."""
    if row.day.data is None:
        return None
    return {"day": row.day.data + WEEK, "begins": row.begins.data, "ends": row.ends.data}
