"""Which kinds of long work there are: each room declares its own.

    @kinds.task("attendance.import", N_("Import attendance"), page="attendance/_imported.html")
    def take_in(order: Order, progress: Progress) -> Sequence[Step]:

A task reads and checks, without a transaction, and returns its steps. Each step is then taken in a
transaction of its own, which also keeps what it returns. So a step that was committed is never
taken again, and of a worker that was killed in the middle of one nothing stays: the next worker
checks anew and goes on from there. `page` shows what came of it, as `result`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rok_events.work.progress import Progress

Result: TypeAlias = "Mapping[str, Any]"
"""What came of a work so far, in plain values."""

Step: TypeAlias = "Callable[[Result], Result]"
"""Goes on from what came of the steps before."""

Task: TypeAlias = "Callable[[Order, Progress], Sequence[Step]]"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a task is asked to do; `claim` proves that it is ours."""

    work_id: int
    claim: str
    kind: str
    title: str
    arguments: Mapping[str, Any]
    payload: bytes
    account_id: int | None
    community_id: int | None
    steps: int


@dataclass(frozen=True)
class Kind:
    """A kind of work: what it is called, how it is done, and what shows its result."""

    words: str
    task: Task
    page: str


_kinds: dict[str, Kind] = {}


def task(name: str, words: str, *, page: str) -> Callable[[Task], Task]:
    """Declare how a kind of work is done."""

    def declare(function: Task) -> Task:
        _kinds[name] = Kind(words, function, page)
        return function

    return declare


def get(name: str) -> Kind:
    """Return a kind of work.

    Raises:
        NotFoundError: a later version of the application knows it no more.
    """
    if name not in _kinds:
        raise NotFoundError(N_("This kind of work does not exist any more."))
    return _kinds[name]


def names() -> Mapping[str, str]:
    """Return what each kind is called."""
    return {name: kind.words for name, kind in _kinds.items()}
