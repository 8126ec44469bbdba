"""Which certificates there are, and how everybody stands."""

from __future__ import annotations

import pytest

from rok_events.certificates import queries
from rok_events.core.errors import NotFoundError
from rok_events.registrations.rules import Status
from tests import make
from tests.certificates import scenes

pytestmark = pytest.mark.usefixtures("database")


def test_there_is_no_certificate_under_another_number_or_code() -> None:
    with pytest.raises(NotFoundError):
        queries.get(4321)

    assert queries.find_by_code("ABCD2345WXYZ") is None


def test_everybody_stands_by_surname_also_whoever_never_came() -> None:
    activity = scenes.training()
    scenes.come(activity, "Kim van den Berg", times=0)
    scenes.come(activity, "Ada Bakker")
    make.registration(activity=activity, status=Status.WAITING)
    scenes.come(activity, "", times=2)

    found = queries.standings(activity)

    assert [(one.holder.name, one.share) for one in found] == [
        ("Ada Bakker", 1.0),
        ("Kim van den Berg", 0.0),
    ]
