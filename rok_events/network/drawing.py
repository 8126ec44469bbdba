"""The picture of the graph, as values for a template: what stands where, and how large."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rok_events.network import labels, palette
from rok_events.network.presences import OTHERS
from rok_events.network.rows import Rows, rows
from rok_events.network.sight import is_fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.network.graph import Graph, Organisation, Tie
    from rok_events.network.labels import Label
    from rok_events.network.palette import Style
    from rok_events.network.presences import Floats

WIDTH = 1000.0
LETTERS = 13.0
WEAK = 3
"""The rank of the many ties that are drawn light."""

FEW_LETTERS = 30.0
"""The height of letters where the whole picture is as wide as a phone."""

_NAMELESS = "o" * 16
"""As wide as what stands in a legend for an unknown sector, in any language."""

_CORNER = (40.0, 40.0)
"""Where small organisations taken together stand, from the last corner of the picture."""

_HANDFUL = 12
_MANY_LINES = 250
_CROWD = 30
"""With more organisations the picture grows, in height most, so that names keep their room."""


@dataclass(frozen=True)
class Dot:
    """An organisation in the picture, with its strongest partner's name."""

    organisation: Organisation
    x: float
    y: float
    radius: float
    strongest: str | None


@dataclass(frozen=True)
class Line:
    """A tie in the picture; `rank` is 1 for what stands out, `WEAK` for the many light ones.

    What is more than chance stands out; where nothing is known to be, the strongest do.
    """

    a: int
    b: int
    path: str
    width: float
    rank: int


@dataclass(frozen=True)
class Sector:
    """The organisations of one sector, and how they look."""

    name: str | None
    style: Style
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Picture:
    """A whole picture, `width` units wide.

    Organisations without ties, `apart`, stand in rows between `floor` and `height`; below, down to
    `full_height`, is room for a legend with the `keys` of `sectors`, in their order. `few_names`
    are larger, for small screens. Names tell by `of` whose they are: the number in `dots`, or in
    `apart`.
    """

    width: float
    floor: float
    height: float
    full_height: float
    sectors: tuple[Sector, ...]
    keys: Rows
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    letters: float
    names: tuple[Label, ...]
    few_letters: float
    few_names: tuple[Label, ...]
    apart: tuple[Dot, ...]
    apart_names: tuple[Label, ...]

    @property
    def is_crowded(self) -> bool:
        """Tell whether there are so many lines that all but a few must be quiet."""
        return len(self.lines) > _MANY_LINES


def draw(
    graph: Graph,
    *,
    sectors: Sequence[str] = (),
    frame: Sequence[tuple[float, float]] = (),
) -> Picture:
    """Draw a graph; the same graph gives the same picture.

    Args:
        graph: what to draw.
        sectors: all sectors, in an order that stays, so that each keeps its look.
        frame: places that must stay in the picture, so that it keeps its scale.
    """
    tied = sorted((o for o in graph.organisations if o.x is not None), key=_importance)
    alone = sorted((o for o in graph.organisations if o.x is None), key=lambda o: (o.name, o.id))
    known = dict.fromkeys([*sectors, *_by_age(graph)])
    numbers = {sector: number for number, sector in enumerate(known)}
    grown = max(1.0, (len(tied) / _CROWD) ** 0.35)
    size = (round(WIDTH * grown, 1), round(WIDTH * 0.62 * grown**1.75, 1))
    letters = round(grown * (LETTERS if len(tied) > _HANDFUL else 15.0), 1)
    radii = _radii(tied, grown)
    reach = radii * np.array([_look(o, numbers).reach for o in tied])
    places = _spread(_scaled(tied, frame, size), reach)
    strongest = _strongest(graph)
    dots = tuple(
        Dot(o, round(x, 1), round(y, 1), round(radius, 1), strongest.get(o.id))
        for o, (x, y), radius in zip(tied, places.tolist(), radii.tolist(), strict=True)
    )
    lines = _lines(graph.ties, dots)
    named = [
        labels.Dot(dot.organisation.name, dot.x, dot.y, far)
        for dot, far in zip(dots, reach.tolist(), strict=True)
    ]
    ground = labels.Ground(_points(lines, dots), size)
    below = rows([_short(o.name) for o in alone], size[1] + 3 * letters, size[0], letters)
    apart = tuple(
        Dot(o, *spot, below.radius, None) for o, spot in zip(alone, below.spots, strict=True)
    )
    by_sector = _by_sector((*dots, *apart), numbers)
    height = below.bottom if alone else size[1]
    keys = rows([sector.name or _NAMELESS for sector in by_sector], height + 8, size[0], letters)
    return Picture(
        width=size[0],
        floor=size[1],
        height=height,
        full_height=keys.bottom + 8,
        sectors=by_sector,
        keys=keys,
        lines=lines,
        dots=dots,
        letters=letters,
        names=tuple(labels.arrange(named, letters, ground)),
        few_letters=round(FEW_LETTERS * grown, 1),
        few_names=tuple(labels.arrange(named, FEW_LETTERS * grown, ground)),
        apart=apart,
        apart_names=below.names,
    )


def _short(name: str) -> str:
    return " ".join(labels.lines(name))


def _importance(organisation: Organisation) -> tuple[float, ...]:
    return (-organisation.people, -organisation.degree, organisation.id)


def _by_age(graph: Graph) -> list[str]:
    return [o.sector for o in sorted(graph.organisations, key=lambda o: o.id) if o.sector]


def _radii(organisations: Sequence[Organisation], grown: float) -> Floats:
    """Let areas stand for people; even one person can be seen and touched.

    Several organisations together are as large as the largest single one, and no larger.
    """
    people = np.array([o.people for o in organisations], dtype=float)
    single = np.array([not is_fold(o.id) for o in organisations], dtype=bool)
    share: Floats = np.minimum(people / people[single].max(initial=1), 1)
    return 6 + 15 / grown * share**0.5


def _scaled(
    organisations: Sequence[Organisation],
    frame: Sequence[tuple[float, float]],
    size: tuple[float, float],
) -> Floats:
    """Return the places in units of the picture, with room for names at the sides.

    Small organisations taken together stand nowhere in particular: they get a corner.
    """
    places = np.array([(o.x, o.y) for o in organisations], dtype=float).reshape(-1, 2)
    others = np.array([o.id == OTHERS for o in organisations], dtype=bool)
    every = np.vstack((places[~others], np.array(frame, dtype=float).reshape(-1, 2)))
    if not len(every):
        return np.full_like(places, np.array(size) / 2)
    low: Floats = every.min(axis=0)
    high: Floats = every.max(axis=0)
    room = np.array(size) - 2 * np.array((95.0, 48.0))
    scale = room / np.maximum(high - low, 1e-9)
    # A little stretched is well, so that the names get the whole page; more would deceive.
    scale = np.minimum(scale, 1.3 * scale.min())
    found: Floats = (places - (low + high) / 2) * scale + np.array(size) / 2
    found[others] = np.array(size) - _CORNER
    return found


def _spread(places: Floats, radii: Floats) -> Floats:
    """Push dots apart that would cover one another."""
    need = radii[:, None] + radii[None, :] + 6
    np.fill_diagonal(need, 0)
    for _ in range(40):
        step = places[:, None, :] - places[None, :, :]
        distance = np.hypot(step[..., 0], step[..., 1])
        overlap = np.maximum(need - distance, 0)
        if not overlap.any():
            break
        push = (overlap / np.maximum(distance, 1e-6) / 2)[..., None] * step
        places = places + push.sum(axis=1) * 0.7
    return places


def _strongest(graph: Graph) -> dict[int, str]:
    """Return the name of each organisation's strongest partner, which is one organisation."""
    names = {o.id: o.name for o in graph.organisations}
    found: dict[int, tuple[float, str]] = {}
    for tie in graph.ties:
        for one, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if other != OTHERS and (one not in found or (tie.weight or 0) > found[one][0]):
                found[one] = (tie.weight or 0, names[other])
    return {id_: name for id_, (_, name) in found.items()}


def _lines(ties: Sequence[Tie], dots: Sequence[Dot]) -> tuple[Line, ...]:
    """Return the ties, the weakest first so that the strong ones lie on top."""
    where = {dot.organisation.id: dot for dot in dots}
    is_known = any(tie.significant for tie in ties)
    ordered = sorted(ties, key=_standing_out)
    most = max((tie.weight or 0 for tie in ties), default=0) or 1
    found = []
    for place, tie in enumerate(ordered):
        a, b = where[tie.a], where[tie.b]
        # Several small organisations together only seem to hold others together.
        few = 0 if OTHERS in {tie.a, tie.b} else len(dots)
        by_strength = 1 if place < few else 2 if place < 3 * few else WEAK
        by_chance = 1 if tie.significant else WEAK
        rank = by_chance if is_known else by_strength
        thick = (0.8 if rank == WEAK else 1) * (0.6 + 5.4 * ((tie.weight or 0) / most) ** 0.5)
        found.append(Line(tie.a, tie.b, f"M{a.x} {a.y}L{b.x} {b.y}", round(thick, 1), rank))
    return tuple(reversed(found))


def _standing_out(tie: Tie) -> tuple[float, ...]:
    return (not tie.significant, -(tie.weight or 0), tie.a, tie.b)


def _points(lines: Sequence[Line], dots: Sequence[Dot]) -> Floats:
    """Return points along the lines that names should not cover: the stronger ones."""
    where = {dot.organisation.id: (dot.x, dot.y) for dot in dots}
    ends = [(where[line.a], where[line.b]) for line in lines if line.rank < WEAK]
    start, end = np.array(ends).reshape(-1, 2, 2).transpose(1, 0, 2)
    steps = np.linspace(0, 1, 60)[:, None, None]
    points: Floats = start + steps * (end - start)
    return points.reshape(-1, 2)


def _look(organisation: Organisation, numbers: Mapping[str, int]) -> Style:
    if organisation.id == OTHERS:
        return palette.OTHERS
    return palette.style(numbers.get(organisation.sector or "", palette.UNKNOWN))


def _by_sector(dots: Sequence[Dot], numbers: Mapping[str, int]) -> tuple[Sector, ...]:
    found: dict[tuple[bool, str | None], list[Dot]] = defaultdict(list)
    for dot in dots:
        one = dot.organisation
        found[one.id == OTHERS, one.name if one.id == OTHERS else one.sector].append(dot)
    last = len(numbers)
    ordered = sorted(found, key=lambda key: (key[0], numbers.get(key[1] or "", last)))
    return tuple(
        Sector(key[1], _look(found[key][0].organisation, numbers), tuple(found[key]))
        for key in ordered
    )
