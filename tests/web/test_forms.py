"""Forms speak the visitor's language, also in what WTForms says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wtforms import IntegerField

from rok_events.web.forms import Form

if TYPE_CHECKING:
    from flask import Flask


class Counted(Form):
    """A form that can be filled in wrongly."""

    number = IntegerField()


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Ongeldig getal."), ("en", "Not a valid integer value.")]
)
def test_what_wtforms_says_is_in_the_language_of_the_visitor(
    app: Flask, language: str, said: str
) -> None:
    headers = {"Accept-Language": language}
    with app.test_request_context("/", method="POST", data={"number": "many"}, headers=headers):
        form = Counted(meta={"csrf": False})

        form.validate()

        assert form.number.errors == [said]
