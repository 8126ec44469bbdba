"""What the agenda finds, in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.activities import actions, queries
from rok_events.activities.kinds import Kind
from rok_events.activities.queries import PAGE, Search
from rok_events.activities.rules import State, When
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.db import db
from tests import make
from tests.activities.plans import plan
from tests.make import SPRING

if TYPE_CHECKING:
    from rok_events.communities.models import Community

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


def titles(**search: Any) -> list[str]:
    return [card.title for card in found(**search).cards]


def found(**search: Any) -> queries.Agenda:
    return queries.agenda(Search(**search), communities.everyone(), clock.now())


def published(title: str, community: Community | None = None, **given: Any) -> None:
    community_id = (community or make.community()).id
    actions.publish(actions.plan(plan(title=title, community_id=community_id, **given)).id)


def test_the_next_comes_first_and_what_has_begun_last() -> None:
    now = clock.now()
    make.activity(title="Later", starts_at=now + 9 * DAY)
    make.activity(title="Begonnen", sessions=[now - 3 * DAY, now + 3 * DAY])
    make.activity(title="Eerst", starts_at=now + DAY)

    assert titles() == ["Eerst", "Later", "Begonnen"]


def test_drafts_stay_hidden_and_cancelled_ones_are_told_of_until_they_would_have_been() -> None:
    yesterday = clock.now() - DAY
    make.activity(title="Concept", state=State.DRAFT)
    make.activity(title="Gaat niet door", state=State.CANCELLED)
    make.activity(title="Ging niet door", state=State.CANCELLED, starts_at=yesterday)
    make.activity(title="Geweest", starts_at=yesterday)

    assert titles() == ["Gaat niet door"]
    assert titles(when=When.PAST) == ["Geweest"]


def test_the_past_runs_backwards() -> None:
    for days in (3, 1, 2):
        make.activity(title=f"{days} dagen geleden", starts_at=clock.now() - days * DAY)

    assert titles(when=When.PAST) == ["1 dagen geleden", "2 dagen geleden", "3 dagen geleden"]


def test_filters_by_kind_community_and_period() -> None:
    ours = make.community()
    soon = clock.now() + 3 * DAY
    make.activity(title="Training van ons", kind=Kind.TRAINING, community=ours)
    make.activity(title="Casus van ons", community=ours, starts_at=soon)
    make.activity(title="Casus van hen", starts_at=clock.now() + 20 * DAY)

    assert titles(kind=Kind.TRAINING) == ["Training van ons"]
    assert titles(community=ours) == ["Casus van ons", "Training van ons"]
    assert titles(community=ours, kind=Kind.CASUSTAFEL) == ["Casus van ons"]
    assert titles(when=When.WEEK) == ["Casus van ons"]
    assert titles(when=When.MONTH) == ["Casus van ons", "Casus van hen"]


@pytest.mark.parametrize(
    "words",
    [
        "hechting",
        "HECHTING",
        "cooperatie",
        "coöperatie",
        "een goede start",
        "start hechting",
        "wijkhuis",
        "handelskade",
        "ërvaring",
        "impluz",
        "ROK",
        "rok hechting",
        "casustafel",
        "100%",
        "50_50",
    ],
)
def test_search_looks_past_case_and_accents_in_everything_a_card_is_about(words: str) -> None:
    published(
        "Hechting: een goede start",
        make.community(name="ROK Deventer"),
        summary="Coöperatie geboortezorg en ervaringsdeskundigen, 100% 50_50",
        place_name="Het Wijkhuis",
        place_address="Handelskade 75",
        hosted_by="Impluz",
    )
    published("Iets anders", make.community(name="Utrecht"), kind=Kind.TRAINING)

    assert titles(words=words) == ["Hechting: een goede start"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "hechting slapen", "'; DROP TABLE activity"])
def test_signs_of_the_database_are_plain_letters_in_a_search(words: str) -> None:
    published("Hechting")

    assert titles(words=words) == []


def test_a_long_agenda_comes_in_pages_and_a_page_too_far_is_the_last() -> None:
    community = make.community()
    for number in range(PAGE + 3):
        make.activity(title=f"{number}", community=community, starts_at=SPRING + number * DAY)

    first, second, beyond = found(), found(page=2), found(page=9)

    assert (len(first.cards), first.total, first.pages) == (PAGE, PAGE + 3, 2)
    assert [card.title for card in second.cards] == [f"{PAGE + n}" for n in range(3)]
    assert (beyond.cards, beyond.page) == (second.cards, 2)


def test_an_empty_agenda_has_one_empty_page() -> None:
    nothing = found(page=3)

    assert (nothing.cards, nothing.total, nothing.page, nothing.pages) == ([], 0, 1, 1)


def test_a_card_counts_the_sessions_that_go_on() -> None:
    made = make.activity(sessions=[SPRING, SPRING + DAY, SPRING + 2 * DAY])
    made.sessions[0].cancelled_at = clock.now()
    db.session.flush()

    assert [card.session_count for card in found().cards] == [2]
