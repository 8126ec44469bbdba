"""Logs name pages, not people."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from rok_events.web import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient


@pytest.fixture
def _logging() -> Iterator[None]:
    """Put the handlers of the test run back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_request_is_logged_by_its_endpoint(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    client.get("/healthz?geheim=1")

    line = next(record for record in caplog.records if record.message == "request")
    assert line.__dict__["endpoint"] == "health.alive"
    assert line.__dict__["status"] == 200
    assert "geheim" not in str(line.__dict__)


@pytest.mark.usefixtures("_logging")
def test_lines_are_json_where_a_machine_reads(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()

    logging.getLogger("rok").error(
        "it failed", exc_info=ZeroDivisionError(), extra={"activity": 12}
    )

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["activity"]) == ("it failed", "error", 12)
    assert "ZeroDivisionError" in line["exception"]
