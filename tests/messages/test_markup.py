"""What people type becomes paragraphs, lists, links and filled gaps, and never HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.messages import markup
from rok_events.messages.markup import Block, Form, Gap, Piece

VALUES = {
    Gap.NAME: "Noor Smit",
    Gap.ACTIVITY: "Samen vroeg erbij",
    Gap.DATE: "donderdag 1 april 2027",
    Gap.PLACE: "Het Wijkhuis",
    Gap.LINK: "https://agenda.example.org/aanmelding/abc",
}
LINK = VALUES[Gap.LINK]


def lines(source: str) -> list[tuple[Piece, ...]]:
    return [line for block in markup.blocks(source, VALUES) for line in block.lines]


def test_empty_lines_part_paragraphs_and_dashes_make_lists() -> None:
    found = markup.blocks("Eerst.\nDan.\n\nNeem mee:\n- pen\n- papier\n1. een\n2) twee", VALUES)

    assert [(block.form, len(block.lines)) for block in found] == [
        (Form.PARAGRAPH, 2),
        (Form.PARAGRAPH, 1),
        (Form.BULLETS, 2),
        (Form.NUMBERS, 2),
    ]
    assert found[2] == Block(Form.BULLETS, ((Piece("pen"),), (Piece("papier"),)))


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        pytest.param("Beste {naam},", (Piece("Beste Noor Smit,"),), id="a gap"),
        pytest.param("{ NAME }!", (Piece("Noor Smit!"),), id="English, with spaces"),
        pytest.param(
            "Kijk op {link}.", (Piece("Kijk op "), Piece(LINK, LINK), Piece(".")), id="link"
        ),
        pytest.param("[hier]({link})", (Piece("hier", LINK),), id="own words for the own page"),
        pytest.param(
            "[{naam}](https://a.nl)", (Piece("Noor Smit", "https://a.nl"),), id="in words"
        ),
        pytest.param("[mail](mailto:a@b.nl)", (Piece("mail", "mailto:a@b.nl"),), id="an address"),
        pytest.param(
            "zie https://a.nl/b, ja",
            (Piece("zie "), Piece("https://a.nl/b", "https://a.nl/b"), Piece(", ja")),
            id="a bare address, without its comma",
        ),
        pytest.param("**op tijd**!", (Piece("op tijd", is_bold=True), Piece("!")), id="bold"),
        pytest.param("**{naam}**", (Piece("Noor Smit", is_bold=True),), id="a bold gap"),
        pytest.param("[x](javascript:alert)", (Piece("[x](javascript:alert)"),), id="no script"),
        pytest.param("3 * 4 - 2", (Piece("3 * 4 - 2"),), id="signs in a sentence"),
        pytest.param("{onbekend}", (Piece("{onbekend}"),), id="what is no gap stays"),
    ],
)
def test_a_line_is_taken_apart(source: str, pieces: tuple[Piece, ...]) -> None:
    assert lines(source) == [pieces]


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    values = {**VALUES, Gap.NAME: "**[klik](https://evil.example)** {link}"}

    [block] = markup.blocks("Dag {naam}", values)

    assert block.lines == ((Piece("Dag **[klik](https://evil.example)** {link}"),),)


def test_unknown_gaps_and_links_that_lead_nowhere_are_found() -> None:
    assert markup.unknown("Dag {naam} van {organisatie}, { }") == ["organisatie", " "]
    assert markup.strange_links("[x]({naam}) [y]({link})") == ["naam"]


def test_both_languages_name_every_gap() -> None:
    for names in markup.NAMES.values():
        assert {markup.gap(name) for name in names.values()} == set(Gap)
        assert list(names) == list(Gap)


@given(st.text(alphabet=st.sampled_from("xy {}[]()*-1.:/\nhtps naamlink<>\"'&"), max_size=120))
def test_no_letter_is_lost_and_no_link_leads_where_it_should_not(source: str) -> None:
    values = dict.fromkeys(Gap, "https://0")

    found = [
        piece for block in markup.blocks(source, values) for line in block.lines for piece in line
    ]

    shown = "".join(p.words + (p.url if p.url != p.words else "") for p in found)
    assert [c for c in shown if c in "xy"] == [c for c in source if c in "xy"]
    if not markup.strange_links(source):
        assert all(p.url.startswith(("https://", "http://", "mailto:")) for p in found if p.url)
