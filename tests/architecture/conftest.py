"""The house without a database: its doors, templates and commands can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.app import create_app
from tests.conftest import settings

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, on a database that is not there."""
    folder = tmp_path_factory.mktemp("house")
    return create_app(settings(f"sqlite:///{folder / 'none.db'}", folder))
