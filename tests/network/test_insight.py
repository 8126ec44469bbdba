"""Asking for the graph."""

from __future__ import annotations

import tracemalloc
from dataclasses import asdict
from datetime import UTC, date, datetime

import numpy as np
import pytest

from rok_events.activities.models import Table
from rok_events.attendance.models import Seat
from rok_events.network import backbone, insight, queries
from rok_events.network.graph import Named
from rok_events.network.presences import OTHERS, Seats
from rok_events.network.rules import Filters, Groups, UnknownCommunityError, Weight
from rok_events.network.timeline import Phase
from tests import make
from tests.network import scenes

pytestmark = pytest.mark.usefixtures("database")


def test_in_full_every_organisation_has_its_name() -> None:
    _, organisations = scenes.trio()
    small = make.organisation(name="Zelfstandig verloskundige")
    scenes.meeting({small: 1, organisations[0]: 1})

    graph = insight.ask(Filters(), None).graph

    assert small.name in {organisation.name for organisation in graph.organisations}
    assert [tie.pairs_of_people for tie in graph.ties if tie.b == small.id] == [1]


def test_small_organisations_are_not_shown_by_name() -> None:
    _, organisations = scenes.trio()
    small = [make.organisation(name=f"Praktijk {n}") for n in range(3)]
    scenes.meeting({organisations[0]: 1, **dict.fromkeys(small, 1)})
    absent = make.organisation(name="Kwam nog niet")
    make.registration(activity=make.activity(), organisation=absent)

    answer = insight.ask_publishable(Filters(), None, "Overig")

    names = {organisation.id: organisation.name for organisation in answer.graph.organisations}
    assert names[OTHERS] == "Overig"
    assert {*names.values()} == {"GGD", "Dimence", "Saxion", "Overig", "Kwam nog niet"}
    assert answer.merged == 3
    assert "Praktijk" not in str(asdict(answer.graph))


def test_a_single_small_organisation_disappears_in_the_crowd() -> None:
    _, organisations = scenes.trio()
    small = make.organisation(name="Praktijk")
    scenes.meeting({organisations[0]: 1, organisations[1]: 1, small: 1})

    answer = insight.ask_publishable(Filters(), None, "Overig")

    names = {organisation.name for organisation in answer.graph.organisations}
    assert names == {"GGD", "Dimence", "Saxion"}
    assert answer.merged == 1
    assert answer.graph.ties[0].newman == pytest.approx(9 / 8 + 1 / 2)


def test_few_pairs_of_people_are_hidden() -> None:
    activity, organisations = scenes.trio()
    scenes.meeting({organisations[0]: 1, make.organisation(): 3}, community=activity.community)
    lonely = make.organisation()
    scenes.meeting({lonely: 3})
    scenes.meeting({organisations[1]: 1, lonely: 2}, community=activity.community)

    pairs = [tie.pairs_of_people for tie in insight.ask_publishable(Filters(), None, "").graph.ties]

    assert None in pairs
    assert 2 not in pairs


def test_only_tables() -> None:
    activity, organisations = scenes.trio()
    session = activity.sessions[0]
    table = make.saved(Table(session_id=session.id, round=1, label="1"))
    for organisation in organisations[:2]:
        there = make.attendance(session=session, organisation=organisation)
        make.saved(Seat(attendance_id=there.id, table_id=table.id))
    for _ in range(3):
        make.attendance(session=session)

    graph = insight.ask(Filters(groups=Groups.TABLES), None).graph

    assert [(tie.a, tie.b, tie.newman) for tie in graph.ties] == [
        (organisations[0].id, organisations[1].id, 1)
    ]
    assert graph.measures.organisations == 3


def test_of_a_sector_only_its_organisations_are_shown() -> None:
    _, organisations = scenes.trio()
    school = make.organisation(sector="onderwijs")
    scenes.meeting({organisations[2]: 3, school: 3, organisations[0]: 3})

    graph = insight.ask(Filters(sector="onderwijs"), None).graph

    assert {one.id for one in graph.organisations} == {organisations[2].id, school.id}
    assert [tie.newman for tie in graph.ties] == [pytest.approx(9 / 8)]


def test_weak_ties_are_left_out_and_those_of_few_people_are_weak() -> None:
    activity, (ggd, dimence, saxion) = scenes.trio()
    scenes.meeting({ggd: 3, dimence: 3}, community=activity.community)
    few = make.organisation()
    scenes.meeting({few: 3}, community=activity.community)
    scenes.meeting({few: 1, ggd: 1}, community=activity.community)

    strong = insight.ask(Filters(minimum=2, weight=Weight.SESSIONS), None).graph
    told = insight.ask_publishable(Filters(minimum=1, weight=Weight.PAIRS), None, "").graph

    assert [(tie.a, tie.b) for tie in strong.ties] == [(ggd.id, dimence.id)]
    assert saxion.id in {one.id for one in strong.organisations}
    assert strong.measures.isolates == 2
    assert few.id not in {end for tie in told.ties for end in (tie.a, tie.b)}


def test_the_quarters_of_a_period_know_what_was_before_it() -> None:
    _, (ggd, dimence, saxion) = scenes.trio()
    later = datetime(2027, 8, 1, 9, tzinfo=UTC)
    scenes.meeting({ggd: 3, dimence: 3}, starts_at=later)

    answer = insight.ask_publishable(Filters(since=date(2027, 8, 1)), None, "")

    assert answer.timeline.quarters == (date(2027, 7, 1),)
    assert answer.timeline.at(0) == {(ggd.id, dimence.id): Phase.LASTING}
    assert saxion.id not in {one.id for one in answer.graph.organisations}


def test_figures_stand_beside_those_of_the_period_before() -> None:
    _, (ggd, dimence, _saxion) = scenes.trio()  # in the spring of 2027
    scenes.meeting({ggd: 3, dimence: 3}, starts_at=datetime(2027, 8, 1, 9, tzinfo=UTC))
    absent = make.organisation()
    held = make.activity(starts_at=datetime(2027, 7, 9, 9, tzinfo=UTC))
    make.registration(activity=held, organisation=absent)
    half_a_year = Filters(since=date(2027, 7, 1), until=date(2028, 1, 1))

    found = insight.ask_publishable(half_a_year, None, "").figures

    told = {name: (figure.value, figure.before) for name, figure in found.figures.items()}
    wanted = {"present": (2, 3), "ties": (1, 3), "isolates": (1, 0), "new_ties": (0, 3)}
    assert {name: told[name] for name in wanted} == wanted
    assert found.isolates == {absent.id}
    everything = insight.ask_publishable(Filters(), None, "").figures
    assert everything.figures["ties"].value == 3
    assert everything.figures["ties"].before is None


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(Filters(), id="all years"),
        pytest.param(Filters(until=date(2027, 4, 2)), id="up to the last session"),
        pytest.param(Filters(until=date(2030, 1, 1)), id="up to years ahead"),
    ],
)
def test_who_registered_for_what_is_to_come_does_not_stand_apart_yet(period: Filters) -> None:
    activity, _ = scenes.trio()  # in April 2027
    absent, coming = make.organisation(name="Bleef weg"), make.organisation(name="Komt nog")
    make.registration(activity=activity, organisation=absent)
    ahead = make.activity(starts_at=datetime(2027, 9, 1, 9, tzinfo=UTC))
    make.registration(activity=ahead, organisation=coming)

    answer = insight.ask_publishable(period, None, "")

    assert answer.figures.isolates == {absent.id}
    assert answer.graph.measures.isolates == answer.figures.figures["isolates"].value == 1


def test_together_counts_each_organisation_named_or_not() -> None:
    _, organisations = scenes.trio()
    small = [make.organisation(name=f"Praktijk {n}") for n in range(3)]
    scenes.meeting({organisations[0]: 1, small[0]: 1, small[1]: 1})
    scenes.meeting({small[2]: 1})  # who met nobody

    answer = insight.ask_publishable(Filters(), None, "Overig")

    assert answer.merged == 3
    assert answer.window.together == 5


def test_a_community_among_those_allowed() -> None:
    ours, theirs = make.community(slug="ons"), make.community(slug="hun")

    assert insight.within(Filters(community="ons"), None) == (ours.id,)
    assert insight.within(Filters(community="ons"), {ours.id}) == (ours.id,)
    assert insight.within(Filters(), {theirs.id}) == {theirs.id}


@pytest.mark.parametrize("slug", ["hun", "nergens"])
def test_an_unknown_community_and_one_of_others_get_the_same_answer(slug: str) -> None:
    ours, _ = make.community(slug="ons"), make.community(slug="hun")

    with pytest.raises(UnknownCommunityError, match=f"There is no network called {slug}"):
        insight.within(Filters(community=slug), {ours.id})


def test_the_operator_learns_which_ties_are_more_than_chance() -> None:
    organisations = [make.organisation(name=f"Organisatie {n}") for n in range(8)]
    community = make.community()
    for meeting in range(24):
        here = [one for n, one in enumerate(organisations) if n % 2 == meeting % 2]
        guest = organisations[(meeting + 1) % 8]
        scenes.meeting(dict.fromkeys([*here, guest], 1), community=community)

    told = insight.ask(Filters(), None, backbone.compare).graph
    untold = insight.ask(Filters(), None).graph

    among = {tie.significant for tie in told.ties if (tie.a - tie.b) % 2 == 0}
    across = {tie.significant for tie in told.ties if (tie.a - tie.b) % 2}
    assert (among, across) == ({True}, {False})
    assert all(0 < (tie.p_value or 0) <= (tie.q_value or 0) <= 1 for tie in told.ties)
    assert {tie.significant for tie in untold.ties} == {None}


def test_what_an_answer_takes_is_about_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    person, session = random.integers(1, 2000, 15_000), random.integers(1, 800, 15_000)
    there = np.unique(np.stack((person, session)), axis=1)
    seats = Seats(
        *(there[0], 1 + there[0] % 200, there[1], np.zeros_like(there[0]), 700_000 + there[1])
    )
    names = {id_: Named(f"Organisatie {id_}") for id_ in range(1, 201)}
    monkeypatch.setattr(queries, "seats", lambda *_: seats)
    monkeypatch.setattr(queries, "names", lambda *_: names)
    monkeypatch.setattr(queries, "places", lambda *_: dict.fromkeys(names, (0.0, 0.0)))
    insight.ask(Filters(), None)  # what is loaded once, before anybody asks
    tracemalloc.start()

    answer = insight.ask(Filters(), None)
    assert answer.window.met.first.any()
    took, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(answer.graph.ties) > 10_000
    assert 0.5 < took / answer.size < 1.5
