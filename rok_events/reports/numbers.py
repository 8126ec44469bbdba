"""Figures as a report prints them: a value, what it is, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent
from flask_babel import gettext

from rok_events.network.figure_words import Form
from rok_events.web import language

if TYPE_CHECKING:
    from rok_events.network.figure_words import Figure
    from rok_events.network.figures import Figures

FIVE = ("present", "ties", "partners", "new_ties", "isolates")
_PATTERNS = {Form.COUNT: "#,##0", Form.NUMBER: "#,##0.0", Form.INDEX: "0.00"}
_LEAST = {Form.COUNT: 0.5, Form.NUMBER: 0.05, Form.INDEX: 0.005, Form.SHARE: 0.005}
"""Smaller differences are not seen in what is printed."""


def five(figures: Figures, *, has_before: bool) -> list[dict[str, str]]:
    """Return the five figures of the front page; with their change if there is a period before."""
    return [
        {
            "value": written(figure.value, figure.meaning.form),
            "label": gettext(figure.meaning.label),
            "change": change(figure) if has_before else "",
        }
        for figure in (figures.figures[name] for name in FIVE)
    ]


def written(value: float | None, form: Form) -> str:
    """Return a value as people in this language write it; a dash where there is nothing to tell."""
    if value is None:
        return "–"  # noqa: RUF001 -- as a table shows nothing
    if form is Form.SHARE:
        return str(format_percent(value, locale=language.current()))
    return str(format_decimal(value, _PATTERNS[form], language.current()))


def change(figure: Figure) -> str:
    """Return in words how a figure differs from that of the period before."""
    value, before = figure.value, figure.before
    if value is None or before is None:
        return str(gettext("nothing to compare with"))
    form = figure.meaning.form
    if abs(value - before) < _LEAST[form]:
        return str(gettext("as in the year before"))
    amount = written(abs(value - before), form)
    if value > before:
        return str(gettext("%(amount)s more than the year before", amount=amount))
    return str(gettext("%(amount)s fewer than the year before", amount=amount))
