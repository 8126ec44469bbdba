"""A used link was the session; now sessions have rows of their own, under the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flask_migrate
import pytest

from tests.migrations.old import BOTH, database, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2027-01-02 12:00:00+00:00"
ROWS = f"""
INSERT INTO account (id, email, name, active, fs_uniquifier, created_at)
VALUES (4, 'noor@example.org', 'Noor', true, 'x', '{DAY}');
INSERT INTO sign_in_link (id, account_id, digest, created_at, expires_at, used_at, ended_at, device)
VALUES (1, 4, 'a', '{DAY}', '{DAY}', NULL, NULL, ''),
  (2, 4, 'b', '{DAY}', '{DAY}', '{DAY}', NULL, 'Firefox, Linux'),
  (3, NULL, 'c', '{DAY}', '{DAY}', NULL, NULL, ''),
  (7, 4, 'd', '{DAY}', '{DAY}', '{DAY}', '{DAY}', 'Safari, iPhone');
"""  # noqa: S608 -- our own words
NEXT = f"""
INSERT INTO sign_in (account_id, way, device, began_at, is_strong)
VALUES (4, 'link', '', '{DAY}', false)
"""  # noqa: S608 -- so are these


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database as it was before, with a session that goes on and one that was ended."""
    with database(request.param, tmp_path, "0010", ROWS):
        yield


def test_who_is_signed_in_stays_so_and_who_signed_out_too(old: None) -> None:
    flask_migrate.upgrade(revision="0011")
    run(NEXT)

    # The number of a session that was ended is in old cookies: it never comes back.
    found = rows("SELECT id, account_id, way, device FROM sign_in ORDER BY id")
    assert found == [(2, 4, "link", "Firefox, Linux"), (8, 4, "link", "")]


def test_the_way_back_signs_everybody_out(old: None) -> None:
    flask_migrate.upgrade(revision="0011")
    flask_migrate.downgrade(revision="0010")

    assert rows("SELECT count(*) FROM sign_in_link") == [(4,)]
    assert rows("SELECT id FROM sign_in_link WHERE used_at IS NOT NULL AND ended_at IS NULL") == []
