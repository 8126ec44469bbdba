"""Writing messages, for the tests of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.messages import actions, tasks
from rok_events.messages.rules import Group, Wish
from tests import make

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.messages.models import Message


WISH = Wish(
    group=Group.CONFIRMED,
    subject="Over {activiteit}",
    body="Tot {datum} in {plaats}.\n\n- neem **koffie** mee\n- [jouw pagina]({link})",
    reply_to="lotte@example.org",
)


def wrote(activity: Activity, **other: object) -> Message:
    """Make a draft."""
    wish = Wish(**{**WISH.__dict__, **other})
    with transaction():
        return actions.draft(activity.id, wish, make.account().id, f"key-{activity.id}")


def send(message: Message) -> None:
    """Send a draft, and let the worker write its mails."""
    with transaction():
        actions.send(message.id, actions.selection(message).key)
    tasks.write()


def mails(message: Message) -> list[OutgoingMail]:
    """Return the mails of a message, in their order."""
    about = OutgoingMail.about == f"message:{message.id}"
    return [*db.session.scalars(select(OutgoingMail).where(about).order_by(OutgoingMail.id))]


def names(message: Message) -> list[str]:
    """Return who would get it."""
    return [reader.name for reader in actions.selection(message).readers]
