"""Two workers that find the same mail at once: one keeps it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select

from rok_events.db import db, transaction
from rok_events.mail import inbox
from rok_events.mail.inbox_models import IncomingMail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

AT_ONCE = 6
LETTER = b"From: kees@zorg.example.org\r\nMessage-ID: <race@z.example>\r\n\r\nMag het?\r\n"


@pytest.fixture
def _emptied(app: Flask) -> Iterator[None]:
    """An inbox that every connection can see, emptied afterwards."""
    yield
    with app.app_context(), transaction():
        db.session.execute(delete(IncomingMail))


@pytest.mark.usefixtures("_emptied")
def test_of_many_who_take_one_mail_at_once_one_keeps_it(app: Flask) -> None:
    together = Barrier(AT_ONCE)

    def take(_number: int) -> bool:
        with app.app_context():
            together.wait()
            return inbox.take(LETTER) is not None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        kept = sorted(threads.map(take, range(AT_ONCE)))

    assert kept == [False] * (AT_ONCE - 1) + [True]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(IncomingMail)) == 1
