"""Which organisations were invited before that was kept: where known guests work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flask_migrate
import pytest

from tests.migrations.old import BOTH, database, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = """
INSERT INTO community (id, slug, name, description, accent, is_discreet, created_at)
VALUES (1, 'rok', 'ROK', '', '#0b7d74', false, '2027-01-01 12:00:00+00:00');
INSERT INTO person (id, name, email, created_at, seen_at, is_left_out)
VALUES (7, 'Kim', 'kim@example.org', '2027-01-01 12:00:00+00:00',
  '2027-01-01 12:00:00+00:00', false),
  (8, 'Noor', 'noor@example.org', '2027-01-01 12:00:00+00:00', '2027-01-01 12:00:00+00:00', false),
  (9, 'Sam', 'sam@example.org', '2027-01-01 12:00:00+00:00', '2027-01-01 12:00:00+00:00', false);
INSERT INTO activity (id, community_id, kind, slug, title, summary, description, audience,
  hosted_by, contact_email, capacity, taken, waiting, closes_at, state, setting, place_name,
  place_address, place_notes, online_url, cancel_reason, words, starts_at, ends_at, created_at,
  updated_at)
VALUES (3, 1, 'casustafel', 'casus', 'Casus', '', '', '', '', '', 10, 1, 0,
  '2027-04-01 11:30:00+00:00', 'published', 'on_site', 'Wijkhuis', 'Kade 7', '', '', '', '',
  '2027-04-01 11:30:00+00:00', '2027-04-08 13:30:00+00:00', '2027-01-01 12:00:00+00:00',
  '2027-01-01 12:00:00+00:00');
INSERT INTO organisation (id, name, slug, key, standing, created_at)
VALUES (1, 'GGD', 'ggd', 'ggd', 'listed', '2027-01-01 12:00:00+00:00'),
  (2, 'Vroeger', 'vroeger', 'vroeger', 'listed', '2027-01-01 12:00:00+00:00'),
  (4, 'thuis', 'thuis', 'thuis', 'ignored', '2027-01-01 12:00:00+00:00');
INSERT INTO affiliation (person_id, organisation_id, starts_on, ends_on)
VALUES (7, 1, '2026-01-01', NULL), (8, 2, '2025-01-01', '2026-01-01'),
  (8, 1, '2026-01-01', NULL), (9, 4, '2026-01-01', NULL);
INSERT INTO guest (activity_id, person_id, token, source, locale, note, invited_at)
VALUES (3, 7, 'a', 'given', 'nl', '', '2027-01-02 12:00:00+00:00'),
  (3, 8, 'b', 'given', 'nl', '', '2027-01-02 12:00:00+00:00'),
  (3, 9, 'c', 'given', 'nl', '', '2027-01-02 12:00:00+00:00');
"""

INVITED = "SELECT activity_id, organisation_id FROM invited_organisation"


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database as it was before, with guests of one organisation, and of none."""
    with database(request.param, tmp_path, "0024", ROWS):
        yield


def test_where_guests_work_now_was_invited(old: None) -> None:
    flask_migrate.upgrade(revision="0026")

    assert rows(INVITED) == [(3, 1)]
    assert rows("SELECT id FROM activity WHERE by_invitation") == []

    flask_migrate.downgrade(revision="0025")

    assert rows(INVITED) == []
