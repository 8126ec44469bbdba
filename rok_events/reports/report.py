"""What stands in the report of a network, as words and values for the template."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import format_decimal
from flask_babel import gettext

from rok_events.core import colour
from rok_events.documents import typesetting
from rok_events.network import method, pages
from rok_events.network.scopes import Compared
from rok_events.reports import findings, pictures, rules
from rok_events.web import dates, language
from rok_events.web.jinja import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.insight import Insight
    from rok_events.reports.wishes import Wish

    Data = Mapping[str, object]

TEMPLATE = "report.typ"


class Answers(NamedTuple):
    """The network in the period, and of all time up to its end, on which the quarters stand."""

    period: Insight
    ever: Insight


def data(wish: Wish, answers: Answers) -> Data:
    """Return everything that stands in the report, in the language in use."""
    answer = answers.period
    shades = colour.light_scale(wish.community.accent)
    name = gettext("Present together")
    return {
        "title": f"{name}: {wish.community.name}, {period(wish)}",
        "name": name,
        "network": wish.community.name,
        "language": language.current(),
        "accent": shades[500],
        "wash": shades[100],
        "period": period(wish),
        "lead": lead(answer),
        "until": gettext("With who was present up to %(day)s", day=_day(made_on(answers))),
        "page": gettext("Page {page} of {pages}"),
        "picture": {
            "svg": pictures.network(answer),
            "alt": findings.picture_in_words(answer),
            "caption": _caption(answer),
        },
        "figures": _figures(answer),
        "multiples": _multiples(answers),
        "parts": findings.parts(answer),
        "method": {
            "name": gettext("How this was made"),
            "parts": [
                {"name": gettext(name), "words": gettext(words)} for name, words in method.METHOD
            ],
            "sources": gettext("Sources"),
            "list": method.SOURCES,
        },
    }


def pdf(wish: Wish, answers: Answers) -> bytes:
    """Return the report as a PDF; the same data give the same bytes, whatever day it is."""
    moment = datetime.combine(made_on(answers), time(12), UTC)
    return typesetting.pdf(TEMPLATE, data(wish, answers), moment)


def preview(wish: Wish, answers: Answers) -> tuple[bytes, int]:
    """Return a picture of the first page, as SVG, and the number of pages."""
    made = typesetting.pages(TEMPLATE, data(wish, answers))
    return made[0], len(made)


def period(wish: Wish) -> str:
    """Return what the report is about in words: a year, or the years there are."""
    if wish.year or not wish.years:
        return str(wish.year or "")
    first, last = wish.years[-1], wish.years[0]
    return str(first) if first == last else gettext("%(first)s to %(last)s", first=first, last=last)


def lead(answer: Insight) -> str:
    """Return what the picture shows, in one sentence."""
    shown = ngettext(
        "%(num)d organisation was present together with others.",
        "%(num)d organisations were present together.",
        answer.window.together,
    )
    new = int(answer.figures.figures["new_ties"].value or 0)
    met = ngettext(
        "%(num)d tie is new in this period.", "%(num)d ties are new in this period.", new
    )
    if not answer.window.since:
        return str(shown)
    nothing = gettext("No tie is new in this period.")
    return f"{shown} {met if new else nothing}"


def made_on(answers: Answers) -> date:
    """Return the last day on which somebody was present: the version of the data."""
    return date.fromordinal(int(answers.ever.window.ever.day.max(initial=1)))


def _figures(answer: Insight) -> list[Data]:
    return [
        {
            "value": pages.written(figure.value, figure.meaning.form),
            "label": gettext(figure.meaning.label),
            "change": pages.changed(figure),
        }
        for figure in (answer.figures.figures[name] for name in rules.FIVE)
    ]


def _multiples(answers: Answers) -> Data | None:
    quarters = answers.period.timeline.quarters
    if len(quarters) < 2:  # noqa: PLR2004 -- one picture beside nothing shows no change
        return None
    return {
        "name": gettext("Quarter by quarter"),
        "svg": pictures.quarters(answers.period, answers.ever),
        "alt": gettext(
            "Small pictures of %(quarters)s quarters side by side, each organisation in the same "
            "place. New ties: %(new)s.",
            quarters=format_decimal(len(quarters), locale=language.current()),
            new=", ".join(
                f"{pages.quarter_name(first)} {counts.new}"
                for first, counts in zip(quarters, answers.period.timeline.counts, strict=True)
            ),
        ),
        "caption": gettext("Thick: new. Thin: met in the past year. Dashed: longer ago."),
    }


def _caption(answer: Insight) -> str:
    words = gettext(
        "The larger the sign, the more people were there. The thicker the line, the more closely "
        "people met: at a table of eight more than in a full hall."
    )
    words += " " + _dark(answer)
    if pictures.is_folded(answer):
        words += " " + gettext(
            "A sign with a dashed edge stands for several organisations of one sector."
        )
    if not answer.merged:
        return str(words)
    small = ngettext(
        "One organisation of fewer than three people is not shown by name.",
        "%(num)d organisations of fewer than three people are not shown by name.",
        answer.merged,
    )
    return f"{words} {small}"


def _dark(answer: Insight) -> str:
    """Return which lines stand out in the picture, and whether that is more than chance."""
    if answer.compared is not Compared.KNOWN:
        return str(gettext("The strongest lines are dark."))
    if any(tie.significant for tie in answer.graph.ties):
        return str(gettext("Dark lines are more than chance."))
    return str(
        gettext("No tie is more often than can be expected by chance; the strongest stand out.")
    )


def _day(day: date) -> str:
    return dates.brief(day, language.current())
