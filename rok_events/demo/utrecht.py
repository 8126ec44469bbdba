"""Kansrijke Start regio Utrecht: the working conference of 16 May 2019, at seven tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.demo.story import Meeting, Member, Network, Point, at, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

THE_DAY = date(2019, 5, 16)
PLACE = "Health Hub Utrecht"

MEMBERS = (
    Member("Gemeente Utrecht", "gemeente en wijkteams", 14, "utrecht"),
    Member("GGD regio Utrecht", "jeugdgezondheidszorg", 13, "ggdru"),
    Member("Health Hub Utrecht", "onderzoek", 4, "healthhub"),
    Member("Raedelijn", "welzijn", 5, "raedelijn"),
    Member("Verloskundigenpraktijk Rivierenwijk", "geboortezorg", 4, "rivierenwijk"),
    Member("Verloskundigenpraktijk Oudwijk", "geboortezorg", 3, "oudwijk"),
    Member("Verloskundigenpraktijk De Meern", "geboortezorg", 3, "demeern"),
    Member("Huisartsenpraktijk Overvecht", "huisartsen", 3, "overvecht"),
    Member("Huisartsenpraktijk Zuilen", "huisartsen", 2, "zuilen"),
    Member("Buurtteam Kanaleneiland", "gemeente en wijkteams", 5, "kanaleneiland"),
    Member("Buurtteam Vleuten", "gemeente en wijkteams", 4, "vleuten"),
    Member("Kraamzorg Domstad", "geboortezorg", 3, "kraamdomstad"),
    Member("Gezinswerk Stichtse Vecht", "welzijn", 4, "gezinswerk"),
    Member("Jeugd-ggz Midden", "jeugd-ggz", 4, "jeugdggzmidden"),
)
TABLES = (
    "Onbedoeld zwanger",
    "Stress in de zwangerschap",
    "Hechting",
    "Geld en wonen",
    "Vaders",
    "Taal en cultuur",
    "Van zwangerschap naar jeugdgezondheidszorg",
)


def meetings(as_of: date) -> Sequence[Meeting]:
    """Return the conference of 2019, and a follow-up in the months after `as_of`."""
    conference = Meeting(
        kind=Kind.WERKCONFERENTIE,
        title="Samen werken aan een kansrijke start in de regio Utrecht",
        starts=(at(THE_DAY, 13, 0),),
        length=timedelta(hours=4),
        capacity=75,
        wishes=73,
        loose=3,
        faithful=0.96,
        place=PLACE,
        summary="Een openingsverhaal, zeven gesprekstafels en afspraken waar je maandag mee begint.",
        description="Na een verhaal van een ervaringsdeskundige ga je aan een van de zeven tafels in "
        "gesprek. Elke tafel eindigt met actiepunten: wat kan ik zelf doen, en wat doen we samen?",
        audience="Professionals uit de hele regio Utrecht die werken met aanstaande en jonge ouders.",
        hosted_by="Werkgroep Kansrijke Start",
        programme=(
            Point(at="13.00", title="Opening", note="Een ervaringsdeskundige vertelt."),
            Point(at="14.00", title="Zeven gesprekstafels"),
            Point(at="16.00", title="Actiepunten per tafel"),
            Point(at="16.40", title="Naar een regionale actieagenda"),
        ),
        tables=TABLES,
        rounds=1,
        walk_ins=1,
    )
    network_day = Meeting(
        kind=Kind.WERKCONFERENTIE,
        title="Wijknetwerken rond de eerste duizend dagen",
        starts=(at(weekday(as_of + timedelta(days=66), 3), 13, 30),),
        length=timedelta(hours=3),
        capacity=60,
        wishes=21,
        place=PLACE,
        summary="Wat bereikten de wijknetwerken, en welke wijk begint dit jaar?",
        audience="Iedereen die meedoet in een wijknetwerk, of dat wil.",
        hosted_by="Gemeente Utrecht en Raedelijn",
    )
    return [conference, network_day]


NETWORK = Network(
    slug="kansrijke-start-utrecht",
    name="Kansrijke Start regio Utrecht",
    description="Gemeenten, GGD, geboortezorg en welzijn in de regio Utrecht werken samen, zodat elk "
    "kind een kansrijke start krijgt.",
    accent="#b4501a",
    members=MEMBERS,
    meetings=meetings,
)
