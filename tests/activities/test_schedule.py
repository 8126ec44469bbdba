"""Sessions are moved, added, cancelled and removed, and participants are told of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
import time_machine

from rok_events.activities import actions, changing, planning, tasks
from rok_events.activities import table_actions as tables
from rok_events.activities.events import CapacityChanged, ScheduleChanged
from rok_events.activities.models import ProgrammeItem
from rok_events.activities.rules import ActivityPlan, State
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

E = TypeVar("E", bound="Event")
WEEK = timedelta(days=7)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is announced of changes."""
    heard: list[Event] = []
    for event in (ScheduleChanged, CapacityChanged):
        monkeypatch.setitem(events._reactions, event, (heard.append,))
    return heard


def wish(activity: Activity, **given: object) -> ActivityPlan:
    return replace(planning.plan_of(activity), **given)  # type: ignore[arg-type]


def move(activity: Activity, by: timedelta, number: int = 1, *, following: bool = False) -> None:
    meeting = activity.sessions[number - 1]
    plan = planning.session_plan(meeting)
    actions.move_session(
        meeting.id,
        replace(plan, starts_at=plan.starts_at + by, ends_at=plan.ends_at + by),
        following=following,
    )


def starts(activity: Activity) -> list[str]:
    """Return when sessions begin, as clocks on the wall show it."""
    return [f"{one.starts_at.astimezone(clock.AMSTERDAM):%d-%m %H.%M}" for one in activity.sessions]


def test_a_move_is_told_once_it_has_settled(news: list[Event]) -> None:
    made = make.activity(sessions=[SPRING, SPRING + WEEK])

    move(made, HALF_AN_HOUR)
    db.session.commit()

    assert made.starts_at == SPRING + HALF_AN_HOUR
    assert made.tell_at == clock.now() + changing.SETTLE
    tasks.tell_changes()
    assert news == []
    with time_machine.travel(clock.now() + changing.SETTLE, tick=False):
        tasks.tell_changes()
        tasks.tell_changes()
    assert news == [ScheduleChanged(activity_id=made.id)]
    assert made.tell_at is None


def test_who_saves_again_pushes_the_telling_on(news: list[Event]) -> None:
    made = make.activity()
    move(made, HALF_AN_HOUR)

    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        move(made, HALF_AN_HOUR)
        assert made.tell_at == clock.now() + changing.SETTLE
    with time_machine.travel(clock.now() + changing.SETTLE, tick=False):
        actions.tell_when_due(made.id)

    assert news == []


def test_telling_now_does_not_wait(news: list[Event]) -> None:
    made = make.activity()
    actions.tell_now(made.id)
    assert news == []

    move(made, HALF_AN_HOUR)
    actions.tell_now(made.id)
    actions.tell_now(made.id)

    assert news == [ScheduleChanged(activity_id=made.id)]


def test_the_rest_of_a_training_moves_along_by_the_clock() -> None:
    # The clocks go forward on the last Sunday of March, between the first session and the second.
    made = make.activity(sessions=[SPRING - 2 * WEEK, SPRING, SPRING + WEEK])
    assert starts(made) == ["18-03 12.30", "01-04 13.30", "08-04 13.30"]

    move(made, timedelta(days=1), following=True)

    assert starts(made) == ["19-03 12.30", "02-04 13.30", "09-04 13.30"]
    assert made.ends_at == made.sessions[-1].ends_at


def test_the_rest_of_a_row_moves_along() -> None:
    network = make.community()
    row = [
        make.activity(starts_at=SPRING + n * WEEK, series="rij", community=network)
        for n in range(3)
    ]
    other = make.activity(starts_at=SPRING + WEEK)

    move(row[1], timedelta(days=1), following=True)

    assert [one.starts_at - SPRING for one in row] == [
        timedelta(0),
        WEEK + timedelta(days=1),
        2 * WEEK + timedelta(days=1),
    ]
    assert [one.tell_at is not None for one in (*row, other)] == [False, True, True, False]


def test_the_programme_of_the_day_moves_along() -> None:
    made = make.activity(sessions=[SPRING, SPRING + WEEK])
    made.programme = [
        ProgrammeItem(starts_at=SPRING - HALF_AN_HOUR, title="Inloop"),
        ProgrammeItem(starts_at=SPRING + WEEK, title="Tweede keer"),
    ]
    db.session.commit()

    move(made, timedelta(days=2))
    move(made, WEEK - timedelta(days=2), following=True)

    assert {point.title: point.starts_at for point in made.programme} == {
        "Inloop": SPRING - HALF_AN_HOUR + WEEK,
        "Tweede keer": SPRING + 2 * WEEK - timedelta(days=2),
    }


def test_a_move_that_makes_no_sense_moves_nothing() -> None:
    made = make.activity()

    with pytest.raises(InvalidError):
        move(made, -timedelta(days=400))

    assert (made.sessions[0].starts_at, made.tell_at) == (SPRING, None)


def test_registration_closes_as_long_before_as_it_did() -> None:
    made = make.activity(closes_at=SPRING - timedelta(days=2))

    move(made, WEEK)

    assert made.closes_at == SPRING + WEEK - timedelta(days=2)


def test_a_new_session_gets_the_next_number_and_is_told() -> None:
    made = make.activity(sessions=[SPRING, SPRING + WEEK])

    extra = actions.add_session(made.id, session(days=3, title=" Terugkomdag "))

    assert (extra.number, extra.title) == (3, "Terugkomdag")
    assert made.tell_at is not None
    with pytest.raises(InvalidError):
        actions.add_session(made.id, session(days=-400))


def test_a_cancelled_session_stays_with_its_reason() -> None:
    made = make.activity(sessions=[SPRING, SPRING + WEEK])

    actions.cancel_session(made.sessions[1].id, "De zaal is dicht.")

    gone = made.sessions[1]
    assert (gone.cancelled_at, gone.cancel_reason) == (clock.now(), "De zaal is dicht.")
    assert made.ends_at == made.sessions[0].ends_at
    assert made.tell_at is not None
    with pytest.raises(ConflictError, match="cancelled already"):
        actions.cancel_session(gone.id, "")
    with pytest.raises(ConflictError, match="whole activity"):
        actions.cancel_session(made.sessions[0].id, "")


def test_only_a_draft_loses_a_session_without_a_trace() -> None:
    draft = make.activity(state=State.DRAFT, sessions=[SPRING, SPRING + WEEK])
    tables.add(draft.sessions[0].id, 1, "Tafel 1")
    known = make.activity(sessions=[SPRING, SPRING + WEEK])

    actions.remove_session(draft.sessions[0].id)

    assert [one.number for one in draft.sessions] == [2]
    assert (draft.starts_at, draft.tell_at) == (SPRING + WEEK, None)
    with pytest.raises(ConflictError, match="People know"):
        actions.remove_session(known.sessions[0].id)


def test_an_unknown_session_is_not_found() -> None:
    for change in (actions.cancel_session, lambda id_, _: actions.remove_session(id_)):
        with pytest.raises(NotFoundError):
            change(999, "")


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        pytest.param({"place_name": "De Hip"}, True, id="place"),
        pytest.param({"title": "Andere titel"}, True, id="title"),
        pytest.param({"summary": "Korter"}, False, id="summary"),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_only_what_calendars_show_is_told(change: dict[str, object], *, is_told: bool) -> None:
    made = make.activity()

    actions.revise(made.id, wish(made, **change))

    assert (made.tell_at is not None) is is_told


def test_a_revision_is_found_by_its_new_words_at_its_old_address() -> None:
    made = make.activity(slug="oud", title="Oud")

    actions.revise(made.id, wish(made, title="Hechting", place_name="De Hip"))

    assert "hechting" in made.words
    assert "de hip" in made.words
    assert made.slug == "oud"


def test_a_draft_may_change_in_everything() -> None:
    draft = actions.plan(plan(community_id=make.community().id, sessions=(session(), session(7))))
    first, other = planning.plan_of(draft).sessions
    elsewhere = make.community()
    tables.add(draft.sessions[0].id, 1, "Tafel 1")

    actions.revise(
        draft.id,
        wish(
            draft,
            title="Nieuwe titel",
            community_id=elsewhere.id,
            sessions=(replace(other, title="Nu de eerste"), session(21)),
        ),
    )
    db.session.expire_all()

    assert (draft.slug, draft.community_id) == ("nieuwe-titel", elsewhere.id)
    assert [(one.number, one.title) for one in draft.sessions] == [(2, "Nu de eerste"), (3, "")]
    assert first.id not in {one.id for one in draft.sessions}
    assert (draft.starts_at, draft.ends_at) == (other.starts_at, session(21).ends_at)
    assert draft.tell_at is None


def test_what_is_published_keeps_its_kind_network_and_sessions() -> None:
    made = make.activity()
    before = (made.kind, made.community_id, made.sessions[0].starts_at)

    actions.revise(made.id, wish(made, community_id=make.community().id, sessions=(session(9),)))

    assert (made.kind, made.community_id, made.sessions[0].starts_at) == before
    assert made.tell_at is None


def test_more_places_are_news(news: list[Event]) -> None:
    made = make.activity(capacity=10, taken=10)

    actions.revise(made.id, wish(made, capacity=12))

    assert news == [CapacityChanged(activity_id=made.id)]
    with pytest.raises(InvalidError, match="10 people"):
        actions.revise(made.id, wish(made, capacity=9))


def test_cancelling_the_whole_leaves_nothing_to_tell() -> None:
    made = make.activity()
    move(made, HALF_AN_HOUR)

    actions.cancel(made.id, "Ziek")

    assert made.tell_at is None
    with pytest.raises(ConflictError):
        move(made, HALF_AN_HOUR)
