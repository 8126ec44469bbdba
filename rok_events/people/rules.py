"""Rules of people and organisations."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_
from rok_events.people.likeness import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

TERM = timedelta(days=5 * 365)
"""How long after somebody last took part their name and address are kept."""

NAME_LENGTH = 200
WEBSITE_LENGTH = 300
PLACE_LENGTH = 100

OTHER_SECTOR = "anders"
SECTORS = (
    "geboortezorg",
    "jeugdgezondheidszorg",
    "jeugd-ggz",
    "ggz",
    "verstandelijke beperking",
    "gemeente en wijkteams",
    "huisartsen",
    "welzijn",
    "onderwijs",
    "kinderopvang",
    "preventie",
    "ervaringsdeskundigheid",
    "onderzoek",
    OTHER_SECTOR,
)
"""The sectors to choose from; a file may bring others, which then stand beside them."""

SECTOR_OF = {
    "bibliotheek": "onderwijs",
    "cjg": "jeugdgezondheidszorg",
    "consultatiebureau": "jeugdgezondheidszorg",
    "gemeente": "gemeente en wijkteams",
    "ggd": "jeugdgezondheidszorg",
    "ggz": "ggz",
    "hogeschool": "onderwijs",
    "huisarts": "huisartsen",
    "jgz": "jeugdgezondheidszorg",
    "kinderopvang": "kinderopvang",
    "kraamzorg": "geboortezorg",
    "mdw": "welzijn",
    "school": "onderwijs",
    "verloskundige": "geboortezorg",
    "welzijn": "welzijn",
    "wijkteam": "gemeente en wijkteams",
}
"""The sector of organisations of a kind, where the kind tells."""

PUBLIC_DOMAINS = {
    *("casema.nl", "gmail.com", "home.nl", "hotmail.com", "hotmail.nl", "icloud.com"),
    *("kpnmail.nl", "live.com", "live.nl", "me.com", "msn.com", "outlook.com", "planet.nl"),
    *("upcmail.nl", "xs4all.nl", "yahoo.com", "ziggo.nl"),
}
"""Where anybody may have an address, so that it says nothing of where they work."""

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_WEBSITE = re.compile(r"https?://([\w-]+\.)+\w[\w-]+(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE)


class Standing(StrEnum):
    """Where an organisation stands.

    On the governed list; typed in a form and waiting for judgement; or judged to be none, so that
    whoever named it counts as without one.
    """

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    IGNORED = "ignored"


class Choice(StrEnum):
    """What becomes of a name that was typed in a form."""

    LINK = "link"
    ADD = "add"
    IGNORE = "ignore"


class Verdict(NamedTuple):
    """What a typed name stands for: `kept_id` when it is linked, `sector` when it is added."""

    organisation_id: int
    choice: Choice
    kept_id: int | None = None
    sector: str | None = None


class Entry(NamedTuple):
    """What the list tells of an organisation."""

    name: str
    sector: str | None = None
    aliases: Sequence[str] = ()
    domains: Sequence[str] = ()
    website: str | None = None
    place: str | None = None


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


def domain(given: str) -> str:
    """Return an organisation's e-mail domain as it is kept.

    Raises:
        InvalidError: it is none, or anybody may have an address there.
    """
    clean = text.one_line(given).lower().rpartition("@")[2].strip(". ")
    if not _DOMAIN.fullmatch(clean):
        raise InvalidError(
            N_("%(said)s is not the part after the @, such as ggdijsselland.nl."), said=given[:80]
        )
    if clean in PUBLIC_DOMAINS:
        raise InvalidError(
            N_("Anybody may have an address at %(said)s: it says nothing of where they work."),
            said=clean,
        )
    return clean


def website(given: str) -> str | None:
    """Return a website as it is kept.

    Raises:
        InvalidError: it is no address of the web.
    """
    clean = text.one_line(given)
    if not clean:
        return None
    whole = clean if "://" in clean else f"https://{clean}"
    if len(whole) > WEBSITE_LENGTH or not _WEBSITE.fullmatch(whole):
        raise InvalidError(
            N_("%(said)s is not the address of a website, such as www.ggdijsselland.nl."),
            said=clean[:80],
        )
    return whole


def sector(given: str | None) -> str | None:
    """Return a sector as the list has it; one that the list does not have stays as it is."""
    clean = text.one_line(given or "")[:80]
    plain = key(clean)
    known = next((one for one in SECTORS if key(one) == plain), None)
    return known or SECTOR_OF.get(KINDS.get(plain, "")) or clean or None


def likely_sector(name: str) -> str | None:
    """Return the sector that the words of a name tell."""
    kinds = (KINDS.get(word, "") for word in key(name).split())
    return next((SECTOR_OF[kind] for kind in kinds if kind in SECTOR_OF), None)


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
        return joined([*stints, Stint(organisation_id, on, until)])
    if holding.organisation_id == organisation_id:
        return list(stints)
    others = [stint for stint in stints if stint is not holding]
    if holding.starts_on < on:
        others.append(holding._replace(ends_on=on))
    return joined([*others, Stint(organisation_id, on, holding.ends_on)])


def joined(stints: Iterable[Stint]) -> list[Stint]:
    """Return a working life in its order, without a break where nothing changes."""
    life: list[Stint] = []
    for stint in sorted(stints, key=lambda stint: stint.starts_on):
        last = life[-1] if life else None
        if last and (last.organisation_id, last.ends_on) == (
            stint.organisation_id,
            stint.starts_on,
        ):
            life[-1] = last._replace(ends_on=stint.ends_on)
        else:
            life.append(stint)
    return life
