"""Many who issue at once give nobody two."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.certificates import actions
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Outcome
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests.certificates import scenes

if TYPE_CHECKING:
    from flask import Flask

HANDS, PEOPLE = 6, 12


@pytest.mark.usefixtures("clean")
def test_six_who_issue_at_one_moment_give_each_person_one(app: Flask) -> None:
    activity = scenes.training(capacity=PEOPLE)
    for number in range(PEOPLE):
        scenes.come(activity, f"Persoon {number}")
    ready, activity_id = Barrier(HANDS), activity.id
    db.session.rollback()

    def one(_hand: int) -> int:
        with app.app_context():
            ready.wait()
            with transaction():
                return actions.settle(activity_id, PEOPLE)[Outcome.OWED]

    with ThreadPoolExecutor(HANDS) as hands:
        issued = [*hands.map(one, range(HANDS))]

    held = Counter(db.session.scalars(select(Certificate.person_id)))
    mails = Counter(db.session.scalars(select(OutgoingMail.recipient)))
    assert sum(issued) == len(held) == PEOPLE
    assert {*held.values()} == {*mails.values()} == {1}
