"""What phones at the door say and hear, for the tests of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select

from rok_events.db import db
from rok_events.registrations.rules import Status
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.registrations.models import Registration

JSON = {"Accept": "application/json"}


def door(activity: Activity) -> str:
    """Return where phones talk to the door of an activity."""
    return f"/beheer/sessies/{activity.sessions[0].id}/deur"


def registered(activity: Activity, name: str, **given: Any) -> Registration:
    """Return the registration of somebody new."""
    registration = make.registration(activity=activity, person=make.person(name=name), **given)
    if registration.status is Status.CONFIRMED:
        activity.taken += 1
        db.session.commit()
    return registration


def mark(do: str = "in", **given: Any) -> dict[str, Any]:
    """Return something that a phone saw."""
    return {"id": str(uuid4()), "at": NOW.isoformat(), "do": do, **given}


def say(client: FlaskClient, activity: Activity, *marks: object) -> Any:
    """Let a phone say what it saw, and return the answer."""
    answer = client.post(door(activity), json={"marks": marks}, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json


def outcomes(said: Any) -> list[str]:
    """Return what became of each mark."""
    return [result["outcome"] for result in said["results"]]


def number(model: Any) -> int:
    """Count the rows of a table."""
    return db.session.scalars(select(func.count()).select_from(model)).one()


def keep_times(activity: Activity) -> None:
    """Let the list ask when people leave."""
    activity.sessions[0].asks_out = True
    db.session.commit()


def ago(minutes: int) -> str:
    """Return a moment as phones write it."""
    return (NOW - timedelta(minutes=minutes)).isoformat()
