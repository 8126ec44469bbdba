"""What of a graph is in sight: one organisation and its partners, or a large graph folded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from rok_events.network.graph import Organisation
from rok_events.network.presences import NOBODY, OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from rok_events.network.graph import Graph, Tie

    Naming = Callable[[str | None, int], str]

MOST = 60
"""With more organisations a picture of lines can no longer be read."""

MOST_APART = 30
"""So many organisations without ties are named beside the picture."""


def is_fold(id_: int) -> bool:
    """Tell whether what has this id stands for several organisations of one sector."""
    return id_ < NOBODY


def around(graph: Graph, id_: int) -> Graph:
    """Return one organisation, its partners, and the ties between all of these."""
    ends = [(tie.a, tie.b) for tie in graph.ties if id_ in {tie.a, tie.b}]
    near = {id_}.union(*ends)
    return _only(graph, near)


def remarkable(graph: Graph) -> Graph:
    """Return the graph with only the ties that are more than chance."""
    return replace(graph, ties=tuple(tie for tie in graph.ties if tie.significant))


def fold(graph: Graph, naming: Naming, *, first: Collection[int] = (), most: int = MOST) -> Graph:
    """Put organisations together by sector, so that about `most` signs with ties are left.

    Who has many partners stays; a sector that would hide only one organisation shows it. Those
    without ties are put together among themselves.

    Args:
        graph: may be of any size; its figures stay those of the whole.
        naming: what so many organisations of a sector are called.
        first: the ids of organisations that stay before all others.
        most: how many signs with ties there may be.
    """
    ordered = sorted(graph.organisations, key=_importance(first))
    tied, alone = ([o for o in ordered if bool(o.degree) is has_ties] for has_ties in (True, False))
    hidden = [*_hidden(tied, most), *_hidden(alone, MOST_APART)]
    folds = {NOBODY - number: members for number, members in enumerate(hidden, 1)}
    into = {member.id: id_ for id_, members in folds.items() for member in members}
    return replace(
        graph,
        organisations=(
            *(o for o in graph.organisations if o.id not in into),
            *(_together(id_, members, naming) for id_, members in folds.items()),
        ),
        ties=_added_up(graph.ties, into),
    )


def folded_into(graph: Graph, folded: Graph) -> dict[int, int]:
    """Return for each organisation that is not in sight one by one which sign stands for it."""
    shown = {o.id for o in folded.organisations}
    signs = {(o.sector, bool(o.degree)): o.id for o in folded.organisations if is_fold(o.id)}
    hidden = (o for o in graph.organisations if o.id not in shown)
    return {o.id: signs[o.sector, bool(o.degree)] for o in hidden}


def members(graph: Graph, sector: str | None) -> set[int]:
    """Return the ids of the organisations of a sector."""
    return {o.id for o in graph.organisations if o.sector == sector}


def _only(graph: Graph, ids: Collection[int]) -> Graph:
    return replace(
        graph,
        organisations=tuple(o for o in graph.organisations if o.id in ids),
        ties=tuple(tie for tie in graph.ties if tie.a in ids and tie.b in ids),
    )


def _importance(first: Collection[int]) -> Callable[[Organisation], tuple[bool, float, float, int]]:
    ahead = {*first, OTHERS}
    return lambda o: (o.id not in ahead, -o.degree, -o.strength, o.id)


def _hidden(ordered: Sequence[Organisation], most: int) -> list[list[Organisation]]:
    """Return who is too many, by sector."""
    if len(ordered) <= most:
        return []
    hidden: dict[str | None, list[Organisation]] = defaultdict(list)
    for organisation in ordered[max(most - len({o.sector for o in ordered}), 0) :]:
        hidden[organisation.sector].append(organisation)
    return [members for members in hidden.values() if len(members) > 1]


def _together(id_: int, members: Sequence[Organisation], naming: Naming) -> Organisation:
    """Return organisations as one, in the middle between where they stand."""
    places = [(o.x, o.y) for o in members if o.x is not None and o.y is not None]
    middle = [sum(axis) / len(places) for axis in zip(*places, strict=True)] or (None, None)
    sector = members[0].sector
    return Organisation(
        id_,
        naming(sector, len(members)),
        sector,
        sessions=0,
        people=sum(o.people for o in members),
        degree=len(places),
        strength=sum(o.strength for o in members),
        betweenness=0.0,
        x=middle[0],
        y=middle[1],
    )


def _added_up(ties: Sequence[Tie], into: dict[int, int]) -> tuple[Tie, ...]:
    """Return the ties between what is in sight; those within one fold are gone."""
    found: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for tie in ties:
        a, b = into.get(tie.a, tie.a), into.get(tie.b, tie.b)
        if a != b:
            found[min(a, b), max(a, b)].append(tie)
    return tuple(_sum(several)._replace(a=a, b=b) for (a, b), several in found.items())


def _sum(several: Sequence[Tie]) -> Tie:
    """Return ties as one; sessions and pairs of people do not add up, and are left empty.

    Together they are more than chance when most of them are.
    """
    if len(several) == 1:
        return several[0]
    told = [tie.significant for tie in several if tie.significant is not None]
    return several[0]._replace(
        sessions=0,
        pairs_of_people=None,
        newman=sum(tie.newman for tie in several),
        encounters=sum(tie.encounters for tie in several),
        weight=sum(tie.weight or 0 for tie in several),
        first_met_on=min(tie.first_met_on for tie in several),
        last_met_on=max(tie.last_met_on for tie in several),
        significant=2 * sum(told) > len(told) if told else None,
    )
