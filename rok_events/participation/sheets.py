"""The figures in words: tables for a page and for a file, with a chart above some."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.core import charts, periods
from rok_events.core.charts import Chart, Series
from rok_events.participation import rules
from rok_events.web import dates, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.participation.figures import Figures, Group, Turnout
    from rok_events.participation.queries import Held

    Cell: TypeAlias = int | str | None

Key = TypeVar("Key")


@dataclass(frozen=True)
class Row:
    """A line of a table; what is about too few people is empty. `part` is the length of its bar.

    `slug` is that of the organisation it is about, which has a page of its own.
    """

    name: str
    cells: Sequence[Cell]
    part: float | None = None
    slug: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called in an address and on the page, its columns and its chart."""

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    meaning: str = ""
    chart: Chart | None = None

    def lines(self) -> list[list[str]]:
        """Return the rows as text, for a file."""
        few = f"< {rules.FEWEST}"
        return [
            [row.name, *(few if cell is None else str(cell) for cell in row.cells)]
            for row in self.rows
        ]


def sheets(figures: Figures, communities: Mapping[int, str]) -> list[Sheet]:
    """Return all tables; `communities` are the names of those that may be seen."""
    return [
        _kinds(figures),
        _turnout(figures),
        _people(figures),
        *([_communities(figures, communities)] if len(figures.communities) > 1 else []),
        _sectors(figures),
        _organisations(figures),
        _sessions(figures.sessions),
    ]


def _kinds(figures: Figures) -> Sheet:
    series = [
        Series(
            gettext(TRAITS[kind].plural),
            [rules.told(count.times, count.people) for count in counts],
        )
        for kind, counts in figures.by_kind.items()
    ]
    return _over_time(
        figures,
        "soorten",
        gettext("Times present, by kind"),
        series,
        charts.columns,
        gettext("Who came to three sessions counts three times."),
    )


def _turnout(figures: Figures) -> Sheet:
    series = [
        Series(gettext("Had a place"), [rules.told(one.registered) for one in figures.turnout]),
        Series(gettext("Of those, came"), [_came(one) for one in figures.turnout]),
    ]
    sheet = _over_time(
        figures,
        "opkomst",
        gettext("Places given, and who came"),
        series,
        charts.lines,
        gettext(
            "Per session: a training of six sessions counts six times. Who came without a place is"
            " not in here."
        ),
    )
    missed = [_percent(rules.absent(one.came, one.registered)) for one in figures.turnout]
    return _beside(sheet, gettext("Did not come"), missed)


def _people(figures: Figures) -> Sheet:
    parts = [
        rules.parts_told(new, count.people - new)
        for new, count in zip(figures.new, figures.by_span, strict=True)
    ]
    series = [
        Series(gettext("For the first time"), [new for new, _ in parts]),
        Series(gettext("Had been there before"), [before for _, before in parts]),
    ]
    sheet = _over_time(
        figures,
        "mensen",
        gettext("People, new and returning"),
        series,
        charts.columns,
        gettext("Different people: who came three times counts once in each period."),
    )
    people = [rules.told(count.people) for count in figures.by_span]
    return _beside(sheet, gettext("Together"), people)


def _beside(sheet: Sheet, title: str, cells: Sequence[Cell]) -> Sheet:
    """Return a table with one more column."""
    rows = [Row(row.name, [*row.cells, more]) for row, more in zip(sheet.rows, cells, strict=True)]
    return replace(sheet, columns=[*sheet.columns, title], rows=rows)


def _over_time(
    figures: Figures,
    key: str,
    title: str,
    series: Sequence[Series],
    draw: Callable[[Sequence[str], Sequence[Series]], Chart],
    meaning: str,
) -> Sheet:
    names = [dates.span(span, language.current()) for span in figures.spans]
    values = zip(*(one.values for one in series), strict=True)
    rows = [Row(name, cells) for name, cells in zip(names, values, strict=True)]
    columns = [gettext("Period"), *(one.name for one in series)]
    return Sheet(key, title, columns, rows, meaning, draw(periods.axis(figures.spans), series))


def _communities(figures: Figures, names: Mapping[int, str]) -> Sheet:
    groups = [(_called(one.key, names.get), one) for one in figures.communities]
    return _groups("netwerken", gettext("By network"), gettext("Network"), groups)


def _sectors(figures: Figures) -> Sheet:
    unknown = gettext("Sector unknown")
    groups = [(_called(one.key, lambda key: key or unknown), one) for one in figures.sectors]
    return _groups("sectoren", gettext("By sector"), gettext("Sector"), groups)


def _organisations(figures: Figures) -> Sheet:
    names = figures.names
    groups = [(_called(one.key, lambda key: names[key].name), one) for one in figures.organisations]
    sheet = _groups("organisaties", gettext("By organisation"), gettext("Organisation"), groups)
    slugs = [None if one.key is None else names[one.key].slug for one in figures.organisations]
    rows = [replace(row, slug=slug) for row, slug in zip(sheet.rows, slugs, strict=True)]
    return replace(sheet, rows=rows)


def _called(key: Key | None, name: Callable[[Key], str | None]) -> str:
    together = gettext("Others, of fewer than three people each")
    return together if key is None else name(key) or ""


def _groups(key: str, title: str, column: str, groups: Sequence[tuple[str, Group[Any]]]) -> Sheet:
    most = max((one.count.people for _, one in groups), default=1)
    columns = [column, gettext("People"), gettext("Times present"), gettext("Sessions")]
    rows = [Row(name, [*one.count], one.count.people / most) for name, one in groups]
    return Sheet(key, title, columns, rows)


def _sessions(sessions: Sequence[Held]) -> Sheet:
    columns = [
        gettext("Session"),
        gettext("Kind"),
        gettext("Had a place"),
        gettext("Present"),
        gettext("Did not come"),
    ]
    rows = [Row(_name(one), [_kind(one), *_attended(one)]) for one in reversed(sessions)]
    return Sheet("bijeenkomsten", gettext("By session"), columns, rows)


def _name(session: Held) -> str:
    """Return the day, and what the session was called where that may be known."""
    day = dates.brief(session.starts_at, language.current())
    shows = TRAITS[session.kind].shows_title and session.title
    return f"{day}, {session.title}" if shows else day


def _kind(session: Held) -> str:
    return str(gettext(TRAITS[session.kind].name))


def _attended(session: Held) -> tuple[Cell, ...]:
    missed = rules.absent(session.came, session.registered)
    return rules.told(session.registered), rules.told(session.present), _percent(missed)


def _came(turnout: Turnout) -> int | None:
    return rules.told(turnout.came)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)} %"
