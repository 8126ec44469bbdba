"""Calendar entries that belonged to registrations belong to people, and know what was told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import flask_migrate
import pytest

from tests.migrations.old import BOTH, database, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = """
INSERT INTO community (id, slug, name, description, accent, is_discreet, created_at)
VALUES (1, 'rok', 'ROK', '', '#0b7d74', false, '2027-01-01 12:00:00+00:00');
INSERT INTO person (id, name, email, created_at, seen_at)
VALUES (8, 'Noor', 'noor@example.org', '2027-01-01 12:00:00+00:00', '2027-01-01 12:00:00+00:00');
INSERT INTO activity (id, community_id, kind, slug, title, summary, description, audience,
  hosted_by, contact_email, capacity, taken, waiting, closes_at, state, setting, place_name,
  place_address, place_notes, online_url, cancel_reason, words, starts_at, ends_at, created_at,
  updated_at)
VALUES (3, 1, 'casustafel', 'casus', 'Casus', '', '', '', '', '', 10, 1, 0,
  '2027-04-01 11:30:00+00:00', 'published', 'on_site', 'Wijkhuis', 'Kade 7', '', '', '', '',
  '2027-04-01 11:30:00+00:00', '2027-04-08 13:30:00+00:00', '2027-01-01 12:00:00+00:00',
  '2027-01-01 12:00:00+00:00');
INSERT INTO session (id, activity_id, number, title, starts_at, ends_at, place_name)
VALUES (5, 3, 1, '', '2027-04-01 11:30:00+00:00', '2027-04-01 13:30:00+00:00', ''),
  (6, 3, 2, 'Slot', '2027-04-08 11:30:00+00:00', '2027-04-08 13:30:00+00:00', 'Stadhuis');
INSERT INTO registration (id, activity_id, person_id, status, remarks, answers, locale, consent,
  token, form_key, registered_at)
VALUES (21, 3, 8, 'confirmed', '', '{}', 'en', '', 'geheim', '', '2027-01-02 12:00:00+00:00');
INSERT INTO calendar_entry (id, registration_id, session_id, uid, sequence, is_withdrawn, sent_at)
VALUES (1, 21, 5, 'een', 2, false, '2027-01-02 12:00:00+00:00'),
  (2, 21, 6, 'twee', 0, true, '2027-01-02 12:00:00+00:00');
"""


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database as it was before, with somebody who holds two entries."""
    with database(request.param, tmp_path, "0001", ROWS):
        yield


ENTRIES = "SELECT uid, sequence, person_id, page, locale FROM calendar_entry ORDER BY id"
BEFORE = "SELECT uid, sequence, registration_id, session_id FROM calendar_entry ORDER BY id"


def test_entries_go_over_to_people(old: None) -> None:
    flask_migrate.upgrade(revision="0002")

    assert rows(ENTRIES) == [
        ("een", 2, 8, "/aanmelding/geheim", "en"),
        ("twee", 0, 8, "/aanmelding/geheim", "en"),
    ]


def test_what_was_told_is_known_as_far_as_it_can_be(old: None) -> None:
    flask_migrate.upgrade(revision="0002")

    told = [
        json.loads(words) if isinstance(words, str) else words
        for (words,) in rows("SELECT told FROM calendar_entry ORDER BY id")
    ]
    assert told == [
        {
            "title": "Casus",
            "starts_at": "2027-04-01T11:30:00+00:00",
            "ends_at": "2027-04-01T13:30:00+00:00",
            "location": "Wijkhuis, Kade 7",
        },
        {
            "title": "Casus (2): Slot",
            "starts_at": "2027-04-08T11:30:00+00:00",
            "ends_at": "2027-04-08T13:30:00+00:00",
            "location": "Stadhuis",
        },
    ]


def test_the_way_back_finds_the_registrations_again(old: None) -> None:
    before = rows(BEFORE)
    flask_migrate.upgrade(revision="0002")
    run(
        "INSERT INTO person (id, name, email, created_at, seen_at) "
        "VALUES (9, 'Gast', 'gast@example.org', '2027-01-01 12:00:00Z', '2027-01-01 12:00:00Z')",
        "INSERT INTO calendar_entry (id, person_id, session_id, uid, sequence, is_withdrawn, "
        "sent_at, told, page, locale) VALUES (3, 9, 5, 'drie', 0, false, "
        "'2027-01-02 12:00:00+00:00', '{}', '/uitnodiging/x', 'nl')",
    )

    flask_migrate.downgrade(revision="0001")

    assert rows(BEFORE) == before
