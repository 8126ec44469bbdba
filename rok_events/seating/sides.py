"""The two sides of a session's tables: the plan, and who sat where. Each is read and kept alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rok_events.attendance import actions as attendance
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.seating import actions, queries, rules, wish_queries
from rok_events.web.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rok_events.activities.models import Session
    from rok_events.seating.models import TableWish
    from rok_events.seating.rules import Chart, Guest, Round


@dataclass(frozen=True)
class Side:
    """One of the two; `endpoint` is its page, `refuse` says why it cannot be changed."""

    endpoint: str
    guests: Callable[[Session], list[Guest]]
    kept: Callable[[int], Chart]
    refuse: Callable[[Session], None]


class Wished(NamedTuple):
    """A wish of the lead: whether people of both are among the guests, and whether it is met."""

    row: TableWish
    are_here: bool
    is_met: bool


def _refuse_planning(session: Session) -> None:
    rules.refuse_planning(
        is_cancelled=actions.is_cancelled(session), ends_at=session.ends_at, now=clock.now()
    )


def _refuse_noting(session: Session) -> None:
    attendance.refuse_ticking(session, is_corrected=True)


PLAN = Side("plan", queries.expected, queries.planned, _refuse_planning)
SAT = Side("sat", queries.present, queries.recorded, _refuse_noting)


def why_not(side: Side, session: Session) -> str:
    """Return in words why a side cannot be changed now; nothing if it can."""
    try:
        side.refuse(session)
    except ConflictError as error:
        return sentence(error)
    return ""


def proposed(guests: Iterable[Guest], session_id: int) -> Chart:
    """Return where those who were there would sit if they all sat as planned."""
    planned = queries.planned_for(session_id)
    return {guest.id: planned.get(guest.person_id, {}) for guest in guests}


def wishes(community_id: int, guests: Iterable[Guest], seated: Iterable[Round]) -> Sequence[Wished]:
    """Return the wishes of the lead for the table plan, and what comes of them here."""
    here = {guest.organisation_id for guest in guests}
    met = rules.together(seated)
    return [
        Wished(row, here >= {*two}, two in met)
        for two, row in wish_queries.wishes(community_id).items()
    ]


def known(session_id: int, chart: Chart) -> Mapping[int, list[str]]:
    """Return the names of tables to choose from in each round, those that were typed among them."""
    found = {round_: {*names} for round_, names in queries.labels(session_id).items()}
    for seats in chart.values():
        for round_, label in seats.items():
            if label:
                found.setdefault(round_, set()).add(label)
    every = set[str]().union(*found.values())
    numbers = range(1, rules.MOST_ROUNDS + 1)
    return {round_: sorted(found.get(round_) or every, key=rules.in_order) for round_ in numbers}
