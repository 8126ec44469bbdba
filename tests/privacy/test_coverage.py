"""Every table with a person in it belongs to a room that shows and forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from rok_events.db import Base
from rok_events.privacy.rooms import ROOMS

if TYPE_CHECKING:
    from collections.abc import Iterable

TELLING = {
    *("name", "email", "contact_email", "hosted_by", "phone", "address"),
    *("recipient", "recipient_name", "sender", "reply_to", "remarks", "answers", "token"),
    "person_id",
}

NOT_ABOUT_PEOPLE = {
    "community": "the name of a network",
    "organisation": "the name of an organisation",
    "organisation_alias": "the name of an organisation",
    "merged_link": "secrets that lead to other secrets, and end where those end",
    "activity": "hosts and the address for questions, which organisers announce to everybody",
}


def about_people(tables: Iterable[Table]) -> set[str]:
    """Return the tables that tell of people by themselves, or point at a table that does."""
    tables = [*tables]
    found = {
        table.name
        for table in tables
        if TELLING & set(table.columns.keys()) and table.name not in NOT_ABOUT_PEOPLE
    }
    while more := {
        table.name for table in tables if table.name not in found and _to(table) & found
    }:
        found |= more
    return found


def _to(table: Table) -> set[str]:
    return {key.target_fullname.partition(".")[0] for key in table.foreign_keys}


def test_every_table_with_people_is_shown_and_forgotten() -> None:
    covered = {table for room in ROOMS for table in room.tables}

    assert about_people(Base.metadata.tables.values()) == covered


def test_every_exception_is_still_a_table() -> None:
    assert set(NOT_ABOUT_PEOPLE) <= set(Base.metadata.tables)


def test_no_two_rooms_keep_the_same_table() -> None:
    tables = [table for room in ROOMS for table in room.tables]

    assert len(tables) == len(set(tables))


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (Column("phone", String), {"person", "made_up"}),
        (Column("person_id", ForeignKey("person.id")), {"person", "made_up"}),
        (Column("colour", String), {"person"}),
    ],
    ids=["tells by itself", "points at a person", "tells nothing"],
)
def test_a_table_with_people_is_found(column: Column[object], found: set[str]) -> None:
    metadata = MetaData()
    Table("person", metadata, Column("id", Integer, primary_key=True), Column("name", String))
    Table("made_up", metadata, column)

    assert about_people(metadata.tables.values()) == found
