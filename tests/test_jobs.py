"""Jobs: queued for the worker, swept each minute, and never in anybody's way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from config import ROOT
from rok_events import jobs
from rok_events.app import create_app
from rok_events.db import after_commit, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from tests import redis_server
from tests.conftest import NOW, settings
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@pytest.fixture(params=["memory", "sqlite", "postgresql", "redis"])
def queued(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with each kind of queue, and an empty one at that."""
    url = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'new folder' / 'queue.db'}"}.get(
        request.param
    )
    if request.param == "redis":
        url = redis_server.new_address()
    url = url or server().new_database()
    app = create_app(settings("sqlite://", tmp_path) | {"QUEUE_URL": url})
    yield app
    jobs.queue(app).storage.close()


@pytest.fixture(autouse=True)
def _own_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {})


def in_line(app: Flask) -> list[Any]:
    return [tuple(task.args) for task in jobs.queue(app).pending()]


def work(app: Flask) -> None:
    for task in jobs.queue(app).pending():
        jobs.queue(app).execute(task)


def test_a_job_runs_later_inside_the_application(queued: Flask) -> None:
    seen: list[tuple[str, int]] = []

    @jobs.job("test.note")
    def note(word: str, number: int) -> None:
        seen.append((word, number))

    with queued.app_context():
        jobs.later("test.note", "een", 1)
    assert seen == []

    work(queued)

    assert seen == [("een", 1)]


def test_a_job_can_be_called_as_what_it_is() -> None:
    @jobs.job("test.count")
    def count() -> int:
        return 3

    assert count() == 3


def test_the_sweep_queues_what_must_run_each_minute_once(queued: Flask) -> None:
    @jobs.job("test.often", every_minute=True)
    def often() -> None:
        pass

    @jobs.job("test.seldom")
    def seldom() -> None:
        pass

    huey = jobs.queue(queued)
    sweep = huey._registry.periodic_tasks[0]

    sweep.execute()
    sweep.execute()

    assert in_line(queued) == [("test.often", [])]


def test_a_minute_is_taken_once_and_remembered_for_an_hour(queued: Flask) -> None:
    huey = jobs.queue(queued)
    with time_machine.travel(NOW, tick=False):
        first, second = huey.read_periodic(None), huey.read_periodic(None)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        later = huey.read_periodic(None)
        kept = len(huey.storage.result_items())

    assert [len(first), len(second), len(later)] == [1, 0, 1]
    assert kept == 1


def test_a_note_is_read_by_others_until_it_is_dropped(queued: Flask) -> None:
    with queued.app_context():
        kept = jobs.keep_note("work:1", "2 van 10"), jobs.keep_note("work:1", "3 van 10 ✓")
        read = jobs.note("work:1"), jobs.note("work:2")
        jobs.drop_note("work:1")

        assert (kept, read, jobs.note("work:1")) == ((True, True), ("3 van 10 ✓", None), None)


def test_a_job_that_fails_hinders_no_other(queued: Flask, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    @jobs.job("test.fail")
    def fail() -> None:
        raise ZeroDivisionError

    @jobs.job("test.work")
    def succeed() -> None:
        seen.append("done")

    with queued.app_context():
        jobs.later("test.fail")
        jobs.later("test.work")
    work(queued)

    assert seen == ["done"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("database")
def test_a_reminder_waits_for_the_commit(app: Flask) -> None:
    jobs.queue(app).flush()

    with transaction():
        after_commit(jobs.later, "test.note")
        assert in_line(app) == []

    assert in_line(app) == [("test.note", [])]


def test_a_queue_that_is_away_hinders_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "queue.db"
    app = create_app(settings("sqlite://", tmp_path) | {"QUEUE_URL": f"sqlite:///{path}"})
    jobs.queue(app).storage._timeout = 0.1
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")

    with app.app_context():
        jobs.later("test.note")
        assert (jobs.keep_note("work:1", ""), jobs.note("work:1")) == (False, None)
        jobs.drop_note("work:1")
    other.close()
    waiting = in_line(app)
    jobs.queue(app).storage.close()

    assert "job test.note not queued" in caplog.text
    assert waiting == []


def test_a_job_knows_that_the_worker_must_stop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    monkeypatch.delitem(app.extensions, "stop", raising=False)
    with app.app_context():
        before = jobs.is_stopping()
        monkeypatch.setitem(app.extensions, "stop", stop)
        working = jobs.is_stopping()
        stop.set()
        assert (before, working, jobs.is_stopping()) == (False, False, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_is_quiet_and_stops_when_asked(tmp_path: Path, number: signal.Signals) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'app.db'}",
        "QUEUE_URL": f"sqlite:///{tmp_path / 'queue.db'}",
        "MAIL_URL": f"folder:{tmp_path / 'mail'}",
        "SECRET_KEY": "test " * 8,
    }
    flask = [sys.executable, "-m", "flask"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=environment, check=True)  # noqa: S603
    _put_in_outbox(environment["DATABASE_URL"])
    worker = subprocess.Popen(
        [sys.executable, "worker.py"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    # When the first mail has been written, the worker works.
    for _ in range(200):
        if any((tmp_path / "mail").glob("*.eml")):
            break
        time.sleep(0.1)
    time.sleep(0.2)

    worker.send_signal(number)
    _, said = worker.communicate(timeout=10)

    assert (worker.returncode, said) == (0, "")
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def _put_in_outbox(database_url: str) -> None:
    engine = create_engine(database_url)
    now = time_machine.escape_hatch.datetime.datetime.now(UTC)
    with Session(engine) as session, session.begin():
        session.add(
            OutgoingMail(
                message_id="een@example.org",
                purpose="test",
                about="test",
                recipient="noor@example.org",
                recipient_name="Noor",
                subject="Hallo",
                text="Hallo\n",
                html="<p>Hallo</p>",
                state=MailState.WAITING,
                queued_at=now,
                due_at=now,
            )
        )
    engine.dispose()
