"""What stands on each of the pages about the network, as the address asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask import request, url_for
from flask_babel import gettext

from rok_events.core import text
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.network import asked, film, folded, queries, sight
from rok_events.network.figure_words import Form
from rok_events.network.matrix import matrix as arrange
from rok_events.network.presences import OTHERS, people_of
from rok_events.network.rules import FEWEST_PEOPLE, Employer, FilterError
from rok_events.web import language
from rok_events.web.jinja import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from rok_events.network.figure_words import Figure
    from rok_events.network.graph import Graph, Organisation, Tie
    from rok_events.network.insight import Insight
    from rok_events.network.timeline import Timeline

MOST_TIES = 25
"""How many ties the page lists, unless all are asked for."""

_WISHES = ("organisatie", "zoek", "uitklappen", "opvallend", "volgorde", "alle", "kwartaal")
"""What an address may ask for that changes only what is in sight."""

_NO_QUARTER = N_("%(text)s is not a quarter of this period, such as 2026-1.")
_NO_PAIR = N_("These two organisations were not together within this choice.")
_NOT_IN_SIGHT = N_(
    "That organisation is not in this picture. Take a choice away, or look for it by its name."
)


def periods(today: date) -> list[tuple[str, str | None, str | None]]:
    """Return the periods that are one tap away: words, first day, and the day after the last."""
    first = today.replace(month=1, day=1)
    before = first.replace(year=first.year - 1)
    return [
        (gettext("All years"), None, None),
        (gettext("This year"), first.isoformat(), None),
        (gettext("Last year"), before.isoformat(), first.isoformat()),
    ]


def kept(*without: str) -> dict[str, str]:
    """Return what the address asks for, without some of it: for links to other pages.

    Only what the network understands; a stranger's address could hold anything.
    """
    names = [name for name in (*asked.NAMES, *_WISHES) if name not in without]
    return {name: request.args[name] for name in names if request.args.get(name)}


def picture(answer: Insight, sectors: Sequence[str]) -> Mapping[str, object]:
    """Return the picture of what is in sight, and whom a search found."""
    graph = answer.graph
    focus, found = _focus(graph)
    drawn = folded.picture(_seen(graph, focus), answer, sectors)
    return {
        "picture": drawn,
        "standalone": False,
        "focus": focus,
        "found": found,
        "own_pages": _own_pages(
            answer, [o.id for o in graph.organisations if not o.degree or o is focus]
        ),
    }


def in_sight(graph: Graph) -> Graph:
    """Return what of a graph the picture shows, as the address asks for it.

    Raises:
        FilterError: the organisation that is asked for is not in it.
    """
    return _seen(graph, _focus(graph)[0])


def matrix(answer: Insight, sectors: Sequence[str]) -> Mapping[str, object]:
    """Return the matrix of what is in sight."""
    seen = _seen(answer.graph, None)
    return {
        "matrix": arrange(seen, sectors),
        "is_folded": any(sight.is_fold(o.id) for o in seen.organisations),
        "mixing": answer.window.mixing(),
        "written": written,
    }


def figures(answer: Insight, _sectors: Sequence[str]) -> Mapping[str, object]:
    """Return what to report: the figures, and whom they are about."""
    names, told = _names(answer.graph), answer.figures.isolates | answer.figures.newcomers
    return {
        "report": answer.figures,
        "own_pages": _own_pages(answer, told),
        "names": names,
        "written": written,
        "changed": changed,
        # Explanations speak of per cents, and have nothing to fill in.
        "said": said,
        "fragile": _by_name(answer.figures.fragile, names),
        "new_ties": _by_name(answer.figures.new_ties, names),
    }


def _by_name(pairs: Iterable[tuple[int, int]], names: Mapping[int, str]) -> list[tuple[int, int]]:
    """Return pairs in the order of their names; a tie too weak for this choice has none."""
    known = [pair for pair in pairs if pair[0] in names and pair[1] in names]
    return sorted(known, key=lambda pair: (names[pair[0]], names[pair[1]]))


def written(value: float | None, form: str) -> str:
    """Return a value as people read it, in the language in use."""
    if value is None:
        return "–"  # noqa: RUF001 -- a dash where there is nothing
    how = {Form.COUNT: "#,##0", Form.SHARE: "0 %", Form.NUMBER: "#,##0.0", Form.INDEX: "0.00"}
    return str(format_decimal(value, how[Form(form)], language.current()))


def changed(figure: Figure) -> str:
    """Return by how much a figure rose or fell since the period before; nothing if not known."""
    if figure.value is None or figure.before is None:
        return ""
    form = figure.meaning.form
    before = written(figure.before, form)
    step = written(abs(figure.value - figure.before), form)
    if step == written(0, form):
        return str(gettext("the same as in the period before"))
    if form is Form.SHARE:
        # "3 % more" could be read in two ways.
        return str(gettext("%(before)s in the period before", before=before))
    by = ("+" if figure.value > figure.before else "−") + step  # noqa: RUF001 -- a minus
    return str(gettext("%(by)s; it was %(before)s in the period before", by=by, before=before))


def ties(answer: Insight, _sectors: Sequence[str]) -> Mapping[str, object]:
    """Return the ties in the order that is asked for."""
    names = _names(answer.graph)
    orders, wish = _orders(names), request.args.get("volgorde", "")
    wish = wish if wish.removeprefix("-") in orders else "-sterkte"
    order = orders[wish.removeprefix("-")]
    found = sorted(answer.graph.ties, key=order, reverse=wish.startswith("-"))
    return {
        "ties": found if "alle" in request.args else found[:MOST_TIES],
        "names": names,
        "order": wish,
    }


def over_time(answer: Insight, sectors: Sequence[str]) -> Mapping[str, object]:
    """Return the quarters of the period, on one picture of all of them together."""
    # Drawn from all time, so that nothing moves; the quarters are those that are asked for.
    ever = asked.answer(replace(asked.filters(), since=None)) if answer.window.since else answer
    timeline = answer.timeline
    seen = folded.fold(ever.graph)
    shots = film.film(timeline, sight.folded_into(ever.graph, seen))
    drawn = folded.picture(seen, ever, sectors)
    return {
        "picture": drawn,
        "standalone": False,
        "film": shots,
        "joined": film.joined(shots),
        "quarters": timeline.quarters,
        "counts": timeline.counts,
        "present": timeline.present,
        "quarter": _quarter(timeline),
        "multiples": film.multiples(drawn, timeline, shots),
        "quarter_key": quarter_key,
    }


def quarter_name(first: date) -> str:
    """Return what a quarter is called, by its first day."""
    number = (first.month + 2) // 3
    return str(gettext("Quarter %(number)d of %(year)d", number=number, year=first.year))


def quarter_key(first: date) -> str:
    """Return what a quarter is called in an address, by its first day."""
    return f"{first.year}-{(first.month + 2) // 3}"


def pair(graph: Graph, a: int, b: int) -> tuple[Tie, Organisation, Organisation]:
    """Return the tie of two organisations that may be named, and both of them.

    Raises:
        NotFoundError: they have none, or one of them is several small ones together.
    """
    found = [tie for tie in graph.ties if (tie.a, tie.b) == (a, b) and OTHERS not in {a, b}]
    if not found:
        raise NotFoundError(_NO_PAIR)
    known = {organisation.id: organisation for organisation in graph.organisations}
    return found[0], known[a], known[b]


def _names(graph: Graph) -> dict[int, str]:
    return {organisation.id: organisation.name for organisation in graph.organisations}


def _focus(graph: Graph) -> tuple[Organisation | None, list[Organisation]]:
    """Return the organisation that is asked for, or those whose names have the words searched."""
    words = text.folded(request.args.get("zoek", ""))
    found = [o for o in graph.organisations if words and words in text.folded(o.name)]
    if len(found) == 1:
        return found[0], []
    wanted = request.args.get("organisatie", "")
    if words or not wanted:
        return None, found
    known = [o for o in graph.organisations if str(o.id) == wanted]
    if not known:
        raise FilterError(_NOT_IN_SIGHT)
    return known[0], []


def _quarter(timeline: Timeline) -> int:
    """Return the number of the quarter that is asked for; the last one unless told otherwise."""
    wanted = request.args.get("kwartaal")
    if not wanted:
        return len(timeline.quarters) - 1
    known = [quarter_key(first) for first in timeline.quarters]
    if wanted not in known:
        raise FilterError(_NO_QUARTER, text=wanted)
    return known.index(wanted)


def _own_pages(answer: Insight, ids: Iterable[int]) -> dict[int, str]:
    """Return the addresses of the pages of organisations, of those that surely have one.

    Of such a one enough people ever came for it; that is not known where people count elsewhere.
    """
    network = request.args.get("netwerk")
    came = people_of(answer.window.ever)
    is_then = answer.filters.employer is Employer.THEN
    large = [id_ for id_ in ids if is_then and id_ < len(came) and came[id_] >= FEWEST_PEOPLE]
    return {
        id_: url_for("portraits.show", slug=slug, netwerk=network)
        for id_, slug in queries.slugs(large).items()
    }


def _seen(graph: Graph, focus: Organisation | None) -> Graph:
    opened = request.args.get("uitklappen")
    first = set() if opened is None else sight.members(graph, opened or None)
    if focus:
        graph, first = sight.around(graph, focus.id), first | {focus.id}
    if "opvallend" in request.args:
        graph = sight.remarkable(graph)
    return folded.fold(graph, first)


def _orders(names: Mapping[int, str]) -> dict[str, Callable[[Tie], tuple[object, ...]]]:
    return {
        "namen": lambda tie: (names[tie.a].casefold(), names[tie.b].casefold()),
        "bijeenkomsten": lambda tie: (tie.sessions, tie.newman, -tie.a, -tie.b),
        "paren": lambda tie: (tie.pairs_of_people or 0, tie.newman, -tie.a, -tie.b),
        "sterkte": lambda tie: (tie.weight or 0, tie.newman, -tie.a, -tie.b),
        "eerst": lambda tie: (tie.first_met_on, -tie.a, -tie.b),
        "laatst": lambda tie: (tie.last_met_on, -tie.a, -tie.b),
    }
