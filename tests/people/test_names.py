"""The order of a list of names, and where a name is split."""

from __future__ import annotations

import pytest

from rok_events.people import names
from rok_events.people.names import Parts


def test_names_stand_by_surname() -> None:
    people = [
        "Bram el Amrani",
        "Els Bakker",
        "Jan van der Berg",
        "Berg, Kees van den",
        "Zoë van den Berg-de Vries",
        "Mehmet Çelik",
        "Anna D’Hondt",  # noqa: RUF001 -- as people type it
        "Noor de Jong",
        "Łukasz Mazur",
        "Roos op 't Veld",
        "Sanne van 't Veld",
        "Cher",
        "陳大文",
        "van der",
        "",
    ]

    assert sorted(people, key=names.alphabetical) == [
        "",
        "Bram el Amrani",
        "Els Bakker",
        "Berg, Kees van den",
        "Jan van der Berg",
        "Zoë van den Berg-de Vries",
        "Mehmet Çelik",
        "Cher",
        "Anna D’Hondt",  # noqa: RUF001
        "Noor de Jong",
        "Łukasz Mazur",
        "van der",
        "Roos op 't Veld",
        "Sanne van 't Veld",
        "陳大文",
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jan van den Berg", Parts("Jan van den", "Berg")),
        ("Zoë van den Berg-de Vries", Parts("Zoë van den", "Berg-de Vries")),
        ("Roos op 't Veld", Parts("Roos op 't", "Veld")),
        ("Anna Maria Jansen", Parts("Anna Maria", "Jansen")),
        ("van den Berg, Kees", Parts("Kees van den", "Berg")),
        ("Berg, Kees van den", Parts("Kees van den", "Berg")),
        ("Cher", Parts("", "Cher")),
        ("van der", Parts("", "van der")),
        (", Kees", Parts(",", "Kees")),
        ("", Parts("", "")),
    ],
)
def test_a_name_is_split_before_its_surname(name: str, parts: Parts) -> None:
    assert names.parts(name) == parts
