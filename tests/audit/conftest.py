"""A trail that begins with each test."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from rok_events.audit import chain
from rok_events.audit.models import TrailHead, TrailRow, TrailValue
from rok_events.db import db


@pytest.fixture(autouse=True)
def _empty_trail(request: pytest.FixtureRequest) -> None:
    """Leave out what tests told that write for good."""
    if "database" not in request.fixturenames:
        return
    request.getfixturevalue("database")
    for table in (TrailValue, TrailRow):
        db.session.execute(delete(table))
    db.session.execute(update(TrailHead).values(number=0, hash=chain.ORIGIN))
    db.session.commit()
