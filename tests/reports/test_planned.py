"""What the report says of table plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.network import insight
from rok_events.network.rules import Filters
from rok_events.reports import findings
from tests.network import scenes
from tests.network.test_plans import held

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


def told(app: Flask) -> str:
    answer = insight.ask_publishable(Filters(), None, "Overig")
    with app.test_request_context():
        return str(findings._new(answer)["words"])


def test_the_report_tells_how_many_new_pairs_of_the_plans_met(app: Flask) -> None:
    held()

    assert "zouden 3 nieuwe paren aan één tafel zitten; 1 daarvan zaten er echt" in told(app)


def test_without_plans_the_report_is_silent_about_them(app: Flask) -> None:
    scenes.trio()

    assert "tafelindeling" not in told(app)
