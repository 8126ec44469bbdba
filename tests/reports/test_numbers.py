"""Figures as a report prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.network.figure_words import MEANINGS, Figure, Form
from rok_events.reports import numbers

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1234.0, Form.COUNT, "1.234"),
        (0.257, Form.SHARE, "26%"),
        (16.04, Form.NUMBER, "16,0"),
        (-0.5, Form.INDEX, "-0,50"),
        (None, Form.COUNT, "–"),  # noqa: RUF001 -- as a table shows nothing
    ],
)
def test_a_value_is_written_as_people_write_it(
    app: Flask, value: float | None, form: Form, printed: str
) -> None:
    with app.test_request_context():
        assert numbers.written(value, form) == printed


@pytest.mark.parametrize(
    ("value", "before", "words"),
    [
        (5, 3, "2 meer dan het jaar ervoor"),
        (3, 5, "2 minder dan het jaar ervoor"),
        (3, 3, "even veel als het jaar ervoor"),
        (3, None, "niets om mee te vergelijken"),
        (None, 3, "niets om mee te vergelijken"),
    ],
)
def test_a_change_is_told_in_words(
    app: Flask, value: float | None, before: float | None, words: str
) -> None:
    with app.test_request_context():
        assert numbers.change(Figure("ties", MEANINGS["ties"], value, before)) == words
