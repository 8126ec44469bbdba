"""The database: one commit, honest moments, and changes only where a door opened."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rok_events.communities.models import Community
from rok_events.db import UTCDateTime, after_commit, db, transaction
from tests import make

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


def test_a_transaction_that_fails_leaves_nothing_and_calls_nobody() -> None:
    called: list[str] = []

    def fail() -> None:
        with transaction():
            after_commit(called.append, "told")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert called == []


def test_news_waits_for_the_commit_and_is_told_once() -> None:
    called: list[str] = []

    with transaction():
        after_commit(called.append, "told")
        after_commit(called.append, "told")
        assert called == []

    assert called == ["told"]


def test_transactions_do_not_nest() -> None:
    with transaction(), pytest.raises(RuntimeError, match="does not nest"), transaction():
        pass


def test_a_get_may_not_change_data(app: Flask) -> None:
    with (
        app.test_request_context("/", method="GET"),
        pytest.raises(RuntimeError, match="may not change"),
        transaction(),
    ):
        pass


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        UTCDateTime().process_bind_param(datetime(2027, 1, 1), db.engine.dialect)  # noqa: DTZ001


def test_moments_come_back_in_utc() -> None:
    made = make.community()
    db.session.expire(made)

    assert made.created_at == make.LONG_AGO
    assert made.created_at.tzinfo is UTC


def test_states_are_stored_by_value() -> None:
    made = make.activity()

    stored = db.session.execute(db.text("SELECT state, kind FROM activity")).one()

    assert (stored.state, stored.kind) == ("published", "casustafel")
    assert db.session.get(Community, made.community_id) is made.community


def test_queries_are_counted_and_savepoints_are_not(queries: list[str]) -> None:
    make.community()
    queries.clear()

    with transaction():
        db.session.get(Community, 1)
        db.session.get(Community, 2)

    assert len(queries) == 2
