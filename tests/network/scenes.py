"""Small networks in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.activities.models import Activity
    from rok_events.people.models import Organisation


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
