"""What gets in each other's way at the same time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.activities import clashing, workspace_queries
from rok_events.activities.clashing import SAME_HOST, SAME_NETWORK, SAME_PLACE
from rok_events.activities.rules import Setting, State
from tests import make
from tests.make import SPRING

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
MINE = {"hosted_by": "Noor de Wit en Sam Bos", "place_name": "Het Wijkhuis"}
OTHER = {"hosted_by": "Jan Klaassen", "place_name": "De Hip"}


def reasons(activity: Activity) -> list[tuple[str, ...]]:
    others = workspace_queries.meanwhile(activity, frozenset({activity.community_id}))
    return [clash.reasons for clash in clashing.clashes(activity, others)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, [], id="nothing in common"),
        pytest.param({"hosted_by": "sam  bós, Ali"}, [(SAME_HOST,)], id="host"),
        pytest.param({"place_name": "HET WIJKHUIS"}, [(SAME_PLACE,)], id="place"),
        pytest.param({"hosted_by": "Sam Bos", "starts_at": SPRING + 2 * HOUR}, [], id="after it"),
        pytest.param(
            {"hosted_by": "Sam Bos", "starts_at": SPRING - HOUR}, [(SAME_HOST,)], id="half over"
        ),
        pytest.param({"hosted_by": "Sam Bos", "state": State.DRAFT}, [], id="a draft elsewhere"),
        pytest.param({"hosted_by": "Sam Bos", "state": State.CANCELLED}, [], id="cancelled"),
    ],
)
def test_another_network_is_in_the_way(
    given: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    mine = make.activity(**MINE)
    make.activity(**OTHER | given)

    assert reasons(mine) == expected


def test_the_own_network_is_always_in_the_way_drafts_too() -> None:
    mine = make.activity(**MINE)
    make.activity(**OTHER, community=mine.community, state=State.DRAFT)

    assert reasons(mine) == [(SAME_NETWORK,)]


def test_online_nobody_needs_the_place() -> None:
    mine = make.activity(**MINE | {"setting": Setting.ONLINE})
    make.activity(**OTHER | {"place_name": "Het Wijkhuis"})

    assert reasons(mine) == []
