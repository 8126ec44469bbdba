"""Reading the pages as somebody would who knows English, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.activities.models import Question
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.registrations.models import Registration
from tests import make

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity
    from rok_events.activities.rules import QuestionKind

ENGLISH = {"Accept-Language": "en"}
FILLED_IN = {
    "name": "Noor de Wit",
    "email": "noor@example.org",
    "organisation": "GGD IJsselland",
    "not_listed": "y",
}


def form_of(activity: Activity) -> str:
    return f"/activiteiten/{activity.slug}/aanmelden"


def register(client: FlaskClient, activity: Activity, **changes: object) -> TestResponse:
    """Fill in the form as somebody would who reads English; `None` leaves a field out."""
    data = {name: value for name, value in (FILLED_IN | changes).items() if value is not None}
    return client.post(form_of(activity), data=data, headers=ENGLISH)


def look(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, headers=ENGLISH)


def only() -> Registration:
    return db.session.scalars(select(Registration)).one()


def sent() -> list[OutgoingMail]:
    return [*db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def ask(activity: Activity, kind: QuestionKind, label: str, **given: object) -> str:
    """Let an activity ask something; return the name of its field."""
    position = len(activity.questions) + 1
    activity.questions.append(Question(kind=kind, label=label, position=position, **given))
    make.saved(activity)
    return f"question_{activity.questions[-1].id}"
