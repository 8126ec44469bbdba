"""What each room tells of the people it keeps: the shape of every `personal.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Subject:
    """The person that a request for export or erasure is about; `names` are all that are known."""

    person_id: int | None
    email: str
    account_id: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Personal:
    """What one room keeps of people.

    `tables` names its tables in which a person can be recognised; `export` returns the rows of
    one person by table; `erase` removes or blanks them; `purge` does the same for everybody
    whose term is over, and returns how many rows it changed.
    """

    room: str
    tables: frozenset[str]
    export: Callable[[Subject], Mapping[str, Sequence[Mapping[str, object]]]]
    erase: Callable[[Subject], None]
    purge: Callable[[datetime], int]
