"""Jinja made quick where a page waits for it: shared names, and words in the visitor's language."""

from __future__ import annotations

from collections import ChainMap
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from flask.templating import Environment as FlaskEnvironment
from flask_babel import get_translations
from jinja2 import pass_eval_context
from markupsafe import Markup

from rok_events.web import language

if TYPE_CHECKING:
    from collections.abc import KeysView, MutableMapping
    from gettext import NullTranslations

    from flask import Flask
    from jinja2.nodes import EvalContext

_LONG = 1000
"""From here on a number is read by its thousands."""


class Globals(ChainMap[str, Any]):
    """The names that every template knows, with those of one template before them."""

    def keys(self) -> KeysView[str]:
        """Return all names. Jinja asks at each import, and one dictionary answers much sooner."""
        own, shared = self.maps
        return super().keys() if own else shared.keys()


class Environment(FlaskEnvironment):
    """Flask's environment, with names that are found sooner."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names for one template."""
        return Globals({} if d is None else d, self.globals)


def init_app(app: Flask) -> None:
    """Let templates translate by one look-up, where Flask-Babel makes a dozen for each word."""
    app.jinja_env.globals.update(_=translated, gettext=translated, ngettext=translated_number)
    app.jinja_env.filters["thousands"] = thousands


def said(message: str) -> str:
    """Return a message without values in the visitor's language."""
    return _catalogue(language.current()).gettext(message)


@pass_eval_context
def translated(context: EvalContext, message: str, **values: object) -> str:
    """Return a message in the visitor's language; in a page, `values` are escaped."""
    return _filled(context, said(message), values)


@pass_eval_context
def translated_number(context: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """Return the message for a number of things, which is `num` in its words."""
    text = _catalogue(language.current()).ngettext(one, many, num)
    return _filled(context, text, {"num": num} | values)


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the message for a number of things as plain words, as in a page."""
    text = _catalogue(language.current()).ngettext(one, many, num)
    text, filled = _grouped(text, {"num": num} | values)
    return text % filled


def thousands(number: int) -> str:
    """Return a whole number as people read it, in the language in use."""
    if number < _LONG:
        return str(number)
    return str(format_decimal(number, "#,##0", language.current()))


def _grouped(text: str, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    """Return a message and its values, with a long `num` as people read it."""
    num = values.get("num")
    if isinstance(num, int) and num >= _LONG:
        return text.replace("%(num)d", "%(num)s"), values | {"num": thousands(num)}
    return text, values


def _filled(context: EvalContext, text: str, values: dict[str, object]) -> str:
    text, values = _grouped(text, values)
    words = Markup(text) if context.autoescape else text  # noqa: S704 -- our own translators' words
    return words % values if "%" in text else words


@lru_cache(maxsize=8)
def _catalogue(_language: str) -> NullTranslations:
    """Return the words of the language in use, which is `_language`."""
    catalogue: NullTranslations = get_translations()
    return catalogue
