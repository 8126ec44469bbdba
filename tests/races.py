"""What races between real processes begin with: the fixtures `course` and `running_clock`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.conftest import NOW
from tests.postgres import server
from tests.registrations.racing import Course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def running_clock() -> Iterator[None]:
    """Let the clock run from NOW on; the other processes have the real time."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Course:
    """An empty database of its own."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'race.db'}" if is_sqlite else server().new_database()
    return Course(url, str(tmp_path))
