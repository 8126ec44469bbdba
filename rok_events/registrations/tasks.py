"""Long work of registrations."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from rok_events.core.text import N_
from rok_events.registrations import lists, organiser_actions
from rok_events.registrations.rules import Applicant, Decision, Status
from rok_events.work import kinds
from rok_events.work import rules as work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.registrations.lists import Entry
    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.progress import Progress


@kinds.task(lists.KIND, N_("Register a list"), page="registrations/desk/_enrolled.html")
def enrol_list(order: Order, progress: Progress) -> Sequence[Step]:
    """Read a list, and register everybody on it in its order; twice is once."""
    asked = order.arguments
    entries = lists.read(order.payload, asked["filename"])
    wishes = [_applicant(entry, asked["locale"], order.account_id) for entry in entries]
    progress.of(len(wishes))
    at_once = work.MOST_AT_ONCE

    def enrol(start: int, so_far: Result) -> Result:
        part = wishes[start : start + at_once]
        came = organiser_actions.enrol_all(asked["activity_id"], part)
        progress.done(start + len(part))
        return Counter(so_far) + Counter(asdict(came))

    return [partial(enrol, start) for start in range(0, len(wishes), at_once)]


@kinds.task(
    organiser_actions.DECIDE,
    N_("Change registrations"),
    page="registrations/desk/_decided.html",
)
def decide(order: Order, progress: Progress) -> Sequence[Step]:
    """Give many registrations another status: all of them, or none."""
    asked = order.arguments
    decision = Decision(account_id=order.account_id, reason=asked["reason"])
    what = asked["activity_id"], asked["ids"], Status(asked["status"]), decision

    def change(_so_far: Result) -> Result:
        return {"changed": organiser_actions.decide(*what)}

    progress.of(0)
    return [change]


@kinds.task(
    organiser_actions.SET_CAPACITY,
    N_("Change the number of places"),
    page="registrations/desk/_decided.html",
)
def set_capacity(order: Order, progress: Progress) -> Sequence[Step]:
    """Give an activity more places, into which many move up."""
    asked = order.arguments

    def change(_so_far: Result) -> Result:
        organiser_actions.set_capacity(asked["activity_id"], asked["capacity"])
        return {"capacity": asked["capacity"]}

    progress.of(0)
    return [change]


def _applicant(entry: Entry, locale: str, organiser_id: int | None) -> Applicant:
    """Return somebody on a list as the one who applies; they have agreed to no words themselves."""
    return Applicant(
        name=entry.name,
        email=entry.email,
        organisation=entry.organisation,
        role=entry.role,
        locale=locale,
        consent="",
        organiser_id=organiser_id,
    )
