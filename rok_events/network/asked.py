"""What a visitor asks of the network: the filters in the address, within what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext

from rok_events.communities import queries as communities
from rok_events.core.permissions import Permission
from rok_events.network import insight
from rok_events.network.rules import Employer, Filters, Groups, Weight
from rok_events.network.scopes import Compared
from rok_events.web.access import visitor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from enum import StrEnum

    from rok_events.communities.models import Community
    from rok_events.network.insight import Insight

NAMES = {
    "van": "since",
    "tot": "until",
    "soort": "kind",
    "netwerk": "community",
    "sterkte": "weight",
    "groepen": "groups",
    "werkgever": "employer",
    "sector": "sector",
    "minstens": "minimum",
}
"""What the parts of the address ask for."""

WORDS: Mapping[str, Mapping[str, StrEnum]] = {
    "sterkte": {
        "newman": Weight.NEWMAN,
        "bijeenkomsten": Weight.SESSIONS,
        "paren": Weight.PAIRS,
        "ontmoetingen": Weight.ENCOUNTERS,
    },
    "groepen": {"alle": Groups.ALL, "tafels": Groups.TABLES},
    "werkgever": {"toen": Employer.THEN, "nu": Employer.NOW},
}
"""What the words in an address mean; English ones are understood too."""


def filters() -> Filters:
    """Read the filters from the address.

    Raises:
        FilterError: a value cannot be understood, or the period ends before it starts.
    """
    given = {name: request.args.get(name, "").strip() for name in NAMES}
    return Filters.read(
        {NAMES[name]: WORDS.get(name, {}).get(said, said) for name, said in given.items()}
    )


def allowed() -> frozenset[int] | None:
    """Return the communities whose network the visitor may see; `None` means all."""
    return visitor().communities(Permission.SEE_NETWORK)


def visible() -> Sequence[Community]:
    """Return the communities among which the visitor may choose."""
    ids = allowed()
    return [one for one in communities.everyone() if ids is None or one.id in ids]


def communities_of(asked: Filters) -> Collection[int] | None:
    """Return the ids of the communities that are asked for; `None` means all.

    Raises:
        UnknownCommunityError: there is no such community, or not for the visitor.
    """
    return insight.within(asked, allowed())


def answer(asked: Filters) -> Insight:
    """Answer with what may be shown to whoever asks.

    Raises:
        UnknownCommunityError: there is no such community, or not for the visitor.
    """
    return insight.ask_publishable(asked, communities_of(asked), gettext(insight.OTHERS_NAME))


def progress(answer: Insight, filters: Filters) -> int | None:
    """Return how many per cent of a comparison is done; nothing where none goes on."""
    if answer.compared is not Compared.WORKING or not answer.graph.ties:
        return None
    return int(100 * insight.progress(filters, communities_of(filters)))
