"""Wijkgericht werken rondom het jonge kind: three learning communities in Zwolle, five phases."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Setting
from rok_events.demo.story import Meeting, Member, Network, at, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

PHASES = ("Bepalen", "Ontdekken", "Dromen", "Ontwerpen", "Doen")
LOCKDOWNS = ((date(2020, 3, 16), date(2020, 6, 15)), (date(2020, 10, 14), date(2021, 6, 5)))

SHARED = (
    Member("Hogeschool Viaa", "onderzoek", 3, "viaa"),
    Member("Gemeente Zwolle", "gemeente en wijkteams", 3, "zwolle"),
)


def _members(place: str, domain: str) -> tuple[Member, ...]:
    return (
        *SHARED,
        Member("GGD IJsselland", "jeugdgezondheidszorg", 2, "ggdijsselland"),
        Member(f"Sociaal wijkteam {place}", "gemeente en wijkteams", 4, f"swt{domain}"),
        Member(f"Huisartsenpraktijk {place}", "huisartsen", 2, f"hap{domain}"),
        Member(f"Basisschool {place}", "onderwijs", 3, f"bs{domain}"),
        Member(f"Kinderopvang {place}", "kinderopvang", 3, f"ko{domain}"),
        Member(f"Welzijnswerk {place}", "welzijn", 2, f"welzijn{domain}"),
    )


def _meeting(place: str, number: int, day: date, *, wishes: int = 15) -> Meeting:
    phase = PHASES[min(number // 2, len(PHASES) - 1)]
    is_online = any(start <= day < end for start, end in LOCKDOWNS)
    return Meeting(
        kind=Kind.CASUSTAFEL if number % 2 else Kind.WERKCONFERENTIE,
        title=f"Leergemeenschap {place}: {phase.lower()}",
        starts=(at(day, 19, 30) if number % 2 else at(day, 13, 30),),
        length=timedelta(hours=2),
        capacity=20,
        wishes=wishes,
        loose=5,
        faithful=0.74 if is_online else 0.83,
        place="" if is_online else f"Wijkcentrum {place}",
        setting=Setting.ONLINE if is_online else Setting.ON_SITE,
        online_url="https://video.example.org/leergemeenschap" if is_online else "",
        summary=f"Ouders en professionals in {place} werken aan de fase {phase.lower()}.",
        description="We gaan uit van wat al goed gaat in de wijk, en bouwen daar samen op voort.",
        audience="Ouders van jonge kinderen en iedereen die in de wijk met hen werkt.",
        hosted_by="Hogeschool Viaa",
    )


def meetings(place: str, weekday_number: int, as_of: date) -> Sequence[Meeting]:
    """Return ten meetings in five phases, 2020-2022, and one after `as_of`."""
    first = date(2020, 2, 3)
    days = [weekday(first + timedelta(weeks=11 * number), weekday_number) for number in range(10)]
    reunion = weekday(as_of + timedelta(days=30 + 7 * weekday_number), weekday_number)
    return [
        *(_meeting(place, number, day, wishes=12 + number % 5) for number, day in enumerate(days)),
        _meeting(place, 9, reunion, wishes=4 + weekday_number),
    ]


def _network(place: str, slug: str, accent: str, weekday_number: int) -> Network:
    return Network(
        slug=slug,
        name=f"Leergemeenschap {place}",
        description=f"Ouders en professionals in {place} leren samen hoe de wijk er kan zijn voor het "
        "jonge kind. Onderdeel van Wijkgericht werken rondom het jonge kind, Zwolle.",
        accent=accent,
        members=_members(place, slug.replace("-", "")),
        meetings=partial(meetings, place, weekday_number),
    )


NETWORKS = (
    _network("Stadshagen", "stadshagen", "#8a3ffc", 0),
    _network("Dieze-Oost", "dieze-oost", "#b0305c", 1),
    _network("Zwolle-Zuid", "zwolle-zuid", "#2f6f3e", 2),
)
