"""The base of forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta

from rok_events.web import language


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
