"""Merging while people register: each by a real process that opens the application."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING

from rok_events.core.errors import ConflictError
from rok_events.db import transaction
from rok_events.people import merging_actions
from rok_events.people.merging_rules import MergeKind
from rok_events.registrations import actions
from rok_events.registrations.rules import Applicant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.synchronize import Barrier

    from tests.registrations.racing import Course

    Step = tuple[str, int, int | str]
    """Register at an activity with an address, merge two people, or two organisations."""

TRIES = 200


def run(course: Course, shares: Sequence[Sequence[Step]]) -> list[str]:
    """Let each process do its share, all starting at once; return what went wrong."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start = context.Barrier(len(shares))
    with context.Pool(len(shares), _start_at, (start,)) as pool:
        errors = pool.starmap(_work, [(course, share) for share in shares], chunksize=1)
    return [error for share in errors for error in share]


_start: list[Barrier] = []


def _start_at(start: Barrier) -> None:
    _start.append(start)


def _work(course: Course, steps: Sequence[Step]) -> list[str]:
    with course.opened():
        _start[0].wait(60)
        return [error for step in steps if (error := _error(step))]


def _error(step: Step) -> str:
    """Take a step; a merge that had to give way is tried again, as somebody would."""
    for _ in range(TRIES):
        try:
            with transaction():
                _take(*step)
        except ConflictError as error:
            if "at this moment" not in error.message:
                return repr(error)
            time.sleep(0.01)
        except Exception as error:  # noqa: BLE001 -- whatever goes wrong is what the test is about
            return repr(error)
        else:
            return ""
    return "never had its turn"


def _take(what: str, one: int, other: int | str) -> None:
    if isinstance(other, int):
        kind = MergeKind(what)
        merging_actions.merge(kind, one, other)
        return
    applicant = Applicant(name="Noor", email=other, organisation=what, locale="nl")
    actions.register(one, applicant)
