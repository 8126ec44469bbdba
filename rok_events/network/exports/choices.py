"""What was asked of the network, in words: for whoever reads a file later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from rok_events.activities.kinds import TRAITS
from rok_events.communities import queries as communities
from rok_events.core.text import N_
from rok_events.network.rules import Employer, Filters, Groups, Weight

if TYPE_CHECKING:
    from datetime import date

    Value = str | float | date

_LABELS = {
    "since": N_("From"),
    "until": N_("Before"),
    "kind": N_("Kind"),
    "community": N_("Network"),
    "sector": N_("Sector"),
    "weight": N_("A tie is strong by"),
    "minimum": N_("At least so strong"),
    "groups": N_("Which contacts"),
    "employer": N_("People count for"),
}
_WORDS = {
    Weight.NEWMAN: N_("contact in small groups"),
    Weight.SESSIONS: N_("sessions together"),
    Weight.PAIRS: N_("pairs of people"),
    Weight.ENCOUNTERS: N_("expected encounters"),
    Groups.ALL: N_("all"),
    Groups.TABLES: N_("tables and groups of at most twelve"),
    Employer.THEN: N_("their employer of that day"),
    Employer.NOW: N_("their employer of today"),
}


def choices(filters: Filters) -> list[tuple[str, Value]]:
    """Return what is asked for beyond the default, in the language in use."""
    return [(gettext(_LABELS[name]), _value(filters, name)) for name in filters.told()]


def _value(filters: Filters, name: str) -> Value:
    value: Value = getattr(filters, name)
    if filters.kind and name == "kind":
        return str(gettext(TRAITS[filters.kind].plural))
    if name == "community":
        found = communities.find(str(value))
        return found.name if found else str(value)
    return str(gettext(_WORDS[value])) if isinstance(value, Weight | Groups | Employer) else value
