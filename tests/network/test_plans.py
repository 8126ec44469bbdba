"""Table plans in the figures: from the database to the pages, the files and the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.network import insight, plan_queries
from rok_events.network.planned import Outcome
from rok_events.network.rules import Employer, Filters
from rok_events.people.rules import Standing
from rok_events.seating import actions
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.people.models import Organisation, Person

pytestmark = pytest.mark.usefixtures("database")


def come(
    activity: Activity, organisation: Organisation | None, planned: str, sat: str, **given: Any
) -> Person:
    """Let somebody be planned at one table, and sit at another."""
    person = make.person(**given)
    session = activity.sessions[0]
    registration = make.registration(activity=activity, person=person, organisation=organisation)
    there = make.attendance(session=session, person=person, organisation=organisation)
    actions.plan(session.id, {registration.id: {1: planned}})
    actions.record(session.id, {there.id: {1: sat}})
    return person


def held() -> tuple[Activity, list[Organisation]]:
    """A werkconferentie that goes on: GGD and Welzijn met as planned, GGD and Dimence did not."""
    activity = make.activity(starts_at=NOW - timedelta(hours=1), capacity=60)
    organisations = [make.organisation(name=name) for name in ("GGD", "Welzijn", "Dimence")]
    for organisation, sat in zip(organisations, ("1", "1", "2"), strict=True):
        for _ in range(3):
            come(activity, organisation, "1", sat)
    return activity, organisations


def at_tables(filters: Filters = Filters()) -> Outcome | None:  # noqa: B008 -- frozen
    return insight.ask_publishable(filters, None, "Overig").window.at_tables


def test_the_figures_lay_a_plan_beside_who_sat_where() -> None:
    held()

    found = insight.ask_publishable(Filters(since=date(2027, 1, 1)), None, "").figures.figures

    assert (found["planned_pairs"].value, found["planned_met"].value) == (3, 1)
    assert (found["planned_new"].value, found["planned_new_met"].value) == (3, 1)
    assert found["planned_pairs"].before is None


def test_small_organisations_and_who_is_left_out_make_no_pair() -> None:
    activity, _ = held()
    come(activity, make.organisation(name="Praktijk"), "1", "1")
    come(activity, make.organisation(name="Typfout", standing=Standing.IGNORED), "1", "1")
    hidden = make.organisation(name="Buurt")
    for _ in range(3):
        come(activity, hidden, "1", "1", is_left_out=True)
    come(activity, None, "1", "1")

    assert at_tables() == Outcome(3, 1, 3, 1)


def test_without_a_plan_there_is_no_such_figure(lead: FlaskClient) -> None:
    activity = make.activity(starts_at=NOW - timedelta(hours=1))
    for name in ("GGD", "Dimence"):
        organisation = make.organisation(name=name)
        for _ in range(3):
            make.attendance(session=activity.sessions[0], organisation=organisation)

    assert at_tables() is None
    assert "gepland aan" not in lead.get("/inzicht/netwerk/cijfers").text


def test_the_page_tells_them_with_what_they_mean(lead: FlaskClient) -> None:
    held()

    page = lead.get("/inzicht/netwerk/cijfers").text

    assert "Paren gepland aan één tafel" in page
    assert "Nieuwe paren die samen zaten zoals gepland" in page
    assert "volgens de tafelindeling aan één tafel zitten" in page


def test_the_command_prints_them(app: Flask) -> None:
    held()

    told = app.test_cli_runner().invoke(args=["network", "measures", "--format", "json"])
    table = app.test_cli_runner().invoke(args=["network", "measures"])

    found = json.loads(told.output)
    assert (found["planned_pairs"], found["planned_new_met"]) == (3, 1)
    assert "planned new met           1" in table.output


def test_who_works_elsewhere_now_can_count_there() -> None:
    activity, (ggd, *_) = held()
    moved = come(activity, ggd, "1", "1")
    make.affiliation(person=moved, organisation=make.organisation(name="Nieuw"))

    then = plan_queries.planned(Filters(), None)
    now = plan_queries.planned(Filters(employer=Employer.NOW), (activity.community_id,))

    assert (then.organisation == ggd.id).sum() == 4
    assert (now.organisation == ggd.id).sum() == 3
