"""What a network shows in words and tables: ties, sectors, bridges, what hangs on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import gettext

from rok_events.network.figure_words import Form
from rok_events.network.pages import written
from rok_events.network.presences import OTHERS
from rok_events.web import dates, language
from rok_events.web.jinja import ngettext, thousands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rok_events.network.graph import Tie
    from rok_events.network.insight import Insight
    from rok_events.network.mixing import Mixing

    Part = Mapping[str, object]

MOST_ROWS, MOST_NAMES, MOST_SECTORS = 10, 12, 9


def parts(answer: Insight) -> list[Part]:
    """Return the parts of the report after the pictures; one with nothing to tell says so."""
    return [_strongest(answer), _new(answer), _sectors(answer), _bridges(answer), _fragile(answer)]


def picture_in_words(answer: Insight) -> str:
    """Return what the picture shows to who cannot see it."""
    measures, names = answer.graph.measures, _names(answer)
    found = [
        ngettext("%(num)d organisation", "%(num)d organisations", measures.organisations),
        ngettext("%(num)d tie", "%(num)d ties", measures.ties),
    ]
    said = f"{gettext('Who was present together')}: {found[0]}, {found[1]}."
    if not answer.graph.ties:
        return said
    strong = [_pair(tie.a, tie.b, names) for tie in _by_strength(answer.graph.ties)[:3]]
    return f"{said} {gettext('The strongest ties: %(ties)s.', ties=listed(strong))}"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in the language in use."""
    return str(format_list([*names], locale=language.current()))


def _strongest(answer: Insight) -> Part:
    names = _names(answer)
    return {
        "name": gettext("The strongest ties"),
        "words": [],
        "header": [
            gettext("Organisations"),
            gettext("Sessions together"),
            gettext("Pairs of people"),
            gettext("Strength"),
            gettext("First time"),
            gettext("Last time"),
        ],
        "rows": [
            [
                _pair(tie.a, tie.b, names),
                thousands(tie.sessions),
                thousands(tie.pairs_of_people) if tie.pairs_of_people else gettext("fewer than 3"),
                written(tie.newman, Form.NUMBER),
                *_day_of(tie),
            ]
            for tie in _by_strength(answer.graph.ties)[:MOST_ROWS]
        ],
    }


def _new(answer: Insight) -> Part:
    names, new = _names(answer), answer.figures.new_ties
    fresh = [tie for tie in _by_strength(answer.graph.ties) if (tie.a, tie.b) in new]
    shown = fresh[:MOST_ROWS]
    words = (
        gettext("Nobody met for the first time in this period.")
        if answer.window.since
        else gettext("Nobody met for the first time in the last twelve months.")
    )
    if fresh:
        words = ngettext(
            "%(num)d pair of organisations met for the very first time.",
            "%(num)d pairs of organisations met for the very first time.",
            len(new),
        )
        if len(new) > len(shown):
            words += " " + gettext("The strongest %(num)d of them:", num=len(shown))
    return {
        "name": gettext("New ties"),
        "words": [words, *_as_planned(answer)],
        "header": [gettext("Organisations"), gettext("Sessions together"), gettext("First time")],
        "rows": [
            [_pair(tie.a, tie.b, names), thousands(tie.sessions), _day_of(tie)[0]] for tie in shown
        ],
    }


def _as_planned(answer: Insight) -> list[str]:
    """Return what became of the new pairs that table plans put together, where that is known."""
    outcome = answer.window.at_tables
    if outcome is None or not outcome.planned_new:
        return []
    return [
        ngettext(
            "The table plans put %(num)d new pair at one table; %(met)s of it really sat there.",
            "The table plans put %(num)d new pairs at one table; %(met)s of them really sat there.",
            outcome.planned_new,
            met=written(outcome.planned_new_met, Form.COUNT),
        )
    ]


def _sectors(answer: Insight) -> Part:
    mixing = answer.figures.mixing
    order = sorted(range(len(mixing.sectors)), key=lambda n: (-sum(mixing.weights[n]), n))
    most = order[:MOST_SECTORS]
    words = gettext("No organisations of a known sector met in this period.")
    if mixing.index is not None:
        words = _mixing_in_words(mixing)
    if len(order) > len(most):
        words += " " + gettext("The %(number)s sectors that meet most:", number=len(most))
    return {
        "name": gettext("Which sectors meet"),
        "words": [words],
        "header": ["", *(str(number) for number in range(1, len(most) + 1))],
        "rows": [
            [
                f"{number} {mixing.sectors[row]}",
                *(written(mixing.weights[row][column], Form.NUMBER) for column in most),
            ]
            for number, row in enumerate(most, 1)
        ],
        "is-matrix": True,
    }


def _mixing_in_words(mixing: Mixing) -> str:
    """Return how much sectors look beyond themselves, and whether chance would have it so too."""
    index, expected, low, high = (
        written(value, Form.INDEX)
        for value in (mixing.index, mixing.expected, mixing.low, mixing.high)
    )
    said = gettext(
        "How much sectors look beyond themselves: the E-I index is %(index)s, from -1 (only their"
        " own sector) to 1 (only others). If sectors were dealt out by lot it would be"
        " %(expected)s, and nearly always between %(low)s and %(high)s.",
        index=index,
        expected=expected,
        low=low,
        high=high,
    )
    return f"{said} {gettext(mixing.beside_chance)}"


def _bridges(answer: Insight) -> Part:
    names = _names(answer)
    words = []
    for bridge in answer.figures.bridges:
        share = written(bridge.share, Form.SHARE)
        said = gettext(
            "%(name)s: %(share)s of the shortest ways between all others runs through it.",
            name=names[bridge.organisation],
            share=share,
        )
        if bridge.cut_off:
            said += " " + ngettext(
                "Without it %(num)d organisation has no way left to the rest.",
                "Without it %(num)d organisations have no way left to the rest.",
                bridge.cut_off,
            )
        words.append(said)
    apart = [names[id_] for id_ in sorted(answer.figures.isolates, key=lambda i: names[i])]
    if apart:
        words.append(
            gettext("Without a tie: %(names)s.", names=_some(apart))
            + " "
            + gettext("They are the ones to invite.")
        )
    return {
        "name": gettext("Who bridges, and who stands apart"),
        "words": words or [gettext("Nobody is indispensable: everybody meets in several ways.")],
    }


def _fragile(answer: Insight) -> Part:
    names = _names(answer)
    pairs = sorted(_known(answer.figures.fragile, names))
    dormant = len(answer.figures.dormant)
    words = [gettext("No tie hangs on one person.")]
    if pairs:
        words = [
            ngettext(
                "%(num)d tie would vanish if one person left: %(names)s.",
                "%(num)d ties would vanish if one person left: %(names)s.",
                len(pairs),
                names=_some([_pair(a, b, names) for a, b in pairs]),
            ),
            gettext("We never show who that is. Bring a colleague along next time."),
        ]
    if dormant:
        words.append(
            ngettext(
                "%(num)d pair met before, and not in the last twelve months.",
                "%(num)d pairs met before, and not in the last twelve months.",
                dormant,
            )
        )
    return {"name": gettext("What hangs on one person"), "words": words}


def _names(answer: Insight) -> dict[int, str]:
    return {organisation.id: organisation.name for organisation in answer.graph.organisations}


def _known(
    pairs: Collection[tuple[int, int]], names: Mapping[int, str]
) -> Iterable[tuple[int, int]]:
    return (pair for pair in pairs if OTHERS not in pair and {*pair} <= names.keys())


def _by_strength(ties: Sequence[Tie]) -> list[Tie]:
    named = [tie for tie in ties if OTHERS not in {tie.a, tie.b}]
    return sorted(named, key=lambda tie: (-tie.newman, tie.a, tie.b))


def _pair(a: int, b: int, names: Mapping[int, str]) -> str:
    return str(gettext("%(one)s and %(other)s", one=names[a], other=names[b]))


def _day_of(tie: Tie) -> tuple[str, str]:
    first, last = (
        f"{day.day} {dates.month_short(day, language.current())} {day.year}"
        for day in (tie.first_met_on, tie.last_met_on)
    )
    return first, last


def _some(names: Sequence[str]) -> str:
    left = len(names) - MOST_NAMES
    if left <= 0:
        return "; ".join(names)
    more = ngettext("and %(num)d more", "and %(num)d more", left)
    return f"{'; '.join(names[:MOST_NAMES])} {more}"
