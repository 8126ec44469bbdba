"""Hechting, een goede start: the professionals' training of seven steps in Moerdijk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.demo.story import Meeting, Member, Network, at, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = (
    "Kennismaken",
    "Observeren",
    "Positief contact, met film",
    "Nabespreken",
    "Herhalen en verdiepen",
    "Afbouwen",
    "Evaluatie",
)

MEMBERS = (
    Member("CJG Moerdijk", "jeugdgezondheidszorg", 6, "cjgmoerdijk"),
    Member("Gemeente Moerdijk", "gemeente en wijkteams", 4, "moerdijk"),
    Member("Huisartsenpraktijk Zevenbergen", "huisartsen", 3, "zevenbergen"),
    Member("Verloskundigen Hollands Diep", "geboortezorg", 4, "hollandsdiep"),
    Member("Ziekenhuis West-Brabant", "geboortezorg", 3, "westbrabant"),
    Member("Consultatiebureau Klundert", "jeugdgezondheidszorg", 3, "klundert"),
)


def _course(day: date, title: str, wishes: int) -> Meeting:
    return Meeting(
        kind=Kind.TRAINING,
        title=title,
        # Three to nine months: a step every three weeks.
        starts=tuple(at(day + timedelta(weeks=3 * number), 14, 0) for number in range(len(STEPS))),
        length=timedelta(hours=2, minutes=30),
        capacity=12,
        wishes=wishes,
        place="CJG Moerdijk, Zevenbergen",
        summary="Zeven stappen om ouders te helpen bij een goede band met hun kind.",
        description="De training volgt het traject zoals ouders het doorlopen: kennismaken, observeren, "
        "samen naar film kijken, nabespreken, herhalen, afbouwen en evalueren.\n\nWe bespreken geen "
        "gegevens van ouders of kinderen.",
        audience="Professionals die ouders naar het traject verwijzen of het zelf uitvoeren.",
        hosted_by="CJG Moerdijk",
        session_titles=STEPS,
        faithful=0.88,
    )


def meetings(as_of: date) -> Sequence[Meeting]:
    """Return the two groups of 2014, and one that begins after `as_of`."""
    return [
        _course(date(2014, 1, 14), "Hechting, een goede start (voorjaar)", 12),
        _course(date(2014, 8, 26), "Hechting, een goede start (najaar)", 11),
        _course(weekday(as_of + timedelta(days=55), 1), "Hechting, een goede start", 6),
    ]


NETWORK = Network(
    slug="hechting-moerdijk",
    name="Hechting, een goede start",
    description="In de gemeente Moerdijk leren professionals hoe zij ouders kunnen helpen bij een goede "
    "band met hun kind.",
    accent="#3d5aa8",
    members=MEMBERS,
    meetings=meetings,
)
