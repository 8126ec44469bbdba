"""Long work: done step by step, once, whatever happens to whoever does it."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select, update

from rok_events import jobs
from rok_events.audit.models import TrailRow
from rok_events.audit.rules import Actor
from rok_events.core import clock
from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.work import actions, personal, progress, queries, rules, tasks
from rok_events.work.actions import LostError
from rok_events.work.models import Work
from rok_events.work.rules import WorkState
from tests import make
from tests.conftest import NOW
from tests.work import building

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.work.kinds import Order, Step

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _no_pause(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell every bit of progress, and begin without notes."""
    monkeypatch.setattr(progress, "PAUSE_SECONDS", 0)
    jobs.queue(app).storage.flush_results()


def state(work: Work) -> tuple[WorkState, int]:
    """Return how a work ended, and what was built."""
    return queries.get(work.id).state, building.built()


def test_work_is_done_step_by_step_and_its_file_is_dropped() -> None:
    work = building.start(steps=3)

    tasks.do()

    assert state(work) == (WorkState.DONE, 15)
    done = queries.get(work.id)
    assert (done.result, done.steps, done.payload, done.claim) == ({"made": 15}, 3, None, None)
    assert done.ended_at == NOW
    assert progress.stand(work.id) is None


def test_the_worker_hears_of_it_after_the_commit(app: Flask) -> None:
    jobs.queue(app).flush()

    building.start()

    assert [task.args[0] for task in jobs.queue(app).pending()] == [actions.DO]


@pytest.mark.parametrize(
    ("fails", "end"),
    [
        ("refused", WorkState.REFUSED),
        ("faulty", WorkState.REFUSED),
        ("broken", WorkState.FAILED),
    ],
)
def test_work_that_cannot_be_done_says_so(fails: str, end: WorkState) -> None:
    work = building.start(fails=fails)

    tasks.do()

    assert state(work) == (end, 0)
    assert queries.get(work.id).payload is None


def test_a_stop_undoes_the_step_and_keeps_the_steps_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    building.stop_at(8, monkeypatch)
    work = building.start(steps=3)

    tasks.do()

    assert state(work) == (WorkState.STOPPED, 5)
    assert queries.get(work.id).result == {"made": 5}
    assert not progress.is_to_stop(work.id)


def test_a_stop_before_it_begins_does_nothing() -> None:
    work = building.start()
    progress.ask_to_stop(work.id)

    tasks.do()

    assert state(work) == (WorkState.STOPPED, 0)


def test_a_stop_after_the_last_row_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    take_step = actions.take_step

    def and_stop(order: Order, step: Step, *, is_last: bool) -> None:
        take_step(order, step, is_last=is_last)
        progress.ask_to_stop(order.work_id)

    monkeypatch.setattr(actions, "take_step", and_stop)
    work = building.start()

    tasks.do()

    assert state(work) == (WorkState.STOPPED, 0)


def test_a_worker_that_must_end_puts_the_work_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, heed = Event(), progress.Progress.heed
    monkeypatch.setitem(app.extensions, "stop", stop)

    def then_stop(self: progress.Progress) -> None:
        heed(self)
        if building.built() == 7:
            stop.set()

    monkeypatch.setattr(progress.Progress, "heed", then_stop)
    work = building.start(steps=2)

    tasks.do()
    put_back = queries.get(work.id)
    assert (put_back.state, put_back.tries, building.built()) == (WorkState.WAITING, 0, 5)
    monkeypatch.setattr(progress.Progress, "heed", heed)
    stop.clear()
    tasks.do()

    assert state(work) == (WorkState.DONE, 10)


def lying(work: Work, **given: object) -> None:
    """Let a work look as if a worker had died with it."""
    left = {"state": WorkState.RUNNING, "claim": "dead", "claimed_at": clock.now(), "tries": 1}
    with transaction():
        db.session.execute(update(Work).where(Work.id == work.id).values(left | given))


def test_work_that_was_left_lying_is_taken_after_its_lease() -> None:
    work = building.start()
    lying(work)

    tasks.do()
    assert state(work) == (WorkState.RUNNING, 0)
    with time_machine.travel(NOW + rules.LEASE, tick=False):
        tasks.do()

    assert state(work) == (WorkState.DONE, 5)


def test_whoever_says_how_far_it_is_keeps_the_work() -> None:
    work = building.start()
    lying(work)

    with time_machine.travel(NOW + rules.LEASE, tick=False):
        progress.Progress(work.id).of(10)
        tasks.do()

    assert state(work) == (WorkState.RUNNING, 0)


def test_work_that_kills_its_workers_is_given_up() -> None:
    work = building.start()
    lying(work, tries=rules.MOST_TRIES)

    with time_machine.travel(NOW + rules.LEASE, tick=False):
        tasks.do()

    assert state(work) == (WorkState.FAILED, 0)


def test_who_lost_the_work_can_do_nothing_with_it() -> None:
    work = building.start()
    with transaction():
        order = actions.claim(work.id, None)
    lying(work)

    assert order
    with pytest.raises(LostError), transaction():
        actions.take_step(order, lambda _: {"made": 1}, is_last=True)
    with pytest.raises(LostError), transaction():
        actions.end(order, WorkState.STOPPED)
    assert queries.get(work.id).result == {}


def test_what_is_over_is_forgotten_after_its_term() -> None:
    building.start()
    tasks.do()
    waiting = building.start().id

    def purge(after: timedelta) -> int:
        with transaction():
            return personal.PERSONAL.purge(NOW + after)

    assert purge(timedelta(days=1)) == 0
    assert purge(rules.KEEP_WAITING) == 1
    given_up = queries.get(waiting)
    assert (given_up.state, given_up.payload) == (WorkState.FAILED, None)
    assert purge(rules.KEEP) == 2
    assert db.session.scalars(select(Work.id)).all() == []


def test_a_person_is_found_as_who_started_it_and_in_a_faulty_file() -> None:
    account = make.account(email="noor@example.org")
    mine = building.start(account_id=account.id).id
    building.start(fails="faulty")
    other = building.start()
    tasks.do()
    progress.ask_to_stop(mine)
    subject = Subject(person_id=None, email="noor@example.org")

    assert len(personal.export(subject)["work"]) == 2
    with transaction():
        personal.erase(subject)

    assert db.session.scalars(select(Work.id)).all() == [other.id]
    assert not progress.is_to_stop(mine)


def test_what_it_changes_is_told_of_whoever_started_it() -> None:
    account = make.account()
    building.start(account_id=account.id)

    tasks.do()

    row = db.session.scalars(select(TrailRow).order_by(TrailRow.number.desc())).first()
    assert row is not None
    assert (row.actor, row.actor_id) == (Actor.ACCOUNT, account.id)


def test_looking_for_work_costs_one_query(queries: list[str]) -> None:
    tasks.do()

    assert len(queries) == 1
