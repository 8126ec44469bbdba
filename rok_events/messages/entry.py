"""Coming in: which activity and which message an address means, and who writes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, url_for

from rok_events.core.permissions import Permission
from rok_events.messages import queries
from rok_events.web import access

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.messages.models import Message

PLACE = "/beheer/activiteiten/<int:activity_id>/berichten"
ONE = f"{PLACE}/<int:message_id>"


def activity(activity_id: int) -> Activity:
    """Return an activity whose participants the visitor may write to."""
    found = queries.get_activity(activity_id)
    access.check(Permission.WRITE_TO_PARTICIPANTS, found.community_id)
    return found


def message(activity_id: int, message_id: int) -> Message:
    """Return a message of such an activity."""
    activity(activity_id)
    return queries.get(activity_id, message_id)


def writer() -> int:
    """Return the account of whoever writes: a view that asks has let nobody else in."""
    account_id = access.visitor().account_id
    assert account_id is not None  # noqa: S101 -- see above
    return account_id


def to(message: Message, aan: str | None = None) -> ResponseReturnValue:
    """Send the visitor to the page of a message, as `aan` would read it."""
    address = url_for(
        "messages.show", activity_id=message.activity_id, message_id=message.id, aan=aan
    )
    return redirect(address, HTTPStatus.SEE_OTHER)
