"""Rules of people and organisations."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

TERM = timedelta(days=5 * 365)
"""How long after somebody last took part their name and address are kept."""

NAME_LENGTH = 200


class Standing(StrEnum):
    """Whether an organisation is on the governed list, or was typed in a form and waits."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"


class Stint(NamedTuple):
    """Work for one organisation, from `starts_on` up to, but not including, `ends_on`."""

    organisation_id: int
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def name(given: str) -> str:
    """Return the name of a person or organisation as it is kept.

    Raises:
        InvalidError: there is nothing to read in it, or it is too long.
    """
    clean = text.one_line(given)
    if not any(char.isprintable() and not char.isspace() for char in clean):
        raise InvalidError(N_("Fill in a name."))
    if len(clean) > NAME_LENGTH:
        raise InvalidError(N_("A name has at most %(most)s characters."), most=NAME_LENGTH)
    return clean


def key(given: str) -> str:
    """Return what two spellings of one organisation's name share, as it is kept."""
    return text.key(given)[:NAME_LENGTH].strip()


def domains(email: str) -> list[str]:
    """Return the domain of an address and those above it, without the top level."""
    labels = text.one_line(email).lower().rpartition("@")[2].strip(".").split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)][:10]


def words(*names: str) -> set[str]:
    """Return the words by which an organisation of these names can be found."""
    return {word for given in names for word in key(given).split()}


def with_stint(stints: Sequence[Stint], organisation_id: int, on: date) -> list[Stint]:
    """Return somebody's working life once it is known for whom they worked on one day.

    Work lasts until the day from which other work is known, so the new knowledge counts from `on`
    up to what was known of later days, and is never in two places. Knowledge of the same day
    replaces. History is best given in the order of its days: what lies between two known days
    is taken to belong to the earlier one.
    """
    holding = next((stint for stint in stints if stint.holds(on)), None)
    if holding is None:
        until = min((s.starts_on for s in stints if s.starts_on > on), default=None)
        return _joined([*stints, Stint(organisation_id, on, until)])
    if holding.organisation_id == organisation_id:
        return list(stints)
    others = [stint for stint in stints if stint is not holding]
    if holding.starts_on < on:
        others.append(holding._replace(ends_on=on))
    return _joined([*others, Stint(organisation_id, on, holding.ends_on)])


def _joined(stints: Iterable[Stint]) -> list[Stint]:
    joined: list[Stint] = []
    for stint in sorted(stints, key=lambda stint: stint.starts_on):
        last = joined[-1] if joined else None
        if last and (last.organisation_id, last.ends_on) == (
            stint.organisation_id,
            stint.starts_on,
        ):
            joined[-1] = last._replace(ends_on=stint.ends_on)
        else:
            joined.append(stint)
    return joined
