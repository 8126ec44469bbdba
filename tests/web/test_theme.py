"""A community's colour as a stylesheet."""

from __future__ import annotations

import re

from config import ROOT
from rok_events.core import colour
from rok_events.web import theme


def test_a_stylesheet_names_every_step_for_light_and_dark() -> None:
    sheet = theme.stylesheet("#8a3b6b")

    for step in colour.STEPS:
        assert sheet.count(f"--rok-accent-{step}:#") == 2
    assert sheet.count("{") == sheet.count("}")
    assert "#8a3b6b" in sheet


def test_another_colour_is_another_version() -> None:
    assert theme.version("#8a3b6b") == theme.version("#8a3b6b")
    assert theme.version("#8a3b6b") != theme.version("#8a3b6c")
    assert re.fullmatch("[0-9a-f]{10}", theme.version("#8a3b6b"))


def test_the_site_itself_carries_the_default_accent() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text()
    light, dark = tokens.split("@media", 1)

    for css, scale in (
        (light, colour.light_scale(theme.DEFAULT_ACCENT)),
        (dark, colour.dark_scale(theme.DEFAULT_ACCENT)),
    ):
        for step, value in scale.items():
            assert f"--rok-accent-{step}: {value};" in css


def test_a_button_in_a_mail_can_carry_white_words() -> None:
    assert theme.button_colour(None) == theme.DEFAULT_ACCENT
    assert colour.contrast(theme.button_colour("#ffee00"), colour.WHITE) >= 4.5
