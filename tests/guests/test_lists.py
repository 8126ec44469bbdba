"""Lists as people paste them and file them."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from rok_events.core.errors import InvalidError
from rok_events.guests import lists
from rok_events.guests.lists import Entry, guessed_name

NOOR, PIET = ("noor@example.org", "Noor de Wit"), ("piet@example.org", "Piet Jansen")
BOTH = [NOOR, PIET]
ADDRESSES = [("noor@example.org", ""), ("piet@example.org", "")]


def read(words: str) -> list[tuple[str, str]]:
    return [(entry.email, entry.name) for entry in lists.pasted(words).entries.values()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Noor de Wit <noor@example.org>; Piet Jansen <piet@example.org>", BOTH),
        ("Noor de Wit <noor@example.org>, Piet Jansen <piet@example.org>", BOTH),
        ("Wit, Noor de <noor@example.org>; Jansen, Piet <piet@example.org>;", BOTH),
        ('"Wit, Noor de" <noor@example.org>, "Piet Jansen" <piet@example.org>', BOTH),
        ("'Noor de Wit' <noor@example.org>\r\n'Piet Jansen' <piet@example.org>", BOTH),
        ("noor@example.org (Noor de Wit), piet@example.org (Piet Jansen)", BOTH),
        ("Noor de Wit <mailto:noor@example.org>\nPiet Jansen piet@example.org", BOTH),
        ("- Noor de Wit: noor@example.org\n- Piet Jansen: piet@example.org", BOTH),
        ("1. Noor de Wit - noor@example.org\n2. Piet Jansen - piet@example.org", BOTH),
        ("Noor\tde Wit\tnoor@example.org\nPiet\tJansen\tpiet@example.org\tGGD", BOTH),
        ("noor@example.org\tNoor de Wit\tGGD\npiet@example.org\tPiet Jansen", BOTH),
        ("Noor de Wit;noor@example.org\nPiet Jansen;piet@example.org", BOTH),
        ("Noor de Wit,noor@example.org\nPiet Jansen,piet@example.org", BOTH),
        ("Naam\tE-mail\nNoor de Wit\tnoor@example.org\nPiet Jansen\tpiet@example.org", BOTH),
        (
            (
                "Organisatie;Achternaam;Tussenvoegsel;Voornaam;E-mailadres\n"
                "GGD;Wit;de;Noor;noor@example.org\n;Jansen;;Piet;piet@example.org"
            ),
            BOTH,
        ),
        ("noor@example.org; piet@example.org", ADDRESSES),
        ("noor@example.org, piet@example.org", ADDRESSES),
        ("noor@example.org piet@example.org", ADDRESSES),
        ("\n\n noor@example.org \n\n<piet@example.org>.\n", ADDRESSES),
        ("NOOR@example.org <mailto:noor@example.org>, Piet@Example.org", ADDRESSES),
        ("", []),
    ],
    ids=str,
)
def test_a_pasted_list_is_read_in_every_usual_shape(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert read(words) == expected
    assert lists.pasted(words).mistakes.total == 0


def test_what_cannot_be_read_is_told_by_its_line_and_hinders_nobody() -> None:
    found = lists.pasted("noor@example.org\nPiet Jansen\nkees@\nmia@example.org; teun@example")

    assert list(found.entries) == ["noor@example.org", "mia@example.org"]
    assert [(mistake.row, str(mistake)) for mistake in found.mistakes.told] == [
        (2, "There is no e-mail address in “Piet Jansen”."),
        (3, "There is no e-mail address in “kees@”."),
        (4, "teun@example is not an e-mail address."),
    ]


def test_an_address_counts_once_with_the_name_it_has_somewhere() -> None:
    found = lists.pasted("noor@example.org\nNoor de Wit <NOOR@example.org>")

    assert [(e.email, e.name) for e in found.entries.values()] == [NOOR]
    assert found.repeated == 1


def test_a_list_that_is_too_long_is_refused() -> None:
    lists.pasted("\n".join(f"p{n}@example.org" for n in range(lists.MOST)))

    with pytest.raises(InvalidError, match="at most 2000 people"):
        lists.pasted("\n".join(f"p{n}@example.org" for n in range(lists.MOST + 1)))


def test_a_file_tells_what_is_wrong_by_row_and_column() -> None:
    data = "naam;e-mail;telefoon\nNoor de Wit;noor@example.org;06\nPiet;piet@;06\nMia;;06\n"

    found = lists.filed(data.encode(), "gasten.csv")

    assert [(e.email, e.name) for e in found.entries.values()] == [NOOR]
    assert [(m.row, m.column, str(m)) for m in found.mistakes.told] == [
        (3, "e-mail", "piet@ is not an e-mail address."),
        (4, "e-mail", "This cell must be filled in."),
    ]


def test_a_workbook_is_read_with_and_without_a_header() -> None:
    rows = [["Noor", "de", "Wit", "noor@example.org"]]
    header = ["Voornaam", "Tussenvoegsel", "Achternaam", "E-mail"]

    for lines in (rows, [header, *rows]):
        found = lists.filed(workbook(lines), "gasten.xlsx")
        assert [(e.email, e.name) for e in found.entries.values()] == [NOOR]


def test_a_file_without_addresses_says_which_column_it_lacks() -> None:
    with pytest.raises(InvalidError, match="Call it e-mail"):
        lists.filed(b"naam;telefoon\nNoor;06\n", "gasten.csv")


@given(st.text(max_size=40), st.sampled_from(["noor@example.org", "o'neill@example.org"]))
@example("0@;A", "noor@example.org")
def test_what_is_written_is_read_back(name: str, email: str) -> None:
    entry = next(iter(lists.pasted(f"{email} ({name})").entries.values()), None)
    if entry is None:
        return

    assert [str(e) for e in lists.pasted(str(entry)).entries.values()] == [str(entry)]


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it(words: str) -> None:
    found = lists.pasted(words)

    assert all(isinstance(entry, Entry) for entry in found.entries.values())


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("noor.de.wit@example.org", "Noor de Wit"),
        ("jansen@example.org", "Jansen"),
        ("de.vries@example.org", "De Vries"),
        ("_@example.org", "_@example.org"),
    ],
)
def test_a_name_is_guessed_from_an_address(email: str, name: str) -> None:
    assert guessed_name(email) == name


def workbook(rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()
