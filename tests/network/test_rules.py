"""What may be asked of the graph."""

from __future__ import annotations

from datetime import date

import pytest

from rok_events.activities.kinds import Kind
from rok_events.network.rules import Employer, FilterError, Filters, Groups, Weight


def test_nothing_asked_is_everything() -> None:
    assert Filters.read({"since": "", "until": None, "kind": "  "}) == Filters()
    assert not Filters().are_set


def test_everything_asked() -> None:
    filters = Filters.read(
        {
            "since": "2024-01-01",
            "until": "2025-01-01",
            "kind": "casustafel",
            "community": "rok-deventer",
            "weight": "pairs",
            "groups": "tables",
            "employer": "now",
            "sector": "jeugd-ggz",
            "minimum": "0,5",
        }
    )

    assert filters == Filters(
        date(2024, 1, 1),
        date(2025, 1, 1),
        Kind.CASUSTAFEL,
        "rok-deventer",
        Weight.PAIRS,
        Groups.TABLES,
        Employer.NOW,
        "jeugd-ggz",
        0.5,
    )
    assert filters.are_set


def test_another_weight_or_employer_leaves_no_session_out() -> None:
    assert not Filters(weight=Weight.PAIRS, sector="jeugd-ggz", minimum=2).are_set
    assert not Filters(employer=Employer.NOW).are_set


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            {"since": "2025-02-30"}, "2025-02-30 is not a date such as 2026-01-31.", id="day"
        ),
        pytest.param(
            {"since": "2025-02-01", "until": "2024-02-01"},
            "The period ends on 2024-02-01, before it starts on 2025-02-01. Choose a later end.",
            id="reversed",
        ),
        pytest.param(
            {"kind": "feest"},
            "feest is not one of werkconferentie, training, casustafel.",
            id="kind",
        ),
        pytest.param(
            {"weight": "kilos"},
            "kilos is not one of newman, sessions, pairs, encounters.",
            id="weight",
        ),
        pytest.param(
            {"minimum": "veel"}, "veel is not an amount such as 2 or 0.5.", id="no amount"
        ),
        pytest.param({"minimum": "-1"}, "-1 is not an amount such as 2 or 0.5.", id="below zero"),
        pytest.param({"minimum": "inf"}, "inf is not an amount such as 2 or 0.5.", id="beyond all"),
    ],
)
def test_what_makes_no_sense_gets_one_clear_sentence(
    given: dict[str, str | None], sentence: str
) -> None:
    with pytest.raises(FilterError) as refused:
        Filters.read(given)

    assert str(refused.value) == sentence
