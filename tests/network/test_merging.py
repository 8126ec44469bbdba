"""A merge of two organisations changes the graph, and undoing it changes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.db import db
from rok_events.network import actions, queries
from rok_events.people import merging_actions
from tests import make
from tests.network import scenes
from tests.network.test_cli import run

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")


def measured(app: Flask) -> str:
    db.session.commit()
    return run(app, "export").stdout


def test_two_organisations_count_as_one_until_that_is_undone(app: Flask) -> None:
    _, (ggd, dimence, _saxion) = scenes.trio()
    actions.keep_places({ggd.id: (0.0, 0.0), dimence.id: (1.0, 1.0)}, moved=False)
    db.session.commit()
    before, places = measured(app), queries.places(None)

    merge = merging_actions.merge_organisations(ggd.id, dimence.id)

    assert '"organisations": 2' in run(app, "measures", "--format", "json").stdout
    assert "Dimence" not in measured(app)
    assert queries.places(None) == {ggd.id: (0.0, 0.0)}

    merging_actions.undo(merge.id)

    assert measured(app) == before
    assert queries.places(None) == places


def test_one_person_who_was_known_twice_counts_once(app: Flask) -> None:
    session = make.activity().sessions[0]
    kern, saxion = make.organisation(), make.organisation()
    people = [make.attendance(session=session, organisation=kern).person for _ in range(2)]
    make.attendance(session=session, organisation=saxion)
    before = measured(app)

    merge = merging_actions.merge_people(people[0].id, people[1].id)

    assert '"people": 2' not in measured(app)

    merging_actions.undo(merge.id)

    assert measured(app) == before
