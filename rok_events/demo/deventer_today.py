"""What ROK Deventer holds on the day of the demo: doors that are open, and lists still to close."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Accreditation
from rok_events.core.clock import AMSTERDAM
from rok_events.demo.story import Meeting, Point, at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(hours=2, minutes=30)


def meetings(now: datetime) -> Sequence[Meeting]:
    """Return a conference that is going on, and three groups of a training; two ended yesterday."""
    today = now.astimezone(AMSTERDAM).date()
    yesterday = today - timedelta(days=1)
    first = _training("A", at(yesterday, 13, 30))
    evening, last = _training("B", at(yesterday, 19)), _training("C", at(today, 13, 30))
    beside = [replace(one, beside=first.title) for one in (evening, last)]
    return [_conference(now), first, *beside]


def _conference(now: datetime) -> Meeting:
    """Return a conference that ends within half an hour, so that its list can be closed soon."""
    today = now.astimezone(AMSTERDAM).date()
    midnight, last = at(today, 0), at(today, 23, 59)
    ends = min(now - (now - midnight) % QUARTER + 2 * QUARTER, last)
    starts = max(ends - LONGEST, midnight)
    return Meeting(
        kind=Kind.WERKCONFERENTIE,
        title="Werkconferentie Vroeg erbij",
        starts=(starts,),
        length=ends - starts,
        capacity=44,
        wishes=48,
        arrived=29,
        place="Stadhuis Deventer",
        address="Grote Kerkhof 1, Deventer",
        summary="Hoe vinden we ouders die steun kunnen gebruiken, nog voor hun kind geboren is?",
        description="Aan kleine tafels werk je met mensen van andere organisaties aan één vraag: wat "
        "zien wij al vroeg, en wie vertellen we dat?\n\nHeb je een nummer in een register? Dan "
        "krijg je punten.",
        audience="Iedereen die werkt met zwangeren en jonge ouders.",
        hosted_by="Gemeente Deventer en CIG Salland",
        programme=(Point(at=_clock(starts), title="Welkom, en in gesprek aan tafels"),),
        minimum_presence=75,
        accreditations=(
            Accreditation("SKJ", f"SKJ-{today:%Y}-1204", "3"),
            Accreditation("V&VN Kwaliteitsregister", f"{today:%Y}1204", "3"),
            # Asked for, not granted yet.
            Accreditation("KNOV", "", "3"),
        ),
    )


def _training(group: str, last: datetime) -> Meeting:
    return Meeting(
        kind=Kind.TRAINING,
        title=f"Training Samen kijken naar film, groep {group}",
        starts=(last - timedelta(days=14), last),
        length=timedelta(hours=2, minutes=30),
        capacity=14,
        wishes=13,
        place="Leslokaal Impluz",
        summary="In twee middagen leer je filmen, en samen met ouders kijken naar wat goed gaat.",
        description="De groepen volgen dezelfde training. Kun je een keer niet? Haal die middag "
        "dan in bij de andere groep.",
        audience="Professionals die ouders en kinderen van nul tot vier jaar zien.",
        hosted_by="Jeugd ggz Dimence Groep",
        session_titles=("Kijken", "Terugkijken met ouders"),
        faithful=0.84,
        keeps_times=True,
        minimum_presence=80,
        accreditations=(
            Accreditation("SKJ", f"SKJ-{last:%Y}-0977", "6"),
            Accreditation("V&VN Kwaliteitsregister", f"{last:%Y}0977", "5"),
        ),
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%H.%M}"
