"""Many people plan the same thing at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import delete

from rok_events.activities import actions
from rok_events.activities.models import Activity, Session
from rok_events.communities.actions import found
from rok_events.communities.models import Community
from rok_events.db import db, transaction
from tests.activities.plans import plan

if TYPE_CHECKING:
    from flask import Flask

PLANNERS = 8


def test_planners_of_one_title_each_get_an_address(app: Flask) -> None:
    with app.app_context(), transaction():
        community_id = found("race", "Race", "", "#0b6a63").id
    at_once = Barrier(PLANNERS)

    def plan_one(_number: int) -> str:
        with app.app_context():
            at_once.wait()
            with transaction():
                return actions.plan(plan(community_id=community_id, title="Tegelijk")).slug

    try:
        with ThreadPoolExecutor(PLANNERS) as planners:
            addresses = set(planners.map(plan_one, range(PLANNERS)))
    finally:
        with app.app_context(), transaction():
            for table in (Session, Activity, Community):
                db.session.execute(delete(table))

    assert len(addresses) == PLANNERS
