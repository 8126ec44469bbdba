"""Setting papers: what is typed is printed, and the file is one that can be read aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from rok_events.documents import typesetting
from rok_events.documents.rules import SHEETS, TENTS
from rok_events.documents.typesetting import FontsMissingError
from tests.conftest import NOW
from tests.documents import reading, scenes

if TYPE_CHECKING:
    from pathlib import Path

TYPED = [
    "Zoë IJsselstein",
    "Noor ij Łukasz",
    "Anna D’Hondt",  # noqa: RUF001 -- as people type it
    'Jan #read("/etc/passwd")',
    "Bo $x^2$ *vet* _schuin_",
    "<kop> @bron \\ ~ --",
    "`code` [x] // weg /* weg */",
    'Ana "van" {o} "; #panic()',
    "محمد",
]


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("template", scenes.TEMPLATES)
def test_a_name_is_printed_as_it_was_typed(template: str, name: str) -> None:
    data = scenes.data(template, [scenes.person(name=name, parts=["", name])])

    words = "".join(reading.pages(typesetting.pdf(template, data, NOW))).replace(" ", "")

    # Arabic comes back from right to left, and a hyphen at the end of a line not at all.
    shown = {word for word in name.split() if word != "--"}
    assert all(word in words or word[::-1] in words for word in shown), words


@pytest.mark.parametrize("template", scenes.TEMPLATES)
def test_the_file_is_tagged_and_carries_its_fonts(template: str) -> None:
    made = typesetting.pdf(template, scenes.data(template, [scenes.person()]), NOW)

    assert b"pdfuaid:part>1<" in made
    assert re.search(rb"/Lang ?\(nl\)", made)
    assert reading.title(made) == "Papier: Casustafel"
    assert reading.fonts(made) == {"NotoSans-Regular": True, "NotoSans-SemiBold": True}
    assert {"H1", "P"} <= set(reading.tags(made))


@pytest.mark.parametrize("template", scenes.TEMPLATES)
def test_the_same_data_gives_the_same_bytes(template: str) -> None:
    data = scenes.data(template, [scenes.person()])

    made = typesetting.pdf(template, data, NOW)

    assert b"(D:20270115100000" in made
    assert made == typesetting.pdf(template, data, NOW)


def test_a_letter_that_no_font_has_is_told_and_stops_nothing() -> None:
    data = scenes.data("badges.typ", [scenes.person(name="陳大文 🙂")])

    made = typesetting.pdf("badges.typ", data, NOW)

    assert set(typesetting.unknown_letters("Łukasz 陳大文 🙂 محمد Ω Я")) == {"陳", "大", "文", "🙂"}
    assert reading.ink(made) > 0
    assert b"pdfuaid" not in made


@pytest.mark.parametrize("size", SHEETS)
def test_a_long_name_shrinks_or_wraps_and_stays_on_its_card(size: str) -> None:
    people = [
        scenes.person(
            name="Wilhelmina van der " + "Müller-IJsselstein " * 9, organisation="o" * 200
        ),
        scenes.person(name="a" * 200, organisation="Stichting " * 20, seats="Tafel 1 · " * 3),
    ]
    sheet = SHEETS[size]

    made = typesetting.pdf("badges.typ", scenes.data("badges.typ", people, size=size), NOW)

    words = reading.pages(made)
    assert len(words) == 1
    assert words[0].count("IJsselstein") == 9
    assert words[0].replace(" ", "").count("a" * 200) == 1
    for card, boxes in enumerate(reading.lines_of_cards(made, sheet)):
        left = sheet.left + card * (sheet.width + sheet.gap_x)
        assert all(left <= box.left and box.right <= left + sheet.width for box in boxes)
        assert all(sheet.top <= box.top and box.bottom <= sheet.top + sheet.height for box in boxes)
        assert reading.overlaps(boxes) == []


@pytest.mark.parametrize(("size", "pages"), [("groot", 3), ("klein", 2)])
def test_a_name_tent_says_the_name_on_both_sides_and_aloud_once(size: str, pages: int) -> None:
    people = [scenes.person(name=name) for name in ("Ada", "Bo", "Cher")]

    made = typesetting.pdf("tents.typ", scenes.data("tents.typ", people, size=size), NOW)

    assert len(reading.pages(made)) == pages
    assert reading.pages(made)[0].count("Ada") == 2
    assert reading.tags(made).count("H1") == (1 if size == "groot" else 2)
    assert set(TENTS) == {"groot", "klein"}


def test_without_fonts_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_FONTS", tmp_path)

    with pytest.raises(FontsMissingError, match="make setup"):
        typesetting.pdf("tents.typ", scenes.data("tents.typ", []), NOW)
