"""ROK Deventer, 2021-2025 and on: conferences, trainings, and the casustafels between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

from rok_events.activities.kinds import Kind
from rok_events.activities.rules import Accreditation, Setting
from rok_events.demo import deventer_today
from rok_events.demo.story import Meeting, Member, Network, Point, at, weekday

if TYPE_CHECKING:
    from collections.abc import Sequence

BIRTH = ("CIG Salland", "GGD IJsselland", "Gemeente Deventer", "Verloskundigenpraktijk De Pothoofd")
MIND = ("Dimence", "Jeugd ggz Dimence Groep", "ZoZijn", "De Kern Maatschappelijk Dienstverlening")
BEGUN = date(2021, 9, 1)
ENDED = date(2025, 12, 31)
HALL = "Schouwburg Deventer"
HALL_ADDRESS = "Leeuwenbrug 2, Deventer"

MEMBERS = (
    Member(
        "CIG Salland",
        "geboortezorg",
        9,
        "cigsalland",
        aliases=("Coöperatie Integrale Geboortezorg Salland",),
    ),
    Member("De Kern Maatschappelijk Dienstverlening", "welzijn", 7, "dekern", aliases=("De Kern",)),
    Member("Dimence", "ggz", 10, "dimence"),
    Member("Gemeente Deventer", "gemeente en wijkteams", 9, "deventer"),
    Member("GGD IJsselland", "jeugdgezondheidszorg", 12, "ggdijsselland", aliases=("GGD",)),
    Member("Jeugd ggz Dimence Groep", "jeugd-ggz", 7, "jeugdggz"),
    Member("Saxion", "onderwijs", 1, "saxion", aliases=("Hogeschool Saxion",)),
    Member("ZoZijn", "verstandelijke beperking", 5, "zozijn"),
    Member("Impluz", "preventie", 4, "impluz"),
    Member("Verloskundigenpraktijk De Pothoofd", "geboortezorg", 4, "pothoofd"),
    Member("Huisartsenpraktijk Zandweerd", "huisartsen", 3, "zandweerd", joins=date(2022, 9, 1)),
    Member("Kinderopvang De Waaier", "kinderopvang", 4, "waaier", joins=date(2023, 3, 1)),
    Member(
        "Sociaal Team Keizerslanden",
        "gemeente en wijkteams",
        4,
        "keizerslanden",
        joins=date(2022, 2, 1),
    ),
    Member(
        "Kraamzorg Aan de IJssel",
        "geboortezorg",
        3,
        "kraamijssel",
        joins=date(2021, 9, 1),
        leaves=date(2023, 7, 1),
    ),
    Member("Basisschool De Rivier", "onderwijs", 2, "derivier", joins=date(2024, 9, 1)),
    Member(
        "Verloskundigenpraktijk Schalkhaar", "geboortezorg", 3, "schalkhaar", joins=date(2022, 9, 1)
    ),
    Member("Huisartsenpraktijk Colmschate", "huisartsen", 2, "colmschate", joins=date(2023, 9, 1)),
    Member("Huisartsenpraktijk Borgele", "huisartsen", 1, "borgele", joins=date(2024, 3, 1)),
    Member("Buurtwerk Rivierenwijk", "welzijn", 3, "rivierenwijk-deventer", joins=date(2022, 4, 1)),
    Member("Jongerenwerk Deventer", "welzijn", 3, "jongerenwerk", joins=date(2024, 1, 1)),
    Member("Kinderdagverblijf De Bongerd", "kinderopvang", 3, "bongerd", joins=date(2025, 2, 1)),
    Member("Peuterspeelzaal 't Kroontje", "kinderopvang", 2, "kroontje", joins=date(2024, 9, 1)),
    Member("Bibliotheek Deventer", "onderwijs", 3, "bibliotheek", joins=date(2025, 9, 1)),
    Member("Kraamzorg De Ooievaar", "geboortezorg", 6, "ooievaar", joins=date(2026, 1, 1)),
    Member("Opvoedsteunpunt Deventer", "preventie", 6, "opvoedsteun", joins=date(2026, 1, 1)),
)

CORE = MEMBERS[:6] + MEMBERS[8:9]
"""The organisations that send somebody to every conference."""

NEWCOMERS = (
    ("Kraamzorg De Ooievaar", "Verloskundigenpraktijk De Pothoofd"),
    ("Opvoedsteunpunt Deventer", "Impluz"),
)

TABLES = tuple(f"Tafel {number}" for number in range(1, 8))
PROGRAMME = (
    Point(at="13.00", title="Inloop met koffie en thee"),
    Point(
        at="13.30",
        title="Welkom",
        note="Waar staan we als netwerk, en wat leerden we dit halfjaar?",
    ),
    Point(
        at="13.50",
        title="Een ouder vertelt",
        note="Een ervaringsdeskundige over de eerste maanden.",
    ),
    Point(
        at="14.30",
        title="In gesprek aan tafels",
        note="Twee rondes, steeds met andere organisaties.",
    ),
    Point(at="16.15", title="Wat neem je mee?", note="Afspraken voor de komende maanden."),
    Point(at="16.45", title="Afsluiting en hapje"),
)
STEPS = (
    "Wat is veilige hechting?",
    "Kijken naar ouder en kind",
    "Praten over zorgen",
    "Werken met film",
    "Als het ingewikkeld wordt",
    "Terugblik en borging",
)
THEMES = (
    "Zwanger en geen vaste woonplek",
    "Somber na de bevalling",
    "Een huilbaby en weinig steun",
    "Jong ouder worden",
    "Ouders met een licht verstandelijke beperking",
    "Scheiden in het eerste jaar",
    "Een vader buiten beeld",
    "Terug naar huis na opname",
)


def _conference(
    day: date, title: str, wishes: int, *, capacity: int = 70, rounds: int = 0
) -> Meeting:
    return Meeting(
        kind=Kind.WERKCONFERENTIE,
        title=title,
        starts=(at(day, 13, 30),),
        length=timedelta(hours=3, minutes=30),
        capacity=capacity,
        wishes=wishes,
        circle=_guests(day),
        loose=2,
        place=HALL,
        address=HALL_ADDRESS,
        summary="Een middag met iedereen in Deventer die werkt met jonge ouders en hun kind.",
        description="Twee keer per jaar komt het hele netwerk bij elkaar. Je hoort wat er speelt, en je "
        "spreekt mensen van andere organisaties aan kleine tafels.\n\nJe hoeft niets voor te bereiden.",
        audience="Iedereen die werkt met zwangeren, jonge ouders en kinderen tot vier jaar, "
        "en ouders die willen meedenken.",
        hosted_by="Impluz en Dimence",
        programme=PROGRAMME,
        tables=TABLES if rounds else (),
        rounds=rounds,
        keeps_plan=rounds > 0,
        walk_ins=2,
        asks_diet=True,
    )


def _guests(day: date) -> tuple[str, ...]:
    """Return who comes to a conference: the core, and of the others two in three."""
    turn = 2 * day.year + (day.month > 6)
    others = (member for i, member in enumerate(MEMBERS) if (i + turn) % 3 and member not in CORE)
    return tuple(member.name for member in (*CORE, *others))


def _training(day: date, group: str) -> Meeting:
    starts = tuple(at(day + timedelta(weeks=2 * number), 9, 30) for number in range(6))
    return Meeting(
        kind=Kind.TRAINING,
        title=f"Training Veilig gehecht, groep {group}",
        starts=starts,
        length=timedelta(hours=3),
        capacity=14,
        wishes=15,
        place="Leslokaal Impluz",
        summary="In zes ochtenden leer je kijken naar ouder en kind, en praten over wat je ziet.",
        description="Je meldt je aan voor alle zes de bijeenkomsten. Tussendoor oefen je in je eigen "
        "werk, met een maatje uit een andere organisatie.",
        audience="Professionals die ouders en kinderen van nul tot vier jaar zien.",
        hosted_by="Jeugd ggz Dimence Groep",
        session_titles=STEPS,
        faithful=0.86,
        minimum_presence=80,
        accreditations=(
            Accreditation("SKJ", f"SKJ-{day.year}-0{day.month}18", "18"),
            Accreditation("V&VN Kwaliteitsregister", f"{day.year}0{day.month}71", "15"),
        ),
    )


def _casustafel(day: date, number: int, circle: tuple[str, ...]) -> Meeting:
    theme = THEMES[number % len(THEMES)]
    is_online = date(2021, 11, 1) <= day < date(2022, 3, 1)
    return Meeting(
        kind=Kind.CASUSTAFEL,
        title=f"Casustafel: {theme[0].lower()}{theme[1:]}",
        starts=(at(day, 15, 30) if number % 2 else at(day, 9, 0),),
        length=timedelta(hours=2),
        capacity=10,
        wishes=8 + number % 4,
        loose=1 if number % 3 == 0 else 0,
        place="" if is_online else "Wijkcentrum De Bron",
        address="" if is_online else "Landsherenlaan 13, Deventer",
        setting=Setting.ONLINE if is_online else Setting.ON_SITE,
        online_url="https://video.example.org/casustafel" if is_online else "",
        summary="Samen leren van één situatie, zonder namen en zonder herkenbare gegevens.",
        description="Iemand brengt een leervraag in. We kijken er met zes tot tien mensen van "
        "verschillende organisaties naar. Wat aan tafel gezegd wordt, blijft aan tafel.",
        audience="Professionals van alle organisaties in het netwerk, en ervaringsdeskundigen.",
        hosted_by="Impluz",
        circle=circle,
        faithful=0.85,
    )


def _circle(day: date, number: int) -> tuple[str, ...]:
    if day < date(2023, 1, 1):
        # Birth care and mental health care hardly met in the first year.
        return (*BIRTH, "Impluz") if number % 2 else (*MIND, "Gemeente Deventer", "Impluz")
    return ()


def _past() -> list[Meeting]:
    titles = ("Korte lijnen", "Wie doet wat?", "De eerste duizend dagen", "Samen kijken", "Vaders")
    meetings = []
    for year in range(2021, 2026):
        rounds = 0 if year < 2023 else 2 + year % 2
        title = titles[year - 2021]
        autumn = weekday(date(year, 11, 10), 3)
        meetings.append(
            _conference(autumn, f"Werkconferentie {title}", 46 + 4 * (year - 2021), rounds=rounds)
        )
        if year > 2021:
            spring = weekday(date(year, 4, 5), 3)
            name = f"Werkconferentie Kansrijke Start {year}"
            meetings.append(_conference(spring, name, 44 + 5 * (year - 2021), rounds=rounds))
        first = weekday(date(year, 9, 12), 1)
        meetings += [
            _training(first, f"A {year}"),
            _training(first + timedelta(days=2), f"B {year}"),
        ]
    day, number = weekday(BEGUN + timedelta(days=14), 1), 0
    while day < ENDED:
        if day.month not in {7, 8}:
            meetings.append(_casustafel(day, number, _circle(day, number)))
            number += 1
        day += timedelta(weeks=6)
    return meetings


def _recent(as_of: date) -> list[Meeting]:
    days = (as_of - timedelta(weeks=6 * back) for back in range(6, 0, -1))
    held = [
        (number, weekday(day, 1))
        for number, day in enumerate(days)
        if day > ENDED and day.month not in {7, 8}
    ]
    # Newcomers first came with the one organisation that they knew.
    circles = chain(NEWCOMERS, repeat(()))
    return [
        _casustafel(day, number, circle)
        for (number, day), circle in zip(held, circles, strict=False)
    ]


def _coming(as_of: date) -> list[Meeting]:
    full = weekday(as_of + timedelta(days=12), 3)
    soon = _casustafel(weekday(as_of + timedelta(days=4), 1), 5, ())
    later = _casustafel(weekday(as_of + timedelta(days=46), 1), 6, ())
    cancelled = _casustafel(weekday(as_of + timedelta(days=25), 0), 2, ())
    training = _training(weekday(as_of + timedelta(days=40), 1), f"A {as_of.year + 1}")
    draft = _conference(
        weekday(as_of + timedelta(days=150), 3), "Werkconferentie Tien jaar verder", 0
    )
    return [
        replace(_casustafel(as_of, 1, ()), starts=(at(as_of, 15, 30),), wishes=9),
        replace(soon, wishes=7),
        _conference(full, "Werkconferentie Samen het eerste jaar door", 54, capacity=48, rounds=2),
        replace(training, wishes=9),
        replace(later, wishes=3),
        replace(
            cancelled,
            wishes=5,
            cancel_reason="De gespreksleider is ziek. We prikken een nieuwe datum in het voorjaar.",
        ),
        replace(draft, is_draft=True),
    ]


def meetings(as_of: date) -> Sequence[Meeting]:
    """Return the meetings of 2021-2025, of the half year before `as_of`, and of the months after."""
    return [*_past(), *_recent(as_of), *_coming(as_of)]


NETWORK = Network(
    slug="rok-deventer",
    name="ROK Deventer",
    description="In Deventer werken organisaties samen aan een veilige band tussen ouder en kind. We "
    "ontmoeten elkaar op werkconferenties, leren in trainingen en bespreken situaties aan casustafels.",
    accent="#0b7d74",
    members=MEMBERS,
    meetings=meetings,
    today=deventer_today.meetings,
)
