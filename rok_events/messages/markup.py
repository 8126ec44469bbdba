"""The small language of messages: paragraphs, lists, links, bold, and gaps such as `{name}`.

It is taken apart here into plain values; templates write them as HTML or as text. So nothing that
somebody typed, nor any name that fills a gap, is ever read as HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Gap(StrEnum):
    """What can be filled in for each reader."""

    NAME = "name"
    ACTIVITY = "activity"
    DATE = "date"
    PLACE = "place"
    LINK = "link"


# What people type between braces, in the language in which they read these pages.
NAMES = {
    "nl": {
        Gap.NAME: "naam",
        Gap.ACTIVITY: "activiteit",
        Gap.DATE: "datum",
        Gap.PLACE: "plaats",
        Gap.LINK: "link",
    },
    "en": {gap: gap.value for gap in Gap},
}
_KNOWN = {name: gap for names in NAMES.values() for gap, name in names.items()}

_GAP = re.compile(r"\{([^{}\n]{0,60})\}")
_INLINE = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,300})\]"
    r"\((?P<target>https?://[^\s<>()]{1,1000}|mailto:[^\s<>()]{3,254}|\{[^{}\n]{0,60}\})\)"
    r"|(?P<url>https?://[^\s<>()\[\]{}]{0,1000}[^\s<>()\[\]{}.,;:!?'\"*])"
    r"|\*\*(?P<bold>[^*\n]{1,1000})\*\*"
)
_ITEM = re.compile(r"\s{0,3}(?:(?P<bullet>[-*•])|\d{1,2}[.)])\s+(?P<rest>\S.*)")


class Form(StrEnum):
    """What a block is; the values are the elements of HTML."""

    PARAGRAPH = "p"
    BULLETS = "ul"
    NUMBERS = "ol"


@dataclass(frozen=True)
class Piece:
    """A few words, perhaps bold, or a link if there is an address."""

    words: str
    url: str = ""
    is_bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph of lines, or a list of items."""

    form: Form
    lines: tuple[tuple[Piece, ...], ...]


def gap(name: str) -> Gap | None:
    """Return which gap somebody means by a name, in either language."""
    return _KNOWN.get(name.strip().lower())


def unknown(source: str) -> list[str]:
    """Return what stands between braces and is no gap, as it was typed."""
    return [found for found in _GAP.findall(source) if gap(found) is None]


def strange_links(source: str) -> list[str]:
    """Return the gaps that stand where a link leads to, and are no address."""
    targets = (found["target"] or "" for found in _INLINE.finditer(source))
    inside = (_GAP.fullmatch(target) for target in targets)
    return [found[1] for found in inside if found and gap(found[1]) is not Gap.LINK]


def greets(source: str) -> bool:
    """Tell whether what was written begins by naming its reader."""
    first = source.strip().partition("\n")[0]
    return any(gap(found) is Gap.NAME for found in _GAP.findall(first))


def filled(source: str, values: Mapping[Gap, str]) -> str:
    """Return one line with its gaps filled; what is no gap stays as it is."""

    def fill(found: re.Match[str]) -> str:
        known = gap(found[1])
        return found[0] if known is None else values[known]

    return _GAP.sub(fill, source)


def blocks(source: str, values: Mapping[Gap, str]) -> list[Block]:
    """Return what was written as blocks, with its gaps filled."""
    found = (_form(line) for line in source.split("\n"))
    grouped = groupby(found, key=lambda line: line[0])
    return [
        Block(form, tuple(tuple(_pieces(words, values)) for _, words in lines))
        for form, lines in grouped
        if form is not None
    ]


def _form(line: str) -> tuple[Form | None, str]:
    """Return the form of the block that a line belongs to, none if it is empty; and its words."""
    if not line.strip():
        return None, ""
    item = _ITEM.fullmatch(line)
    if item is None:
        return Form.PARAGRAPH, line.strip()
    return (Form.BULLETS if item["bullet"] else Form.NUMBERS), item["rest"].strip()


def _pieces(line: str, values: Mapping[Gap, str]) -> Iterator[Piece]:
    end = 0
    for found in _INLINE.finditer(line):
        yield from _plain(line[end : found.start()], values)
        end = found.end()
        if found["bold"]:
            yield from (replace(p, is_bold=True) for p in _pieces(found["bold"], values))
        elif found["url"]:
            yield Piece(found["url"], found["url"])
        else:
            yield Piece(filled(found["words"], values), filled(found["target"], values))
    yield from _plain(line[end:], values)


def _plain(text: str, values: Mapping[Gap, str]) -> Iterator[Piece]:
    """Return words without any link but that of the reader's own page."""
    words = ""
    # Every second part is the name of a gap.
    for number, part in enumerate(_GAP.split(text)):
        known = gap(part) if number % 2 else None
        if known is Gap.LINK:
            if words:
                yield Piece(words)
            words = ""
            yield Piece(values[known], values[known])
        elif known is not None:
            words += values[known]
        else:
            words += f"{{{part}}}" if number % 2 else part
    if words:
        yield Piece(words)
