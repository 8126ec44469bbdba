"""Forms of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import InputRequired, Length, ValidationError

from rok_events.accounts import rules
from rok_events.accounts.rules import Offer, Role
from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rok_events.communities.models import Community

Choice = wtforms_choices.SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

EVERYWHERE = "*"


def one_line(given: str | None) -> str:
    """Return what somebody typed on one line, and not without end."""
    return text.one_line((given or "")[:1000])


def _name() -> StringField:
    too_long = lazy_gettext("A name has at most %(max)d characters.")
    return StringField(
        lazy_gettext("Name"), filters=[one_line], validators=[Length(max=200, message=too_long)]
    )


class SignInForm(Form):
    """The address to send a sign-in link to."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=[one_line],
        validators=[InputRequired(lazy_gettext("Fill in your e-mail address."))],
    )

    def validate_email(self, field: EmailField) -> None:
        """Check the address, and write it as accounts do."""
        try:
            field.data = rules.address(field.data or "")
        except InvalidError as error:
            raise ValidationError(gettext(error.message)) from None


class UseLinkForm(Form):
    """The one button that signs somebody in."""


class NameForm(Form):
    """What the pages call somebody."""

    name = _name()


class RoleForm(Form):
    """A role, and in which network it counts."""

    role = RadioField(
        lazy_gettext("Role"),
        validators=[InputRequired(lazy_gettext("Choose a role."))],
        choices=lambda: [
            Choice(role.value, f"{gettext(words).capitalize()}. {gettext(rules.DUTIES[role])}")
            for role, words in rules.ROLES.items()
        ],
    )
    community = SelectField(
        lazy_gettext("Network"),
        validators=[InputRequired(lazy_gettext("Choose a network."))],
    )

    def offer_networks(
        self, communities: Sequence[Community], managed: Collection[int] | None
    ) -> None:
        """Show the networks that somebody manages; all of them together to who manages all."""
        own = [one for one in communities if managed is None or one.id in managed]
        self.community.choices = [
            Choice("", gettext("Choose a network")),
            *(Choice(str(one.id), one.name) for one in own),
        ]
        if managed is None:
            self.community.choices.append(Choice(EVERYWHERE, gettext("All networks")))

    def offer(self, email: str, name: str = "") -> Offer:
        """Return the role for somebody."""
        where = None if self.community.data == EVERYWHERE else int(self.community.data)
        return Offer(email=email, name=name, role=Role(self.role.data), community_id=where)


class AccountForm(RoleForm):
    """Somebody who gets a role, and an account if they have none."""

    name = _name()
    email = EmailField(
        lazy_gettext("E-mail address"),
        filters=[one_line],
        validators=[InputRequired(lazy_gettext("Fill in an e-mail address."))],
        description=lazy_gettext("They get a mail there that tells of the role."),
    )
    validate_email = SignInForm.validate_email
