"""The part of an activity's form that stays open after publication: words, place, programme."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from rok_events.accounts import rules as accounts
from rok_events.activities import planning
from rok_events.activities.rows import (
    LINE,
    MOST_ROWS,
    AccreditationRow,
    PointRow,
    cleaned,
)
from rok_events.activities.rules import ActivityPlan, Setting
from rok_events.core import clock, text
from rok_events.core.errors import DomainError
from rok_events.core.text import N_
from rok_events.web.errors import sentence
from rok_events.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wtforms import Field


Choice = wtforms_choices.SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
LINES = cleaned(text.lines, 20_000)
TEXTS = (
    *("title", "summary", "description", "audience", "hosted_by", "contact_email"),
    *("place_name", "place_address", "place_notes", "online_url"),
)
MOST_REGISTERS = 20
SETTINGS = {
    Setting.ON_SITE: N_("At one place"),
    Setting.ONLINE: N_("Online"),
    Setting.HYBRID: N_("At one place and online"),
}


class WordsForm(Form):
    """What may change as long as an activity is not cancelled."""

    title = StringField(
        lazy_gettext("Title"),
        filters=LINE,
        validators=[InputRequired(lazy_gettext("Give the activity a title."))],
    )
    summary = StringField(
        lazy_gettext("In one sentence"),
        filters=LINE,
        description=lazy_gettext("Stands below the title, and in search engines."),
    )
    description = TextAreaField(
        lazy_gettext("What will people learn or do?"),
        filters=LINES,
        description=lazy_gettext(
            "An empty line begins a new paragraph; web addresses become links."
        ),
    )
    audience = TextAreaField(lazy_gettext("For whom is it?"), filters=LINES)
    hosted_by = StringField(
        lazy_gettext("Who leads it?"),
        filters=LINE,
        description=lazy_gettext("Names, with a comma between them."),
    )
    contact_email = EmailField(
        lazy_gettext("E-mail address for questions"),
        filters=LINE,
        description=lazy_gettext("Left empty, it is the address of the site."),
    )
    setting = RadioField(
        lazy_gettext("Where do people meet?"),
        choices=lambda: [Choice(one.value, gettext(words)) for one, words in SETTINGS.items()],
        default=Setting.ON_SITE.value,
        validators=[InputRequired(lazy_gettext("Choose where people meet."))],
    )
    place_name = StringField(lazy_gettext("Name of the place"), filters=LINE)
    place_address = StringField(
        lazy_gettext("Address"), filters=LINE, description=lazy_gettext("Street, number and town.")
    )
    place_notes = TextAreaField(
        lazy_gettext("Getting there and getting in"),
        filters=LINES,
        description=lazy_gettext("Such as parking, stairs and lifts, and which door to take."),
    )
    online_url = URLField(
        lazy_gettext("Address to join online"),
        filters=LINE,
        description=lazy_gettext("Only participants see it."),
    )
    capacity = IntegerField(
        lazy_gettext("Number of places"),
        validators=[
            Optional(),
            NumberRange(
                1,
                planning.MOST_PLACES,
                lazy_gettext("The number of places must lie between 1 and %(max)s."),
            ),
        ],
    )
    closes_at = DateTimeLocalField(
        lazy_gettext("Registration closes on"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Optional()],
    )
    frees_at_once = BooleanField(
        lazy_gettext("Whoever declines in a calendar gives up the place at once"),
        description=lazy_gettext("Otherwise we ask first, by a mail with two buttons."),
    )
    by_invitation = BooleanField(
        lazy_gettext("Only who is invited can register"),
        description=lazy_gettext(
            "It stands in the agenda, without a form: you invite people, or register them yourself."
        ),
    )
    programme = FieldList(FormField(PointRow), max_entries=MOST_ROWS)
    minimum_presence = IntegerField(
        lazy_gettext("Presence that a certificate asks for, in percent"),
        validators=[
            Optional(),
            NumberRange(1, 100, lazy_gettext("Fill in a percentage from 1 to 100.")),
        ],
        description=lazy_gettext("Of all sessions together. Left empty, none is asked for."),
    )
    accreditations = FieldList(FormField(AccreditationRow), max_entries=MOST_REGISTERS)
    following = BooleanField(
        lazy_gettext("Change the activities after this one in the row too"),
        description=lazy_gettext("Only what you change here; their dates stay as they are."),
    )

    def validate_contact_email(self, field: Field) -> None:
        """Keep the address as it is stored."""
        try:
            field.data = accounts.address(field.data) if field.data else ""
        except DomainError as error:
            raise ValidationError(sentence(error)) from None

    def is_sound(self, base: ActivityPlan | None = None) -> bool:
        """Tell whether the form makes a plan; if not, its fields say why."""
        if not self.validate():
            return False
        for mistake in planning.mistakes(self.plan(base)):
            field = self._fields.get(mistake.field)
            words = sentence(mistake)
            if field is None or isinstance(field, FieldList):
                self.form_errors.append(words)
            else:
                field.errors = [*field.errors, words]
        return not self.errors

    def plan(self, base: ActivityPlan | None = None) -> ActivityPlan:
        """Return the plan of a form that is in order; `base` is what it was before.

        Raises:
            ValueError: there is neither a session in the form nor in `base`.
        """
        if base is None:
            msg = "words alone make no activity"
            raise ValueError(msg)
        return self._worded(base)

    def press(self, button: str) -> None:
        """Add a row or take one out, as a button in the form asks."""
        what, _, number = button.partition("-")
        if what == "point" and len(self.programme) < MOST_ROWS:
            self.programme.append_entry()
        elif what == "unpoint":
            drop(self.programme, number)
        elif what == "register" and len(self.accreditations) < MOST_REGISTERS:
            self.accreditations.append_entry()
        elif what == "unregister":
            drop(self.accreditations, number)

    def row_errors(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong in the rows: the id of the box, and the sentence."""
        lists = [field for field in self if isinstance(field, FieldList)]
        for entry in chain.from_iterable(lists):
            for field in entry.form:
                if field.errors:
                    yield field.id, str(field.errors[0])

    def _worded(self, plan: ActivityPlan) -> ActivityPlan:
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        first_day = plan.starts_at.astimezone(clock.AMSTERDAM).date()
        closes_at = self.closes_at.data
        return replace(
            plan,
            **texts,
            setting=Setting(self.setting.data),
            capacity=self.capacity.data,
            closes_at=closes_at and closes_at.replace(tzinfo=clock.AMSTERDAM),
            frees_at_once=bool(self.frees_at_once.data),
            by_invitation=bool(self.by_invitation.data),
            minimum_presence=self.minimum_presence.data,
            accreditations=tuple(
                entry.form.plan() for entry in self.accreditations if not entry.form.is_empty
            ),
            programme=tuple(
                entry.form.plan(first_day) for entry in self.programme if not entry.form.is_empty
            ),
        )


def drop(rows: FieldList[Any], number: str) -> None:
    """Take the row with this number out."""
    wanted: Iterable[Any] = [entry for entry in rows if entry.short_name == number]
    for entry in wanted:
        rows.entries.remove(entry)
