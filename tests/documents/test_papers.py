"""What stands on the papers of an activity: who, in which order, and nothing that is private."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities.models import Table
from rok_events.attendance.models import Seat
from rok_events.core import clock
from rok_events.documents import papers, rules
from rok_events.documents.rules import Choice, Paper
from rok_events.registrations.rules import Role, Status
from rok_events.seating import actions as plan_actions
from tests import make
from tests.documents import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from rok_events.activities.models import Activity

PEOPLE = ("Jan van den Berg", "Zoë Łukasz", "Ada Bakker", "Roos ’t Hart")  # noqa: RUF001
BY_SURNAME = ["Ada Bakker", "Jan van den Berg", "Roos ’t Hart", "Zoë Łukasz"]  # noqa: RUF001


@pytest.fixture
def activity(app: Flask, database: None) -> Activity:
    made = make.activity(
        title="Casustafel hechting",
        sessions=[make.SPRING, make.SPRING + timedelta(days=7)],
        community=make.community(name="ROK Deventer"),
    )
    ggd = make.organisation(name="GGD IJsselland")
    question = make.question(activity=made, label="Wat eet je?", is_sensitive=True)
    for name in PEOPLE:
        make.registration(
            activity=made,
            person=make.person(name=name, email=f"{name.split()[0].lower()}@geheim.example"),
            organisation=ggd,
            role=Role.PARENT if name.startswith("Ada") else None,
            remarks="Rolstoel",
            answers={str(question.id): "Halal"},
        )
    make.registration(activity=made, person=make.person(name="Kim Weg"), status=Status.CANCELLED)
    for name in ("Yara Tweede", "Abel Derde"):
        make.registration(activity=made, person=make.person(name=name), status=Status.WAITING)
    return made


def choice(paper: Paper, **given: object) -> Choice:
    return Choice(paper=paper, size=rules.size(paper, ""), **given)  # type: ignore[arg-type]


def read(app: Flask, activity: Activity, chosen: Choice) -> Sequence[str]:
    with app.test_request_context():
        return reading.pages(papers.pdf(activity, chosen))


def in_order(words: str, wanted: Sequence[str]) -> list[str]:
    return sorted(wanted, key=words.index)


@pytest.mark.parametrize("paper", Paper)
def test_no_paper_shows_an_address_or_what_somebody_needs(
    app: Flask, activity: Activity, paper: Paper
) -> None:
    with app.test_request_context():
        told = json.dumps(papers.data(activity, choice(paper), clock.now()))

    assert "Bakker" in told
    assert all(word not in told for word in ("@", "geheim", "Rolstoel", "Halal", "Kim Weg"))


def test_badges_are_for_whoever_has_a_place_by_surname(app: Flask, activity: Activity) -> None:
    (page,) = read(app, activity, choice(Paper.BADGES))

    assert in_order(page, BY_SURNAME) == BY_SURNAME
    assert page.count("GGD IJsselland") == 4
    assert page.count("Ouder") == 1
    assert "Yara" not in page


def test_badges_can_be_for_a_few_from_any_place_on_the_sheet(
    app: Flask, activity: Activity
) -> None:
    people = [make.person(name=name) for name in ("Els Een", "Bas Twee")]
    waiting = [
        make.registration(activity=activity, person=person, status=Status.WAITING)
        for person in people
    ]
    ids = frozenset(one.id for one in waiting)

    first, second = read(app, activity, choice(Paper.BADGES, ids=ids, first=8, blanks=1))

    assert "Els Een" in first
    assert "Ada" not in first + second
    assert "Bas Twee" in second
    assert (first + second).count("ROK Deventer") == 3


def test_somebody_of_another_activity_gets_no_badge_here(app: Flask, activity: Activity) -> None:
    elsewhere = make.registration(person=make.person(name="Vera Elders"))

    pages = read(app, activity, choice(Paper.BADGES, ids=frozenset({elsewhere.id})))

    assert "Vera" not in " ".join(pages)


@pytest.mark.parametrize(
    ("rounds", "words"), [(1, "Tafel 4"), (2, "Ronde 1: Tafel 4 · Ronde 2: Bij het raam")]
)
def test_a_badge_says_where_somebody_sits(
    app: Flask, activity: Activity, rounds: int, words: str
) -> None:
    person = make.person(name="Bo Zit")
    make.registration(activity=activity, person=person)
    there = make.attendance(session=activity.sessions[0], person=person)
    for round_, label in ((1, "4"), (2, "Bij het raam"))[:rounds]:
        table = make.saved(Table(session_id=activity.sessions[0].id, round=round_, label=label))
        make.saved(Seat(attendance_id=there.id, table_id=table.id))

    (page,) = read(app, activity, choice(Paper.BADGES))

    assert words in page


@pytest.mark.parametrize("paper", [Paper.BADGES, Paper.TENTS, Paper.DOOR])
def test_papers_made_beforehand_show_the_table_that_is_planned(
    app: Flask, activity: Activity, paper: Paper
) -> None:
    session = activity.sessions[0]
    seated = make.registration(activity=activity, person=make.person(name="Bo Zit"))
    plan_actions.plan(session.id, {seated.id: {1: "Bij het raam"}})

    here = " ".join(read(app, activity, choice(paper, session_id=session.id)))
    other = " ".join(read(app, activity, choice(paper, session_id=activity.sessions[1].id)))

    assert "Bij het raam" in here
    assert "Bij het raam" not in other


def test_each_session_has_a_sign_in_sheet_that_counts_its_own_pages(
    app: Flask, activity: Activity
) -> None:
    for number in range(30):
        make.registration(
            activity=activity, person=make.person(name=f"Nr {number:02} Zz{number:02}")
        )

    pages = read(app, activity, choice(Paper.SHEET, blanks=5))

    assert len(pages) == 4
    assert [page.partition("Bladzijde ")[2][:7] for page in pages] == ["1 van 2", "2 van 2"] * 2
    assert all("Handtekening" in page for page in pages)
    assert in_order(pages[0], BY_SURNAME) == BY_SURNAME
    assert pages[1].count("39") == 1
    assert "Bijeenkomst 2 · donderdag 8 april 2027" in pages[2]


def test_a_sign_in_sheet_can_be_for_one_session(app: Flask, activity: Activity) -> None:
    chosen = choice(Paper.SHEET, session_id=activity.sessions[1].id)

    (page,) = read(app, activity, chosen)

    assert "Bijeenkomst 2" in page


def test_the_door_list_says_who_comes_and_who_waits_in_their_order(
    app: Flask, activity: Activity
) -> None:
    session = activity.sessions[0]
    make.attendance(session=session, person=make.person(name="Ilse Ingelopen"))

    (page,) = read(app, activity, choice(Paper.DOOR, blanks=3, session_id=session.id))

    names = [
        *("Bakker, Ada", "Berg, Jan van den", "Hart, Roos ’t", "Ingelopen, Ilse"),  # noqa: RUF001
        *("Łukasz, Zoë", "Op de wachtlijst (2)", "Tweede, Yara", "Derde, Abel", "Ook gekomen"),
    ]
    assert in_order(page, names) == names
    assert "Verwacht (5)" in page
    assert "Ingelopen, Ilse is binnen" in page
    assert "Tweede, Yara nummer 1" in page
    assert "Geen netwerk?" in page
    assert "stand van vrijdag 15 januari 2027, 11.00 uur" in page


def test_many_badges_go_in_several_files(
    app: Flask, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_CARDS", 3)

    parts = [" ".join(read(app, activity, choice(Paper.BADGES, part=n))) for n in (1, 2, 9)]

    assert ["Ada" in part for part in parts] == [True, False, False]
    assert ["Zoë" in part for part in parts] == [False, True, True]


@pytest.mark.parametrize(("paper", "pages"), [(Paper.BADGES, 2), (Paper.TENTS, 4), (Paper.DOOR, 1)])
def test_the_preview_is_the_first_page_and_knows_how_many_there_are(
    app: Flask, activity: Activity, paper: Paper, pages: int
) -> None:
    with app.test_request_context():
        chosen = choice(paper, first=7 if paper is Paper.BADGES else 1)
        picture, number = papers.preview(papers.data(activity, chosen, clock.now()), chosen)

    assert picture.startswith(b"<svg")
    assert number == pages == len(read(app, activity, chosen))
