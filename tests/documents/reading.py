"""Reading a PDF back with another program: its words, tags, fonts, and how it looks."""

from __future__ import annotations

from ctypes import create_string_buffer
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rok_events.documents.rules import Sheet

MM = 72 / 25.4
TOUCH = 0.3  # millimetres: the tail of a letter may touch the next line


def pages(data: bytes) -> list[str]:
    """Return the words on each page, on single lines, without the places where one may break."""
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_bounded() for page in document]
    return [" ".join(words.replace("\u200b", "").split()) for words in found]


def title(data: bytes) -> str:
    """Return the title of a document."""
    return str(pypdfium2.PdfDocument(data).get_metadata_dict()["Title"])


def tags(data: bytes, page: int = 0) -> list[str]:
    """Return the kinds of the tagged parts of a page, from the first to the last."""
    document = pypdfium2.PdfDocument(data)
    tree = pdfium.FPDF_StructTree_GetForPage(document[page])
    roots = pdfium.FPDF_StructTree_CountChildren(tree)
    found = [
        kind
        for number in range(roots)
        for kind in _below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number))
    ]
    pdfium.FPDF_StructTree_Close(tree)
    return found


def fonts(data: bytes) -> dict[str, bool]:
    """Return the names of the fonts that a document uses, and whether it carries them."""
    document = pypdfium2.PdfDocument(data)
    found = {}
    for page in document:
        for part in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(part)
            room = create_string_buffer(200)
            size = pdfium.FPDFFont_GetBaseFontName(font, room, 200)
            name = room.raw[: size - 1].decode()
            found[name.partition("+")[2] or name] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


class Box(NamedTuple):
    """Where some words stand, in millimetres from the corner at the top left."""

    left: float
    top: float
    right: float
    bottom: float


def boxes(data: bytes) -> list[Box]:
    """Return where the lines of words stand on the first page."""
    page = pypdfium2.PdfDocument(data)[0]
    height = page.get_height()
    return [
        Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
        for left, bottom, right, top in (
            part.get_bounds() for part in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])
        )
    ]


def lines_of_cards(data: bytes, sheet: Sheet) -> list[list[Box]]:
    """Return where the lines of words stand on each card of the first row."""
    width = sheet.width + sheet.gap_x
    return [
        [box for box in boxes(data) if number <= (box.left - sheet.left) / width < number + 1]
        for number in range(2)
    ]


def overlaps(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    """Return the lines that are printed over each other."""
    return [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if min(one.right, other.right) - max(one.left, other.left) > TOUCH
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCH
    ]


def ink(data: bytes, page: int = 0) -> float:
    """Return which part of a page is not white, from 0 to 1."""
    picture = pypdfium2.PdfDocument(data)[page].render(scale=1, grayscale=True).to_numpy()
    return float((picture < 250).mean())


def _below(element: object) -> Iterator[str]:
    room = create_string_buffer(200)
    size = pdfium.FPDF_StructElement_GetType(element, room, 200)
    yield room.raw[: size - 2].decode("utf-16-le")
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            yield from _below(child)
