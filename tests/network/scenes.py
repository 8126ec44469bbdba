"""Small networks in the database, and what a page shows of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tests import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.activities.models import Activity
    from rok_events.people.models import Organisation


PAGE = "/inzicht/netwerk"
_DOT = re.compile(r'<a class="rok-dot[^>]* aria-label="([^":]*)')


def meeting(who: Mapping[Organisation, int], **given: object) -> Activity:
    """Make a casustafel with so many new people of each organisation."""
    activity = make.activity(**given)
    for organisation, people in who.items():
        for _ in range(people):
            make.attendance(session=activity.sessions[0], organisation=organisation)
    return activity


def trio() -> tuple[Activity, list[Organisation]]:
    """Make GGD, Dimence and Saxion meet once, with three people each."""
    sectors = ("jeugdgezondheidszorg", "ggz", "onderwijs")
    organisations = [
        make.organisation(name=name, sector=sector)
        for name, sector in zip(("GGD", "Dimence", "Saxion"), sectors, strict=True)
    ]
    return meeting(dict.fromkeys(organisations, 3)), organisations


def chain() -> list[Organisation]:
    """Make four organisations of which only neighbours met."""
    found = [make.organisation(name=f"Zorg {letter}", sector="welzijn") for letter in "ABCD"]
    for one, other in pairwise(found):
        meeting({one: 3, other: 3})
    return found


def dots(page: str) -> list[str]:
    """Return the names of the signs in a picture."""
    return _DOT.findall(page)
