"""Forms of seating: what was typed in the grid, why a closed list is changed, and a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField

from rok_events.activities.table_actions import LONGEST_LABEL
from rok_events.core import text
from rok_events.seating.rules import MOST_ROUNDS
from rok_events.web.forms import Form, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

    Typed = dict[int, dict[int, str]]


class GridForm(Form):
    """What goes with the grid: why it is changed, where that must be said."""

    reason = TextAreaField(
        lazy_gettext("Why is it corrected?"),
        filters=cleaned(text.lines, 1000),
        description=lazy_gettext("Stands in the log, with your name."),
    )


class FileForm(Form):
    """A file with a table plan."""

    file = FileField(
        lazy_gettext("File"),
        validators=[FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx)."),
    )


@dataclass(frozen=True)
class Grid:
    """Names of tables as they were typed, by guest and round, and what is wrong with some.

    `stamp` is that of what stood there when the page was opened.
    """

    typed: Typed
    rounds: int
    stamp: str = ""
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read(given: MultiDict[str, str], ids: Iterable[int]) -> Grid:
    """Return what was typed for some guests."""
    rounds = min(max(text.number(given.get("rondes", "")) or 1, 1), MOST_ROUNDS)
    typed: Typed = {}
    for id_ in ids:
        names = ((round_, given.get(name(id_, round_))) for round_ in range(1, rounds + 1))
        seats = {round_: text.one_line(said[:500]) for round_, said in names if said is not None}
        if seats:
            typed[id_] = seats
    too_long = gettext("Give the table a name of at most %(most)s characters.", most=LONGEST_LABEL)
    faults = {
        (id_, round_): too_long
        for id_, seats in typed.items()
        for round_, label in seats.items()
        if len(label) > LONGEST_LABEL
    }
    return Grid(typed, rounds, given.get("stand", "")[:40], faults)


def name(id_: int, round_: int) -> str:
    """Return what a box of the grid is called."""
    return f"tafel-{id_}-{round_}"
