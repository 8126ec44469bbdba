"""Colours and shapes of sectors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rok_events.core.colour import DARK, WHITE, contrast
from rok_events.network import palette

CSS = (Path(__file__).parents[2] / "static" / "css" / "sectors.css").read_text()


def test_sixty_four_sectors_look_different() -> None:
    looks = {(s.name, s.shape) for s in map(palette.style, range(64))}

    assert len(looks) == 64


def test_without_a_sector_the_look_is_quiet() -> None:
    assert palette.style(palette.UNKNOWN).colour == palette.QUIET


@pytest.mark.parametrize("colour", [*palette.COLOURS, palette.QUIET])
def test_colours_can_be_told_from_a_white_page(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


def test_dark_colours_can_be_told_from_a_dark_page() -> None:
    dark = re.findall(r"--rok-sector-[\w-]+: (#[0-9a-f]{6})", CSS.split("prefers-color-scheme")[1])

    assert len(dark) == len(palette.COLOURS) + 1
    assert min(contrast(colour, DARK) for colour in dark) >= 3
