"""Rows in the form of an activity: its sessions and the points of its programme."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, DecimalField, Form, HiddenField, StringField, TimeField
from wtforms.validators import Length, NumberRange, Optional

from rok_events.activities.rules import Accreditation, ProgrammePoint, SessionPlan
from rok_events.core import clock, text
from rok_events.people.register_fields import RegisterField

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from wtforms import Field

MOST_ROWS = 60
MOST_POINTS = 999
LONGEST_LINE = 2000
DAY = timedelta(days=1)


def cleaned(clean: Callable[[str], str], most: int) -> list[Callable[[str | None], str]]:
    """Return the filters that keep out what cannot be read; what is far too long is cut first."""
    return [lambda given: clean((given or "")[:most])]


LINE = cleaned(text.one_line, LONGEST_LINE)


def at_most(characters: int) -> Length:
    """Return the validator of a text that must fit its column."""
    return Length(max=characters, message=lazy_gettext("Write at most %(max)d characters here."))


class Needed:
    """Says in the label that a field is not optional; the row itself tells when it is missing."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, _form: Form, _field: Field) -> None:
        """Let it be: a row without anything in it is no mistake."""


class Day(DateField):
    """A day, and our own words where it is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Fill in a date, with day, month and year.")) from None


class Clock(TimeField):
    """A time of the day, and our own words where it is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a time."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Fill in a time, such as 13:30.")) from None


TIMES = ["%H:%M", "%H:%M:%S", "%H.%M"]


class SessionRow(Form):
    """When one session is; title and place where it has its own."""

    id = HiddenField(filters=LINE)
    day = Day(lazy_gettext("Day"), validators=[Needed(), Optional()])
    begins = Clock(lazy_gettext("From"), validators=[Needed(), Optional()], format=TIMES)
    ends = Clock(lazy_gettext("Until"), validators=[Optional()], format=TIMES)
    title = StringField(lazy_gettext("Title of this session"), [at_most(200)], LINE)
    place_name = StringField(lazy_gettext("Place of this session"), [at_most(200)], LINE)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(field.data for field in self if field is not self.id) and not _wrong(self)

    def validate(self, _extra_validators: object = None) -> bool:
        """Tell what is missing in a row that was begun."""
        if not super().validate():
            return False
        if self.is_empty:
            return True
        if self.day.data is None:
            self.day.errors = [gettext("Fill in the day of this session.")]
        if self.begins.data is None:
            self.begins.errors = [gettext("Fill in when this session begins.")]
        elif self.ends.data and self.ends.data <= self.begins.data:
            self.ends.errors = [gettext("A session must end after it has begun.")]
        return not _wrong(self)

    def plan(self, usual_length: timedelta) -> SessionPlan:
        """Return the session of a row that is in order."""
        starts_at = moment(self.day.data, self.begins.data)
        ends_at = moment(self.day.data, self.ends.data) if self.ends.data else None
        return SessionPlan(
            id=int(own) if (own := self.id.data or "").isdecimal() else None,
            starts_at=starts_at,
            ends_at=ends_at or starts_at + usual_length,
            title=self.title.data or "",
            place_name=self.place_name.data or "",
        )


class PointRow(Form):
    """A point of the programme; the day where there are several."""

    day = Day(lazy_gettext("Day"), validators=[Optional()])
    at = Clock(lazy_gettext("Time"), validators=[Needed(), Optional()], format=TIMES)
    title = StringField(lazy_gettext("What"), [Needed(), at_most(200)], LINE)
    note = StringField(lazy_gettext("By whom, or more about it"), [at_most(500)], LINE)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.at.data or self.title.data or self.note.data) and not _wrong(self)

    def validate(self, _extra_validators: object = None) -> bool:
        """Tell what is missing in a row that was begun."""
        if not super().validate():
            return False
        if self.is_empty:
            return True
        if self.at.data is None:
            self.at.errors = [gettext("Fill in when this part begins.")]
        if not self.title.data:
            self.title.errors = [gettext("Fill in what happens in this part.")]
        return not _wrong(self)

    def plan(self, first_day: date) -> ProgrammePoint:
        """Return the point of a row that is in order."""
        return ProgrammePoint(
            starts_at=moment(self.day.data or first_day, self.at.data),
            title=self.title.data or "",
            note=self.note.data or "",
        )


class AccreditationRow(Form):
    """What one register gives for taking part."""

    register = RegisterField(lazy_gettext("Register of professionals"), [Needed()])
    number = StringField(lazy_gettext("Number of the accreditation"), [at_most(60)], LINE)
    points = DecimalField(
        lazy_gettext("Points"),
        validators=[
            Optional(),
            NumberRange(0, MOST_POINTS, lazy_gettext("Fill in a number of points, such as 4.")),
        ],
        places=None,
    )
    starts_on = Day(lazy_gettext("Valid from"), validators=[Optional()])
    ends_on = Day(lazy_gettext("Valid until and including"), validators=[Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(field.data for field in self) and not _wrong(self)

    def validate(self, _extra_validators: object = None) -> bool:
        """Tell what is missing in a row that was begun."""
        if not super().validate():
            return False
        if self.is_empty:
            return True
        if not self.register.data:
            self.register.errors = [gettext("Choose which register it is.")]
        begin, end = self.starts_on.data, self.ends_on.data
        if begin and end and end < begin:
            self.ends_on.errors = [gettext("This day must not come before the first.")]
        return not _wrong(self)

    def plan(self) -> Accreditation:
        """Return the accreditation of a row that is in order."""
        return Accreditation(
            register=self.register.data or "",
            number=self.number.data or "",
            points="" if self.points.data is None else f"{self.points.data.normalize():f}",
            starts_on=self.starts_on.data.isoformat() if self.starts_on.data else "",
            ends_on=self.ends_on.data.isoformat() if self.ends_on.data else "",
        )


def moment(day: date | None, at: time | None) -> datetime:
    """Return a moment that was told by the clocks of the Netherlands."""
    if day is None or at is None:
        msg = "a row is asked for its moment before it is valid"
        raise ValueError(msg)
    return datetime.combine(day, at, clock.AMSTERDAM)


def session_data(plan: SessionPlan) -> dict[str, Any]:
    """Return how the row of a session begins."""
    starts, ends = (at.astimezone(clock.AMSTERDAM) for at in (plan.starts_at, plan.ends_at))
    return {
        "id": str(plan.id or ""),
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "title": plan.title,
        "place_name": plan.place_name,
    }


def accreditation_data(plan: Accreditation) -> dict[str, Any]:
    """Return how the row of an accreditation begins."""
    days = {name: getattr(plan, name) for name in ("starts_on", "ends_on")}
    return {
        "register": plan.register,
        "number": plan.number,
        "points": Decimal(plan.points) if plan.points else None,
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
    }


def point_data(plan: ProgrammePoint) -> dict[str, Any]:
    """Return how the row of a point begins."""
    at = plan.starts_at.astimezone(clock.AMSTERDAM)
    return {"day": at.date(), "at": at.time(), "title": plan.title, "note": plan.note}


def _wrong(form: Form) -> bool:
    return any(field.errors for field in form)
