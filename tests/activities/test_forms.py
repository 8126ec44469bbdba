"""What the address of the agenda asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.activities import forms
from rok_events.activities.kinds import Kind
from rok_events.activities.queries import Search
from rok_events.activities.rules import When
from rok_events.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROK = Community(id=1, slug="rok", name="ROK")


@pytest.fixture(autouse=True)
def _english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


def test_an_address_without_questions_asks_for_what_is_coming() -> None:
    assert forms.read({}, [ROK]) == forms.Filters(Search(), [])


def test_each_part_of_an_address_is_read() -> None:
    asked = {
        "q": " kind ",
        "soort": "training",
        "netwerk": "rok",
        "wanneer": "voorbij",
        "page": "3",
    }

    assert forms.read(asked, [ROK]) == forms.Filters(
        Search(words="kind", kind=Kind.TRAINING, community=ROK, when=When.PAST, page=3), []
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("soort", "congres", "This kind of activity does not exist."),
        ("netwerk", "nergens", "This network does not exist."),
        ("wanneer", "ooit", "This period does not exist."),
        ("page", "0", "This page number does not exist."),
        ("page", "-1", "This page number does not exist."),
        ("page", "een", "This page number does not exist."),
        ("page", "9" * 30, "This page number does not exist."),
        ("page", "²", "This page number does not exist."),
    ],
)
def test_nonsense_counts_as_not_given_and_is_told_in_one_sentence(
    name: str, value: str, sentence: str
) -> None:
    read = forms.read({name: value}, [ROK])

    assert read.search == Search()
    assert len(read.mistakes) == 1
    assert read.mistakes[0].startswith(sentence)


def test_a_very_long_search_is_cut() -> None:
    read = forms.read({"q": "x" * 5000}, [])

    assert read.search.words == "x" * forms.LONGEST_SEARCH
    assert read.mistakes[0].startswith("Your search was very long")


def test_a_community_keeps_to_itself() -> None:
    assert forms.read({"netwerk": "elders"}, [ROK], only=ROK) == forms.Filters(
        Search(community=ROK), []
    )
