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
    Member(name="Gemeente Utrecht", sector="gemeente en wijkteams", people=14, domain="utrecht"),
    Member(name="GGD regio Utrecht", sector="jeugdgezondheidszorg", people=13, domain="ggdru"),
    Member(name="Health Hub Utrecht", sector="onderzoek", people=4, domain="healthhub"),
    Member(name="Raedelijn", sector="welzijn", people=5, domain="raedelijn"),
    Member(
        name="Verloskundigenpraktijk Rivierenwijk",
        sector="geboortezorg",
        people=4,
        domain="rivierenwijk",
    ),
    Member(
        name="Verloskundigenpraktijk Oudwijk", sector="geboortezorg", people=3, domain="oudwijk"
    ),
    Member(
        name="Verloskundigenpraktijk De Meern", sector="geboortezorg", people=3, domain="demeern"
    ),
    Member(name="Huisartsenpraktijk Overvecht", sector="huisartsen", people=3, domain="overvecht"),
    Member(name="Huisartsenpraktijk Zuilen", sector="huisartsen", people=2, domain="zuilen"),
    Member(
        name="Buurtteam Kanaleneiland",
        sector="gemeente en wijkteams",
        people=5,
        domain="kanaleneiland",
    ),
    Member(name="Buurtteam Vleuten", sector="gemeente en wijkteams", people=4, domain="vleuten"),
    Member(name="Kraamzorg Domstad", sector="geboortezorg", people=3, domain="kraamdomstad"),
    Member(name="Gezinswerk Stichtse Vecht", sector="welzijn", people=4, domain="gezinswerk"),
    Member(name="Jeugd-ggz Midden", sector="jeugd-ggz", people=4, domain="jeugdggzmidden"),
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
