"""Rates: never more mails in a minute than the settings say, however many workers there are."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events.db import db, transaction
from rok_events.mail import delivery, lease_actions
from rok_events.mail.models import MailRate, OutgoingMail
from tests import make
from tests.conftest import NOW
from tests.mail.sinks import Sink, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.mail.conftest import Server


@pytest.fixture
def own_outbox(app: Flask) -> Iterator[None]:
    """An outbox that is really committed, and emptied behind the test."""
    yield
    with app.app_context(), transaction():
        db.session.execute(db.delete(OutgoingMail))
        db.session.execute(db.delete(MailRate))


def limit(app: Flask, monkeypatch: pytest.MonkeyPatch, total: int, per_domain: int) -> None:
    monkeypatch.setitem(app.config, "MAIL_RATE", total)
    monkeypatch.setitem(app.config, "MAIL_RATE_PER_DOMAIN", per_domain)


@pytest.mark.usefixtures("database")
def test_the_rest_goes_in_the_next_minute(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(app, monkeypatch, total=12, per_domain=0)
    for _ in range(20):
        make.mail()

    with running(Sink()) as sink:
        server(sink.port)
        first, again = delivery.deliver(), delivery.deliver()
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            later = delivery.deliver()

    assert (first.sent, again.sent, later.sent) == (12, 0, 8)
    assert (first.is_held, later.is_held) == (True, False)


@pytest.mark.usefixtures("database")
def test_a_domain_that_had_its_share_holds_up_no_other(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(app, monkeypatch, total=0, per_domain=3)
    for number in range(15):
        make.mail(recipient=f"lezer{number}@Groot.example")
    for number in range(2):
        make.mail(recipient=f"lezer{number}@klein.example")

    with running(Sink()) as sink:
        server(sink.port)
        delivery.deliver()

    domains = Counter(address.rpartition("@")[2].lower() for address in sink.recipients)
    assert domains == {"groot.example": 3, "klein.example": 2}


@pytest.mark.usefixtures("own_outbox")
def test_four_workers_together_keep_to_the_rate(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(app, monkeypatch, total=25, per_domain=20)
    with app.app_context():
        for number in range(60):
            make.mail(recipient=f"lezer{number}@{'groot' if number % 4 else 'klein'}.example")

    def work(_number: int) -> int:
        with app.app_context():
            return delivery.deliver().sent

    with running(Sink()) as sink, ThreadPoolExecutor(4) as workers:
        server(sink.port)
        sent = list(workers.map(work, range(4)))

    domains = Counter(address.rpartition("@")[2] for address in sink.recipients)
    assert sum(sent) == 25
    assert domains["groot.example"] <= 20


@pytest.mark.usefixtures("database")
def test_counts_are_kept_for_an_hour_only(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(app, monkeypatch, total=10, per_domain=10)
    make.mail()
    with running(Sink()) as sink:
        server(sink.port)
        delivery.deliver()
        counted = db.session.scalars(db.select(MailRate.domain)).all()
        with transaction():
            lease_actions.tidy(NOW + timedelta(hours=2))

    assert set(counted) == {"", "example.org"}
    assert db.session.scalars(db.select(MailRate)).all() == []


@pytest.mark.usefixtures("database")
def test_a_folder_takes_what_it_gets(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(app, monkeypatch, total=1, per_domain=1)
    for _ in range(3):
        make.mail()

    assert delivery.deliver().sent == 3
