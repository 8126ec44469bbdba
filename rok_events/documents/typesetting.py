"""Setting papers: a typst template and data become a tagged PDF, or pictures of its pages.

Data goes in as JSON and is never part of the source, so that a name is printed as it was typed.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rok_events.core.errors import ConflictError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import ModuleType

    import typst

FAMILY = "Noto Sans"

_HOUSE = Path(__file__).parents[2]
_TEMPLATES = _HOUSE / "templates" / "documents"
_FONTS = _HOUSE / "static" / "dist"
_LETTERS = b"""#set document(title: "Letters")
#set text(font: sys.inputs.font)
#sys.inputs.letters"""
_UNKNOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


class FontsMissingError(ConflictError):
    """The fonts have not been installed with the stylesheets."""


def pdf(template: str, data: Mapping[str, object], made_at: datetime) -> bytes:
    """Return a paper as a PDF that is tagged (PDF/UA-1); the same data gives the same bytes.

    A letter that no font has is printed as a box, and then nothing is promised by that standard.
    """
    compiler, moment = _compiler(template, data), int(made_at.timestamp())
    try:
        made = compiler.compile(pdf_standards=["ua-1"], timestamp=moment)
    except _typst().TypstError as error:
        if not _UNKNOWN.search(error.diagnostic):
            raise
        made = compiler.compile(timestamp=moment)
    return cast("bytes", made)


def pages(template: str, data: Mapping[str, object]) -> list[bytes]:
    """Return a picture of each page of a paper, as SVG."""
    made = _compiler(template, data).compile(format="svg")
    return made if isinstance(made, list) else [cast("bytes", made)]


def png(svg: str, width: float, dots: float) -> bytes:
    """Return a picture of so many units wide in pixels, `dots` of them for each unit."""
    made = _compiler("picture.typ", {"svg": svg, "width": width}).compile(
        format="png", ppi=72 * dots
    )
    return cast("bytes", made)


def unknown_letters(words: str) -> list[str]:
    """Return the letters in some words that no font here has, such as those of Chinese."""
    return _unknown("".join(sorted(set(words))))


@lru_cache(maxsize=256)
def _unknown(letters: str) -> list[str]:
    plain = [letter for letter in letters if letter.isprintable()]
    try:
        _typst().compile(
            _LETTERS,
            font_paths=_fonts(_FONTS),
            ignore_system_fonts=True,
            sys_inputs={"font": FAMILY, "letters": " ".join(plain)},
            pdf_standards=["ua-1"],
        )
    except _typst().TypstError as error:
        return _UNKNOWN.findall(error.diagnostic)
    return []


@cache
def _typst() -> ModuleType:
    import typst  # noqa: PLC0415 -- 9 MB, for whoever prints

    return typst


def _compiler(template: str, data: Mapping[str, object]) -> typst.Compiler:
    compiler: typst.Compiler = _typst().Compiler(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(_FONTS),
        ignore_system_fonts=True,
        sys_inputs={"font": FAMILY, "data": json.dumps(data, ensure_ascii=False)},
    )
    return compiler


@lru_cache(maxsize=1)
def _fonts(folder: Path) -> typst.Fonts:
    """Return the fonts of papers, read once.

    Raises:
        FontsMissingError: they are not in the folder.
    """
    fonts: typst.Fonts = _typst().Fonts(include_system_fonts=False, font_paths=[folder])
    if FAMILY not in fonts.families():
        raise FontsMissingError(
            N_(
                "The fonts for paper have not been installed. Ask whoever runs this site to run "
                "“make setup”."
            )
        )
    return fonts
