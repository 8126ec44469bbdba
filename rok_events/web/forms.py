"""The base of forms."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from rok_events.core.errors import DomainError
from rok_events.web import language
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that says what is wrong in the visitor's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What WTForms asks of a form."""

        # WTForms remembers its words; Flask-WTF reads them from disk for every page with a form.
        get_translations = DefaultMeta.get_translations

        @property
        def locales(self) -> list[str]:
            """The language in which WTForms itself speaks."""
            return [language.current()]


def cleaned(clean: Callable[[str], str], most: int) -> list[Callable[[str | None], str]]:
    """Return the filters that keep out what cannot be read, also when a field is shown again.

    What is longer than `most` is cut off first: cleaning takes time.
    """
    return [lambda given: clean((given or "")[:most])]


def sound(rule: Callable[[str], T], given: str | None) -> T:
    """Return what a rule makes of what was filled in, or tell on the field why not."""
    try:
        return rule(given or "")
    except DomainError as error:
        raise ValidationError(sentence(error)) from None


def blame(form: Form, error: DomainError, field: str) -> None:
    """Put what a rule says no to on its field, or on `field`."""
    place = form[error.field or field]
    place.errors = [*place.errors, sentence(error)]


def status(form: Form) -> HTTPStatus:
    """Return the status of a page with a form: one that was sent and is shown again was refused."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
