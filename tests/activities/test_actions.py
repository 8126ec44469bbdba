"""Planning, publishing and cancelling activities."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities import actions, queries
from rok_events.activities import table_actions as tables
from rok_events.activities.events import ActivityCancelled
from rok_events.activities.rules import (
    ProgrammePoint,
    QuestionKind,
    QuestionPlan,
    Setting,
    State,
)
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from rok_events.db import db
from tests import make
from tests.activities.plans import plan, session
from tests.make import SPRING

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.core.events import Event

pytestmark = pytest.mark.usefixtures("database")


def planned(**given: object) -> Activity:
    community = given.pop("community", None) or make.community()
    return actions.plan(plan(community_id=community.id, **given))  # type: ignore[attr-defined]


def test_a_plan_becomes_a_draft_with_all_its_parts() -> None:
    made = planned(
        title="Samen  werken",
        capacity=12,
        sessions=(session(7, title="Tweede keer"), session(0, title="Eerste keer")),
        programme=(ProgrammePoint(starts_at=SPRING, title="Opening", note="Door een ouder"),),
        questions=(
            QuestionPlan(label="Wat breng je in?"),
            QuestionPlan(label="Lunch", kind=QuestionKind.CHOICE, options=("ja", "nee")),
        ),
    )
    db.session.expire_all()
    kept = queries.get_by_slug("samen-werken")

    assert kept is made
    assert (kept.state, kept.capacity, kept.taken) == (State.DRAFT, 12, 0)
    assert (kept.starts_at, kept.ends_at) == (SPRING, session(7).ends_at)
    assert [(s.number, s.title) for s in kept.sessions] == [(1, "Eerste keer"), (2, "Tweede keer")]
    assert [(p.title, p.note) for p in kept.programme] == [("Opening", "Door een ouder")]
    assert [(q.position, q.label) for q in kept.questions] == [
        (1, "Wat breng je in?"),
        (2, "Lunch"),
    ]


def test_a_mistaken_plan_leaves_nothing() -> None:
    with pytest.raises(InvalidError):
        planned(sessions=())

    assert not queries.is_taken("casustafel-hechting")


def test_hidden_characters_and_line_breaks_are_cleaned() -> None:
    made = planned(
        title="Hechting\r\nBcc: iedereen\u202e",
        description="Een\r\n\r\n\r\ntwee\x00",
        setting=Setting.ON_SITE,
    )

    assert made.title == "Hechting Bcc: iedereen"
    assert made.description == "Een\n\n\ntwee"


def test_the_same_title_gets_another_address_and_keeps_it() -> None:
    addresses = [planned(title="Casustafel").slug for _ in range(3)]

    assert addresses == ["casustafel", "casustafel-2027-04-01", "casustafel-2027-04-01-2"]


def test_a_draft_is_published_once() -> None:
    made = planned()

    actions.publish(made.id)

    assert (made.state, made.published_at) == (State.PUBLISHED, clock.now())
    with pytest.raises(ConflictError, match="published already"):
        actions.publish(made.id)


def test_cancelling_tells_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make.activity()
    news: list[Event] = []
    monkeypatch.setitem(events._reactions, ActivityCancelled, (news.append,))

    actions.cancel(made.id, "De spreker is ziek.")

    assert (made.state, made.cancel_reason) == (State.CANCELLED, "De spreker is ziek.")
    assert made.cancelled_at == clock.now()
    assert news == [ActivityCancelled(activity_id=made.id)]
    with pytest.raises(ConflictError, match="cancelled already"):
        actions.cancel(made.id, "Nog een keer")


def test_an_unknown_activity_is_not_found() -> None:
    for ask in (actions.publish, queries.get, queries.get_for_update):
        with pytest.raises(NotFoundError):
            ask(999)


def test_a_lock_reads_the_row_anew() -> None:
    made = make.activity()
    db.session.execute(db.text("UPDATE activity SET taken = 7"))

    assert queries.get_for_update(made.id).taken == 7
    assert made.taken == 7


def test_a_table_stands_once_in_a_round() -> None:
    meeting = make.activity().sessions[0]

    table = tables.add(meeting.id, 1, " Tafel  4 ")

    assert (table.label, table.round) == ("Tafel 4", 1)
    assert queries.find_table(meeting.id, 1, "Tafel 4") is table
    assert queries.find_table(meeting.id, 2, "Tafel 4") is None
    with pytest.raises(ConflictError, match="Round 1"):
        tables.add(meeting.id, 1, "Tafel 4")


@pytest.mark.parametrize(("number", "label"), [(0, "Tafel"), (1, "  "), (1, "x" * 81)])
def test_a_table_needs_a_round_and_a_name(number: int, label: str) -> None:
    with pytest.raises(InvalidError):
        tables.add(make.activity().sessions[0].id, number, label)


def test_places_are_counted_on_the_activity() -> None:
    made = make.activity(capacity=3)

    actions.count_places(made, taken=3, waiting=2)

    assert (made.taken, made.waiting) == (3, 2)


def test_what_is_over_is_not_cancelled() -> None:
    made = make.activity(starts_at=clock.now() - timedelta(days=2))

    with pytest.raises(ConflictError, match="over"):
        actions.cancel(made.id, "")
