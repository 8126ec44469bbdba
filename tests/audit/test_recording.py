"""What is changed through the ORM tells itself, once for each row and transaction."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from rok_events.activities import actions as activities
from rok_events.activities import question_actions as questions
from rok_events.activities.models import Question
from rok_events.audit import actions as audit
from rok_events.audit import words
from rok_events.audit.actor import on_behalf_of
from rok_events.audit.models import TrailRow
from rok_events.audit.rules import MOST_ALIKE, About, Actor, Deed
from rok_events.communities import actions as communities
from rok_events.core.errors import ConflictError
from rok_events.db import Base, db, transaction
from tests import make

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("database")


def trail() -> Sequence[TrailRow]:
    return db.session.scalars(select(TrailRow).order_by(TrailRow.number)).all()


def told(row: TrailRow) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.told)
    return found


def test_every_column_that_is_told_has_a_word_for_people() -> None:
    watched = [one for one in Base.registry.mappers if hasattr(one.class_, "__trail__")]
    without = {
        f"{one.class_.__name__}.{column.key}"
        for one in watched
        for column in one.columns
        if column.key not in {"id", *one.class_.__trail__.left_out, *words.COLUMNS}
    }

    assert watched
    assert without == set()


def test_a_change_is_told_with_the_values_before_and_after() -> None:
    activity = make.activity()

    with transaction():
        activities.cancel(activity.id, "De spreker is ziek.")

    (row,) = trail()
    assert (row.deed, row.thing, row.thing_id) == (Deed.CHANGED, "activity", activity.id)
    assert (row.activity_id, row.community_id) == (activity.id, activity.community_id)
    assert told(row) == {
        "cancel_reason": ["", "De spreker is ziek."],
        "state": ["published", "cancelled"],
    }


def test_a_new_row_is_told_with_what_it_began_with() -> None:
    with transaction():
        made = communities.found("rok-zwolle", "ROK Zwolle", "", "#0b7d74")

    (row,) = trail()
    assert (row.deed, row.thing_id, row.community_id) == (Deed.MADE, made.id, made.id)
    assert told(row) == {
        "slug": [None, "rok-zwolle"],
        "name": [None, "ROK Zwolle"],
        "accent": [None, "#0b7d74"],
    }


def test_what_is_removed_is_told_with_its_last_values() -> None:
    question = make.question(label="Wat eet je?")

    with transaction():
        questions.remove(question.id)

    (row,) = trail()
    assert (row.deed, row.thing, row.activity_id) == (
        Deed.REMOVED,
        "question",
        question.activity_id,
    )
    assert told(row)["label"] == ["Wat eet je?", None]


def test_a_row_that_is_flushed_often_is_told_once_and_not_if_it_is_as_it_was() -> None:
    activity = make.activity()
    first, second = (make.question(activity=activity, position=n) for n in (1, 2))

    with transaction():
        questions.move(second.id, 1)
    with transaction():
        questions.move(second.id, 1)

    assert {row.thing_id: told(row) for row in trail()[:2]} == {
        first.id: {"position": [1, 2]},
        second.id: {"position": [2, 1]},
    }
    assert len(trail()) == 2


def cancel_twice(activity_id: int) -> None:
    with transaction():
        activities.cancel(activity_id, "Ziek")
        activities.cancel(activity_id, "Nog eens")


def test_what_was_rolled_back_is_not_told() -> None:
    activity = make.activity()

    with pytest.raises(ConflictError):
        cancel_twice(activity.id)
    with transaction():
        db.session.refresh(activity)
        activity.summary = "Kort"
        with suppress(ConflictError), db.session.begin_nested():
            activities.cancel(activity.id, "Ziek")
            activities.cancel(activity.id, "Nog eens")

    (row,) = trail()
    assert told(row) == {"summary": ["", "Kort"]}


def test_very_many_changes_of_one_kind_are_told_as_a_number() -> None:
    activity = make.activity()
    asked = [{"position": n, "label": str(n), "kind": "text"} for n in range(MOST_ALIKE + 1)]

    with transaction():
        db.session.add_all(Question(activity_id=activity.id, **one) for one in asked)

    (row,) = trail()
    assert told(row) == {"rows": [None, MOST_ALIKE + 1]}
    assert (row.activity_id, row.community_id) == (activity.id, activity.community_id)


def test_a_note_tells_what_no_row_shows_and_who_it_was_for() -> None:
    account = make.account()
    activity = make.activity()

    with on_behalf_of(account.id), transaction():
        audit.note(About(activity=activity.id), "A list was downloaded.", after={"rows": 12})

    (row,) = trail()
    assert (row.deed, row.thing) == (Deed.NOTED, "A list was downloaded.")
    assert told(row) == {"rows": [None, 12]}
    assert (row.activity_id, row.community_id) == (activity.id, activity.community_id)
    assert (row.actor, row.actor_id) == (Actor.ACCOUNT, account.id)
