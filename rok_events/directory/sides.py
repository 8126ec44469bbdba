"""Two that may be one, side by side: what is known of each, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext

from rok_events.people import merging_queries
from rok_events.people import organisation_queries as organisations
from rok_events.people import queries as people
from rok_events.people.merging_rules import MergeKind
from rok_events.people.rules import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rok_events.people.models import Organisation, Person


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two: its name, its page, what is known, and how much points at it.

    Of two the one of the higher `rank` is best kept.
    """

    kind: MergeKind
    id: int
    name: str
    url: str
    facts: Sequence[tuple[str, str]]
    counts: Mapping[str, int]
    rank: tuple[bool, int]


def page(kind: MergeKind, id_: int) -> str:
    """Return the address of the page of a person or an organisation."""
    if kind is MergeKind.PERSON:
        return url_for("directory.show", person_id=id_)
    return url_for("organisations.show", organisation_id=id_)


def person(one: Person) -> Side:
    """Return a person as one of two."""
    employer = people.present_employer(one.id)
    return _side(
        MergeKind.PERSON,
        one,
        {
            gettext("E-mail address"): ", ".join(merging_queries.addresses(one.id)),
            gettext("Works for"): employer.name if employer else "",
        },
        is_best=one.email is not None,
    )


def organisation(one: Organisation) -> Side:
    """Return an organisation as one of two."""
    return _side(
        MergeKind.ORGANISATION,
        one,
        {
            gettext("Also known as"): ", ".join(organisations.aliases([one.id]).get(one.id, ())),
            gettext("Sector"): one.sector or "",
            gettext("Town"): one.place or "",
            gettext("Website"): one.website or "",
            gettext("E-mail domains"): ", ".join(organisations.domains([one.id]).get(one.id, ())),
        },
        is_best=one.standing is Standing.ACCEPTED,
    )


def _side(
    kind: MergeKind, one: Person | Organisation, facts: Mapping[str, str], *, is_best: bool
) -> Side:
    counts = merging_queries.counts(kind, one.id)
    return Side(
        kind=kind,
        id=one.id,
        name=one.name,
        url=page(kind, one.id),
        facts=[(name, value or gettext("not known yet")) for name, value in facts.items()],
        counts=counts,
        rank=(is_best, sum(counts.values())),
    )
