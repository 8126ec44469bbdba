"""Founding a community."""

from __future__ import annotations

import pytest

from rok_events.communities import actions, queries
from rok_events.core.errors import ConflictError, InvalidError, NotFoundError
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def test_a_founded_community_can_be_found() -> None:
    actions.found("rok-deventer", "ROK  Deventer", "Wat we doen.\r\n\r\nEn voor wie.", "#0B6A63")

    found = queries.get("rok-deventer")

    assert (found.name, found.accent, found.is_discreet) == ("ROK Deventer", "#0b6a63", False)
    assert found.description == "Wat we doen.\n\nEn voor wie."


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("slug", {"slug": "ROK Deventer"}),
        ("slug", {"slug": ""}),
        ("name", {"name": " \u202e "}),
        ("name", {"name": "x" * 201}),
        ("accent", {"accent": "groen"}),
        ("accent", {"accent": "0b6a63"}),
        ("accent", {"accent": "#0b6a63;}"}),
    ],
)
def test_what_cannot_work_is_refused(field: str, change: dict[str, str]) -> None:
    given = {"slug": "rok", "name": "ROK", "description": "", "accent": "#0b6a63"} | change

    with pytest.raises(InvalidError) as refused:
        actions.found(**given)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_an_address_belongs_to_one_community() -> None:
    make.community(slug="rok")

    with pytest.raises(ConflictError, match="rok"):
        actions.found("rok", "Nog een", "", "#0b6a63")


def test_an_unknown_community_is_not_found() -> None:
    assert queries.find("nergens") is None
    with pytest.raises(NotFoundError):
        queries.get("nergens")


def test_communities_come_by_name() -> None:
    for name in ("Zwolle", "Deventer", "Moerdijk"):
        make.community(name=name)

    assert [c.name for c in queries.everyone()] == ["Deventer", "Moerdijk", "Zwolle"]
