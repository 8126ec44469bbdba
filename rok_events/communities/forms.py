"""The form of those who look after networks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, ColorField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from rok_events.core import text
from rok_events.web.forms import Form, cleaned

ONE_LINE, LINES = cleaned(text.one_line, 500), cleaned(text.lines, 20_000)
TEAL = "#0b6a63"


class CommunityForm(Form):
    """What pages tell of a network."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[DataRequired(lazy_gettext("Fill in a name."))],
        description=lazy_gettext("As people know it, such as ROK Deventer."),
    )
    description = TextAreaField(
        lazy_gettext("What is it, and for whom?"),
        filters=LINES,
        description=lazy_gettext(
            "Stands on top of the page of the network. An empty line begins a new paragraph."
        ),
    )
    accent = ColorField(
        lazy_gettext("Colour"),
        default=TEAL,
        validators=[
            InputRequired(
                lazy_gettext("Write the colour as a hash and six digits, such as #0b6a63.")
            )
        ],
        description=lazy_gettext(
            "Of its pages and mails. What cannot be read in it is made darker or lighter by itself."
        ),
    )
    is_discreet = BooleanField(
        lazy_gettext("Do not show whether somebody is registered already"),
        description=lazy_gettext(
            "Everybody who registers sees the same page, and reads the rest in a mail."
        ),
    )

    def told(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {
            "name": self.name.data or "",
            "description": self.description.data or "",
            "accent": self.accent.data or "",
            "is_discreet": bool(self.is_discreet.data),
        }


class FoundingForm(CommunityForm):
    """A network that is not there yet."""

    slug = StringField(
        lazy_gettext("Address of its page"),
        filters=ONE_LINE,
        description=lazy_gettext(
            "What comes after /netwerken/, such as rok-deventer. It stays for ever. "
            "Left empty, we make it of the name."
        ),
    )

    def address(self) -> str:
        """Return the address that was chosen, or one that is made of the name."""
        return self.slug.data or text.slug(self.name.data or "")
