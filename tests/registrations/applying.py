"""Who applies, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Applicant, Status

if TYPE_CHECKING:
    from rok_events.activities.models import Activity


def noor(**given: object) -> Applicant:
    return Applicant(**{"name": "Noor de Wit", "email": "noor@example.org"} | given)  # type: ignore[arg-type]


def statuses(activity: Activity) -> list[Status]:
    rows = db.session.scalars(
        select(Registration.status)
        .where(Registration.activity_id == activity.id)
        .order_by(Registration.id)
    )
    return [*rows]


def letters(purpose: str) -> list[OutgoingMail]:
    chosen = select(OutgoingMail).where(OutgoingMail.purpose == purpose)
    return [*db.session.scalars(chosen.order_by(OutgoingMail.id))]
