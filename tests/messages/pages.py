"""The form of a message, filled in: `pages.write(organiser, activity, subject="Let op")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.db import db
from rok_events.messages.models import Message

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

FILLED = {
    "group": "confirmed",
    "organisation": "",
    "subject": "Neem een pen mee",
    "body": "Beste {naam},\n\n- een pen\n- papier\n\n[Jouw pagina]({link})",
    "reply_to": "organisatie@example.org",
    "form_key": "sleutel",
}


def place(activity: Activity) -> str:
    """Return where the messages of an activity are."""
    return f"/beheer/activiteiten/{activity.id}/berichten"


def write(organiser: FlaskClient, activity: Activity, **other: str) -> TestResponse:
    """Send the form in, with other words than usual."""
    return organiser.post(f"{place(activity)}/nieuw", data=FILLED | other)


def message() -> Message:
    """Return the only message."""
    return db.session.scalars(select(Message)).one()
