"""Every colour that somebody picks gives a scale that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.core import colour

hexes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(hexes)
def test_what_carries_text_can_be_read_on_a_white_page(accent: str) -> None:
    scale = colour.light_scale(accent)

    for step in (400, 500, 600, 700):
        assert colour.contrast(scale[step], colour.WHITE) >= 4.5
        assert colour.contrast(scale[step], scale[50]) >= 4.5
    for step in (500, 600, 700):
        assert colour.contrast(scale[step], scale[200]) >= 4.5


@given(hexes)
def test_what_carries_text_can_be_read_on_a_dark_page(accent: str) -> None:
    scale = colour.dark_scale(accent)

    for step in (400, 500, 600, 700):
        assert colour.contrast(scale[step], colour.DARK) >= 4.5
        assert colour.contrast(scale[step], scale[50]) >= 4.5
    for step in (500, 600, 700):
        assert colour.contrast(scale[step], scale[200]) >= 4.5


@given(hexes)
def test_a_scale_goes_from_the_page_to_the_ink(accent: str) -> None:
    light = [colour.contrast(step, colour.WHITE) for step in colour.light_scale(accent).values()]
    dark = [colour.contrast(step, colour.DARK) for step in colour.dark_scale(accent).values()]

    assert light == sorted(light)
    assert dark == sorted(dark)
    assert len(light) == len(dark) == len(colour.STEPS)


def test_a_colour_that_can_be_read_already_stays_itself() -> None:
    assert colour.light_scale("#0b6a63")[500] == "#0b6a63"
    assert colour.light_scale("#7A3E8F")[500] == "#7a3e8f"


def test_grey_stays_grey() -> None:
    for step in colour.light_scale("#777777").values():
        assert len({step[1:3], step[3:5], step[5:7]}) == 1


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="black on white"),
        pytest.param("#ffffff", "#ffffff", 1.0, id="white on white"),
        pytest.param("#767676", "#ffffff", 4.54, id="the lightest grey that passes"),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@pytest.mark.parametrize("text", ["", "rood", "#fff", "#12345g", "0b6a63;}", "#0b6a63 }"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    assert not colour.is_hex(text)
    with pytest.raises(ValueError, match="hexadecimal"):
        colour.light_scale(text)


def test_a_colour_may_come_without_its_sign() -> None:
    assert colour.is_hex("0b6a63")
    assert colour.light_scale("0b6a63") == colour.light_scale("#0B6A63")
