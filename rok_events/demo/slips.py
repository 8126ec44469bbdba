"""Playing slips of the pen: people who type an organisation that is not on the list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.core import clock
from rok_events.demo import names
from rok_events.demo.inviting import next_open
from rok_events.registrations import actions
from rok_events.registrations.rules import Applicant

if TYPE_CHECKING:
    from datetime import datetime

REGISTERED_BEFORE = timedelta(days=1)
TYPED = (
    ("Ilse van Putten", "GGD Ijseland", "ggdijsselland"),
    ("Mehmet Aydin", "GGD Ijseland", "ggdijsselland"),
    ("Rianne Oude Wolbers", "gem. Deventer, afd. Jeugd", "deventer"),
    ("Sjoukje Feenstra", "Verloskundigen Pothoofd", "pothoofd"),
    ("Tom van Essen", "Psychologenpraktijk De Linde", "delinde"),
    ("Lotte Wiggers", "Team Vroeg Erbij", "jeugdggz"),
    ("Karin Brons", "thuis", ""),
)


def play(slug: str, as_of: datetime) -> None:
    """Let people register for what comes next, each with an organisation as they type it."""
    activity = next_open(slug, as_of)
    if activity is None:
        return
    with clock.played_at(as_of - REGISTERED_BEFORE):
        for name, organisation, domain in TYPED:
            actions.register(
                activity.id,
                Applicant(name=name, email=names.address(name, domain), organisation=organisation),
            )
