"""Rounds of delivery, and several workers at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import delete

from rok_events import jobs
from rok_events.db import db, transaction
from rok_events.mail import delivery, lease_actions, rules, transport
from rok_events.mail.lease_actions import Taken
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from tests import make
from tests.conftest import NOW
from tests.mail.sinks import Sink, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

    from rok_events.mail.models import Claimed
    from rok_events.mail.rules import Failure
    from tests.mail.conftest import Server

MAILS = 60


@pytest.fixture
def outbox(app: Flask) -> Iterator[None]:
    """Sixty mails that are really committed, for as long as the test lasts."""
    with app.app_context():
        for _ in range(MAILS):
            make.mail()
    yield
    with app.app_context(), transaction():
        db.session.execute(delete(OutgoingMail))


@pytest.mark.usefixtures("outbox")
def test_four_workers_at_once_send_each_mail_once(app: Flask, server: Server) -> None:
    def work(_number: int) -> int:
        with app.app_context():
            return delivery.deliver().sent

    with running(Sink()) as sink, ThreadPoolExecutor(4) as workers:
        server(sink.port)
        sent = list(workers.map(work, range(4)))

    assert sum(sent) == MAILS
    assert Counter(Counter(m["Message-ID"] for m in sink.messages).values()) == {1: MAILS}


@pytest.mark.usefixtures("outbox")
def test_without_the_claim_workers_send_mails_twice(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: this is what the claim is for, and the test above can fail."""

    def careless(_now: object) -> Taken:
        unsent = db.select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING)
        mails = db.session.scalars(unsent.order_by(OutgoingMail.id).limit(1)).all()
        return Taken([make.claimed(mail) for mail in mails], is_last=not mails, is_held=False)

    monkeypatch.setattr(lease_actions, "claim", careless)
    monkeypatch.setattr(delivery, "_may_begin", lambda *_: True)

    def work(_number: int) -> int:
        with app.app_context():
            return delivery.deliver().tried

    with running(Sink(slowly=0.01)) as sink, ThreadPoolExecutor(4) as workers:
        server(sink.port)
        list(workers.map(work, range(4)))

    assert max(Counter(m["Message-ID"] for m in sink.messages).values()) > 1


@pytest.mark.usefixtures("database")
def test_nothing_due_connects_to_nobody(server: Server) -> None:
    with running(Sink()) as sink:
        server(sink.port)
        tally = delivery.deliver()

    assert (tally.tried, tally.is_complete) == (0, True)
    assert sink.connections == set()


@pytest.mark.usefixtures("database")
def test_a_round_that_takes_long_lets_other_jobs_go_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "ROUND", timedelta(0))
    make.mail(), make.mail()
    jobs.queue(app).flush()

    tally = delivery.deliver()

    assert (tally.sent, tally.is_complete) == (1, False)
    assert [task.args[0] for task in jobs.queue(app).pending()] == ["mail.deliver"]


@pytest.mark.usefixtures("database")
def test_a_worker_that_must_stop_finishes_the_mail_it_has_and_gives_back_the_others(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Event()
    monkeypatch.setitem(app.extensions, "stop", stop)
    first, second = make.mail(), make.mail()

    class Stopper(Sink):
        async def handle_DATA(self, *said: Any) -> str:  # noqa: N802
            stop.set()
            return await super().handle_DATA(*said)

    with running(Stopper()) as sink:
        server(sink.port)
        delivery.deliver()

    db.session.refresh(first)
    db.session.refresh(second)
    assert (first.state, second.state) == (MailState.SENT, MailState.WAITING)
    assert second.due_at <= NOW


@pytest.mark.usefixtures("database")
def test_no_mail_is_begun_late_in_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    mails = [make.mail() for _ in range(3)]
    claims: list[int] = []
    claim = lease_actions.claim

    def counted(now: datetime) -> Taken:
        taken = claim(now)
        claims.append(len(taken.mails))
        return taken

    monkeypatch.setattr(lease_actions, "claim", counted)

    class Slow:
        def send(self, *_mails: Claimed | None) -> Failure | None:
            travel.shift(rules.LEASE * rules.BEGIN_WITHIN)
            return None

        def close(self) -> None:
            pass

    monkeypatch.setattr(transport, "open_post", Slow)
    monkeypatch.setattr(delivery, "ROUND", timedelta(hours=1))
    with time_machine.travel(NOW, tick=False) as travel:
        delivery.deliver()

    for mail in mails:
        db.session.refresh(mail)
    # One a lease: each took so long that the next was given back, to be taken anew.
    assert claims == [3, 2, 1]
    assert {mail.state for mail in mails} == {MailState.SENT}


@pytest.mark.usefixtures("database")
def test_nothing_is_sent_inside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    make.mail(), make.mail()
    open_while_sending: list[bool] = []

    class Watcher:
        def send(self, *_mails: Claimed | None) -> Failure | None:
            open_while_sending.append("after_commit" in db.session().info)
            return None

        def close(self) -> None:
            pass

    monkeypatch.setattr(transport, "open_post", Watcher)

    delivery.deliver()

    assert open_while_sending == [False, False]


@pytest.mark.usefixtures("database")
def test_what_is_over_is_not_sent_any_more(app: Flask) -> None:
    mail = make.mail(useless_at=NOW)

    assert delivery.sweep().tried == 0

    db.session.refresh(mail)
    assert mail.state is MailState.USELESS
