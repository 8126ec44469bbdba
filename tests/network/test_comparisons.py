"""Comparing with chance in the background: asked for by a page, worked out once, and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
import time_machine

from rok_events import jobs
from rok_events.activities import actions, planning
from rok_events.activities.kinds import Kind
from rok_events.attendance.events import AttendanceChanged
from rok_events.communities.models import Community
from rok_events.core import events
from rok_events.db import db, transaction
from rok_events.network import backbone, comparison_actions, insight, tasks
from rok_events.network import comparison_queries as comparisons
from rok_events.network.models import NetworkComparison
from rok_events.network.rules import Employer, Filters, Groups, Weight
from rok_events.network.scopes import KEEP, LEASE, QUIET, Compared, Scope
from tests import make
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.people.models import Organisation

pytestmark = pytest.mark.usefixtures("database")

EVERYTHING = Scope.of(Filters(), None)


def two_halves() -> list[Organisation]:
    """Make eight organisations of which those of one half meet each other, twelve times each."""
    organisations = [make.organisation(name=f"Organisatie {n}") for n in range(8)]
    people = [[make.person() for _ in range(3)] for _ in organisations]
    community = make.community()
    for meeting in range(24):
        session = make.activity(community=community).sessions[0]
        guest = (meeting + 1) % 8
        for n in {*range(meeting % 2, 8, 2), guest}:
            for person in people[n]:
                make.attendance(session=session, organisation=organisations[n], person=person)
    return organisations


def news() -> None:
    with transaction():
        events.announce(AttendanceChanged(session_ids=(1,)))


def ask(filters: Filters | None = None) -> insight.Insight:
    return insight.ask_publishable(filters or Filters(), None, "Overig")


def work(scope: Scope = EVERYTHING) -> None:
    tasks.compare(scope.written())


def queued(app: Flask) -> int:
    return len(jobs.queue(app).pending())


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often chance was really worked out."""
    made: list[int] = []
    real = backbone.fdsm

    def counted(*given: object, **named: object) -> object:
        made.append(1)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(backbone, "fdsm", counted)
    return made


def test_a_page_shows_what_it_has_and_asks_for_the_rest(app: Flask) -> None:
    two_halves()

    answer = ask()

    assert answer.compared is Compared.WORKING
    assert {tie.significant for tie in answer.graph.ties} == {None}
    assert queued(app) == 1
    assert insight.progress(Filters(), None) == 0


def test_what_the_worker_found_is_shown_and_no_tie_is_left_out(draws: list[int]) -> None:
    organisations = two_halves()
    before = ask()
    work()

    answer = ask()

    assert answer.compared is Compared.KNOWN
    assert [(tie.a, tie.b) for tie in answer.graph.ties] == [
        (tie.a, tie.b) for tie in before.graph.ties
    ]
    half = {one.id: n % 2 for n, one in enumerate(organisations)}
    assert {t.significant for t in answer.graph.ties if half[t.a] == half[t.b]} == {True}
    assert {t.significant for t in answer.graph.ties if half[t.a] != half[t.b]} == {False}
    at_once = insight.ask_publishable(Filters(), None, "Overig", backbone.compare)
    assert at_once.graph == answer.graph
    assert len(draws) == 2


def test_it_is_asked_once_a_minute_and_worked_out_once(app: Flask, draws: list[int]) -> None:
    two_halves()
    ask()
    ask(Filters(weight=Weight.PAIRS, sector="onderwijs", minimum=2))

    assert queued(app) == 1
    with time_machine.travel(NOW + QUIET + timedelta(seconds=1), tick=False):
        ask()
    assert queued(app) == 2
    work()
    work()
    assert len(draws) == 1


def test_after_news_it_is_worked_out_anew_once_it_is_quiet(draws: list[int]) -> None:
    organisations = two_halves()
    news()
    work()
    assert ask().compared is Compared.WORKING
    assert draws == []
    with time_machine.travel(NOW + QUIET, tick=False):
        tasks.compare_waiting()
    assert ask().compared is Compared.KNOWN
    scenes.meeting({organisations[0]: 3, organisations[1]: 3})
    with time_machine.travel(NOW + 2 * QUIET, tick=False):
        news()
        assert ask().compared is Compared.WORKING
    with time_machine.travel(NOW + 3 * QUIET, tick=False):
        work()
        assert ask().compared is Compared.KNOWN
    assert len(draws) == 2


def test_news_that_changes_nothing_here_costs_nothing(draws: list[int]) -> None:
    two_halves()
    work()
    news()
    assert ask().compared is Compared.WORKING

    work()

    assert ask().compared is Compared.KNOWN
    assert len(draws) == 1


def test_where_there_is_too_little_nothing_is_asked(app: Flask) -> None:
    scenes.trio()

    assert ask().compared is Compared.TOO_LITTLE
    assert queued(app) == 0


def test_nothing_comes_of_too_little() -> None:
    scenes.trio()

    work()

    assert ask().compared is Compared.TOO_LITTLE
    kept = db.session.scalars(db.select(NetworkComparison)).one()
    assert kept.content is None


def test_one_worker_takes_it_and_another_after_a_while() -> None:
    with transaction():
        comparison_actions.want(EVERYTHING)
        assert comparison_actions.claim(EVERYTHING.key)
    with transaction():
        assert not comparison_actions.claim(EVERYTHING.key)
    assert comparisons.waiting(NOW) == []
    with time_machine.travel(NOW + LEASE + timedelta(seconds=1), tick=False):
        assert comparisons.waiting(NOW + LEASE + timedelta(seconds=1)) == [EVERYTHING.written()]
        with transaction():
            assert comparison_actions.claim(EVERYTHING.key)


def test_another_has_it_already(draws: list[int]) -> None:
    two_halves()
    with transaction():
        comparison_actions.want(EVERYTHING)
        comparison_actions.claim(EVERYTHING.key)

    tasks._compare(EVERYTHING)

    assert draws == []


def test_a_worker_that_must_end_leaves_it_to_another(app: Flask) -> None:
    two_halves()
    stop = Event()
    jobs.heed(app, stop)
    stop.set()

    try:
        work()
    finally:
        app.extensions.pop("stop")

    assert ask().compared is Compared.WORKING
    assert comparisons.waiting(NOW) == [EVERYTHING.written()]


def test_how_far_it_is_can_be_asked() -> None:
    comparison_actions.tell_progress(EVERYTHING.key, 250, 1000)

    assert insight.progress(Filters(), None) == 0.25
    assert insight.progress(Filters(kind=Kind.TRAINING), None) == 0


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    work()
    with time_machine.travel(NOW + KEEP + timedelta(days=1), tick=False):
        work(Scope.of(Filters(kind=Kind.TRAINING), None))

    kept = db.session.scalars(db.select(NetworkComparison.scope)).all()
    assert [Scope.read(scope).filters.kind for scope in kept] == [Kind.TRAINING]


def test_an_answer_is_remembered_until_there_is_news(queries: list[str]) -> None:
    two_halves()
    news()
    first = ask()
    queries.clear()

    assert ask() is first
    assert len(queries) == 1
    assert ask(Filters(weight=Weight.PAIRS)) is not first
    news()
    assert ask() is not first


def test_a_comparison_that_is_gone_by_the_time_it_is_read_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two_halves()
    work()
    with monkeypatch.context() as gone:
        gone.setattr(comparisons, "content", lambda *_: None)
        assert ask().compared is Compared.WORKING

    assert ask().compared is Compared.KNOWN


def test_a_scope_is_read_as_it_was_written() -> None:
    filters = Filters(
        date(2026, 1, 1), date(2027, 1, 1), Kind.TRAINING, "ons", groups=Groups.TABLES
    )
    scope = Scope.of(filters, {3, 1})

    assert Scope.read(scope.written()) == scope
    assert scope.key == Scope.of(filters, (1, 3)).key
    assert scope.key != Scope.of(filters, None).key
    assert EVERYTHING.key != Scope.of(Filters(employer=Employer.NOW), None).key
    assert Scope.read(EVERYTHING.written()) == EVERYTHING


def test_who_is_asked_for_a_closed_activity_makes_other_cells(draws: list[int]) -> None:
    organisations = two_halves()
    news()
    with time_machine.travel(NOW + QUIET, tick=False):
        work()
    plain = insight.cells(EVERYTHING)
    community = db.session.scalars(db.select(Community)).one()
    activity = scenes.meeting(dict.fromkeys(organisations[:3], 3), community=community)
    open_ = insight.cells(EVERYTHING)

    with transaction():
        plan = planning.plan_of(activity)
        actions.revise(activity.id, replace(plan, by_invitation=True))
    shut = insight.cells(EVERYTHING)
    make.invited_organisation(activity=activity, organisation=organisations[5])
    asked = insight.cells(EVERYTHING)

    assert [one.free.sum() - plain.free.sum() for one in (open_, shut, asked)] == [8, 3, 4]
    assert len({one.digest for one in (plain, open_, shut, asked)}) == 4
    assert ask().compared is Compared.WORKING
    with time_machine.travel(NOW + 3 * QUIET, tick=False):
        work()
        assert ask().compared is Compared.KNOWN
    assert len(draws) == 2
