"""Copying an activity, and throwing a draft away."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities import actions, queries, question_actions
from rok_events.activities import table_actions as tables
from rok_events.activities.events import ActivityCopied
from rok_events.activities.models import ProgrammeItem, Session, Table
from rok_events.activities.rules import ProgrammePoint, QuestionKind, QuestionPlan, State
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.db import db
from tests import make
from tests.activities.plans import plan, session
from tests.make import SPRING

if TYPE_CHECKING:
    from rok_events.core.events import Event

pytestmark = pytest.mark.usefixtures("database")


def test_a_copy_has_everything_but_people(monkeypatch: pytest.MonkeyPatch) -> None:
    news: list[Event] = []
    monkeypatch.setitem(events._reactions, ActivityCopied, (news.append,))
    original = actions.plan(
        plan(
            community_id=make.community().id,
            capacity=12,
            by_invitation=True,
            series="rij",
            sessions=(session(), session(7, title="Tweede")),
            programme=(ProgrammePoint(starts_at=SPRING, title="Opening"),),
            questions=(
                QuestionPlan(
                    label="Dieet", kind=QuestionKind.SEVERAL, options=("a", "b"), is_sensitive=True
                ),
            ),
        )
    )
    actions.publish(original.id)
    tables.add(original.sessions[1].id, 1, "Tafel 1")
    make.registration(activity=original)

    # In November the clocks stand an hour further from UTC than in April.
    made = actions.copy(original.id, "Najaar", date(2027, 11, 4))
    db.session.expire_all()

    assert (made.state, made.title, made.slug) == (State.DRAFT, "Najaar", "najaar")
    assert (made.capacity, made.taken, made.series) == (12, 0, "")
    assert made.by_invitation
    assert [f"{s.starts_at.astimezone(clock.AMSTERDAM):%d-%m %H.%M}" for s in made.sessions] == [
        "04-11 13.30",
        "11-11 13.30",
    ]
    assert made.closes_at < made.starts_at
    assert made.programme[0].starts_at == made.starts_at
    assert [(q.label, q.options, q.is_sensitive) for q in made.questions] == [
        ("Dieet", ["a", "b"], True)
    ]
    assert [t.label for t in queries.tables([made.sessions[1].id])] == ["Tafel 1"]
    assert news == [ActivityCopied(original_id=original.id, copy_id=made.id)]


def test_a_parallel_group_meets_at_another_time_of_the_day() -> None:
    original = make.activity(sessions=[SPRING, SPRING + timedelta(days=7)])
    original.programme = [ProgrammeItem(starts_at=SPRING, title="Opening")]
    make.saved(original)

    made = actions.copy(original.id, "Groep B", date(2027, 4, 2), begins=time(9))

    assert [f"{s.starts_at.astimezone(clock.AMSTERDAM):%d-%m %H.%M}" for s in made.sessions] == [
        "02-04 09.00",
        "09-04 09.00",
    ]
    assert made.programme[0].starts_at == made.starts_at


def test_a_copy_leaves_out_what_was_cancelled() -> None:
    original = make.activity(sessions=[SPRING, SPRING + timedelta(days=7)])
    actions.cancel_session(original.sessions[0].id, "")

    made = actions.copy(original.id, "Opnieuw", date(2027, 9, 2))

    assert [one.starts_at.date() for one in made.sessions] == [date(2027, 9, 2)]


def test_a_copy_asks_after_the_same_answer_whatever_was_removed() -> None:
    original = make.activity()
    asked = QuestionPlan(label="Eet je mee?", kind=QuestionKind.YES_NO)
    gone = question_actions.add(original.id, QuestionPlan(label="Weg"))
    question_actions.add(original.id, asked)
    question_actions.add(original.id, QuestionPlan(label="Wat?", asked_after=2, asked_if="yes"))
    question_actions.remove(gone.id)

    made = actions.copy(original.id, "Opnieuw", date(2027, 9, 2))

    assert [(one.label, one.asked_after) for one in made.questions] == [
        ("Eet je mee?", None),
        ("Wat?", made.questions[0]),
    ]


def test_a_copy_needs_a_title() -> None:
    with pytest.raises(InvalidError):
        actions.copy(make.activity().id, " ", date(2027, 9, 2))


def test_a_draft_goes_with_everything_in_it() -> None:
    draft = make.activity(state=State.DRAFT)
    tables.add(draft.sessions[0].id, 1, "Tafel 1")

    actions.delete_draft(draft.id)

    assert db.session.query(Session).count() == 0
    assert db.session.query(Table).count() == 0


def test_what_people_know_of_is_not_deleted() -> None:
    with pytest.raises(ConflictError, match="Only drafts"):
        actions.delete_draft(make.activity().id)


def test_a_draft_that_others_hold_on_to_stays() -> None:
    draft = make.activity(state=State.DRAFT)
    make.registration(activity=draft)

    with pytest.raises(ConflictError, match="invited"):
        actions.delete_draft(draft.id)

    assert queries.get(draft.id) is draft
