"""Sixty colleagues behind one address register in five minutes; a robot does not go on and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.app import create_app
from rok_events.db import db
from rok_events.registrations.models import Registration
from rok_events.web.limits import limiter
from tests import make
from tests.conftest import settings
from tests.pages import PageClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

OFFICE = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture
def limited(app: Flask, database: None, tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser at an application on the same database, that counts."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    counting = create_app(settings(url, tmp_path) | {"RATELIMIT_ENABLED": True})
    counting.test_client_class = PageClient
    db._app_engines[counting][None] = db._app_engines[app][None]
    yield counting.test_client()
    limiter.reset()
    limiter.enabled = False


def test_a_whole_office_registers_and_a_robot_is_stopped(limited: FlaskClient) -> None:
    activity = make.activity(capacity=50)
    form = f"/activiteiten/{activity.slug}/aanmelden"

    def send(email: str) -> int:
        filled_in = {"name": "Noor", "email": email, "organisation": "GGD"}
        return limited.post(form, data=filled_in, environ_overrides=OFFICE).status_code

    mistakes = [send("noor@") for _ in range(60)]
    colleagues = [send(f"collega{n}@example.org") for n in range(60)]
    robot = [send("spam") for _ in range(121)]
    elsewhere = limited.post(form, data={}, environ_overrides={"REMOTE_ADDR": "192.0.2.2"})

    assert set(mistakes) == {422}
    assert set(colleagues) == {303}
    assert db.session.scalar(select(func.count(Registration.id))) == 60
    assert robot == [422] * 120 + [429]
    assert elsewhere.status_code == 422


def test_asking_for_everything_of_one_address_has_an_end(limited: FlaskClient) -> None:
    answers = [
        limited.post(
            "/mijn",
            data={"email": "noor@example.org"},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{n}"},
        ).status_code
        for n in range(6)
    ]

    assert answers == [303] * 5 + [429]
