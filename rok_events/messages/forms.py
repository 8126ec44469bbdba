"""Forms of messages: what to write to whom, and which reminders an activity has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from rok_events.core import text, tokens
from rok_events.messages import markup, rules
from rok_events.messages.offsets import SCHEDULES
from rok_events.messages.rules import GROUPS, Group, Wish
from rok_events.web import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class MessageForm(FlaskForm):  # type: ignore[misc]
    """A message, and to whom it goes."""

    group = RadioField(
        lazy_gettext("To whom?"),
        validators=[InputRequired(lazy_gettext("Choose to whom the message goes."))],
    )
    organisation = SelectField(
        lazy_gettext("Only people of one organisation"), validators=[Optional()]
    )
    subject = StringField(
        lazy_gettext("Subject"),
        filters=[lambda given: text.one_line(given or "")],
        validators=[
            DataRequired(lazy_gettext("Fill in a subject.")),
            Length(
                max=rules.LONGEST_SUBJECT,
                message=lazy_gettext("A subject has at most %(max)d characters."),
            ),
        ],
    )
    body = TextAreaField(
        lazy_gettext("Message"),
        filters=[lambda given: text.lines(given or "")],
        validators=[
            DataRequired(lazy_gettext("Write a message.")),
            Length(
                max=rules.LONGEST_BODY,
                message=lazy_gettext("A message has at most %(max)d characters."),
            ),
        ],
        description=lazy_gettext(
            "The mail begins with a greeting by name, unless yours does, and ends with the name "
            "of the network."
        ),
    )
    reply_to = RadioField(
        lazy_gettext("Where do answers go?"),
        validators=[InputRequired(lazy_gettext("Choose where answers go."))],
    )
    chosen = HiddenField()
    form_key = HiddenField(default=tokens.new)

    def offer(
        self,
        sizes: Mapping[Group, int],
        organisations: Sequence[tuple[int, str]],
        addresses: Sequence[str],
    ) -> None:
        """Fill in what can be chosen: groups with their sizes, organisations, addresses."""
        self.group.choices = [
            (group.value, f"{gettext(words)} ({sizes[group]})")
            for group, words in GROUPS.items()
            if group in sizes
        ]
        self.organisation.choices = [
            ("", gettext("All organisations")),
            *((str(id_), name) for id_, name in organisations),
        ]
        self.reply_to.choices = [(address, address) for address in addresses]
        self.reply_to.data = self.reply_to.data or addresses[0]

    def validate_subject(self, field: Field) -> None:
        """Refuse gaps that nobody can fill."""
        _refuse_unknown(field.data)

    def validate_body(self, field: Field) -> None:
        """Refuse gaps that nobody can fill, and links that lead nowhere."""
        _refuse_unknown(field.data)
        strange = markup.strange_links(field.data)
        if strange:
            raise ValidationError(
                gettext(
                    "A link cannot lead to {%(gap)s}, only to {%(link)s} or to an address "
                    "that begins with https://.",
                    gap=strange[0],
                    link=names()[-1],
                )
            )

    def key(self) -> str:
        """Return the secret of this opened form."""
        return text.one_line(self.form_key.data or "")[:40] or tokens.new()

    def ticked(self) -> tuple[int, ...]:
        """Return the registrations that were ticked by hand; what is no number is left out."""
        ids = map(text.number, (self.chosen.data or "").split(",")[: rules.MOST_CHOSEN])
        return tuple(id_ for id_ in ids if id_ is not None)

    def wish(self) -> Wish:
        """Return what is to be sent."""
        return Wish(
            group=Group(self.group.data),
            organisation_id=int(self.organisation.data) if self.organisation.data else None,
            chosen=self.ticked(),
            subject=self.subject.data or "",
            body=self.body.data or "",
            reply_to=self.reply_to.data or "",
        )


class ScheduleForm(FlaskForm):  # type: ignore[misc]
    """Which reminders an activity has."""

    schedule = RadioField(
        lazy_gettext("When do people get a reminder?"),
        choices=lambda: [
            (schedule.value, gettext(choice.words)) for schedule, choice in SCHEDULES.items()
        ],
        validators=[InputRequired(lazy_gettext("Choose when people are reminded."))],
    )


def names() -> list[str]:
    """Return the names of all gaps in the visitor's language; that of the link comes last."""
    return [*markup.NAMES[language.current()].values()]


def _refuse_unknown(source: str) -> None:
    unknown = markup.unknown(source or "")
    if unknown:
        raise ValidationError(
            gettext(
                "We do not know {%(gap)s}. You can use %(known)s.",
                gap=unknown[0],
                known=", ".join(f"{{{name}}}" for name in names()),
            )
        )
