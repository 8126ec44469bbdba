"""Who a file of attendance speaks of, to whose networks it may add, and how much it may be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.models import Activity, Table
from rok_events.attendance.intake import example
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import Importer
from rok_events.db import db, transaction
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.people.models import Organisation, Person
from rok_events.people.rules import Standing
from tests import make
from tests.attendance import files
from tests.attendance.taking_in import MOMENT, counts, mistakes, only, take_in

if TYPE_CHECKING:
    from rok_events.communities.models import Community

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def community() -> Community:
    """A network to add attendance to."""
    return make.community(slug="rok")


def test_who_has_no_address_is_one_person_for_each_name_and_organisation(
    community: Community,
) -> None:
    data = files.csv(
        "activiteit;begin;naam;organisatie",
        "Tafel;1-2-2022;Jan;GGD",
        "Tafel;1-2-2022;Jan;Saxion",
        "Tafel;1-2-2022;Jan;",
        "Tafel;2-2-2022;Jan;GGD",
    )

    assert take_in(data, community).people == 3


def test_rows_without_address_find_who_has_one_elsewhere(community: Community) -> None:
    known = make.person(name="Jan", email="jan@x.nl")
    with transaction():
        people.affiliate(known.id, people.add_organisation("GGD").id, date(2020, 1, 1))
    data = files.csv(
        "activiteit;begin;naam;organisatie;e-mail",
        "Tafel;1-2-2022;Jan;GGD;",
        "Tafel;2-2-2022;Els;Saxion;",
        "Tafel;3-2-2022;Els;Saxion;els@x.nl",
    )

    report = take_in(data, community)

    assert report.people == 1
    assert {row.person_id for row in db.session.scalars(select(Attendance))} == {
        known.id,
        people_queries.find_person("els@x.nl").id,  # type: ignore[union-attr]
    }
    assert not take_in(data, community).has_news


def test_who_worked_where_follows_from_the_days(community: Community) -> None:
    data = files.csv(
        "activiteit;begin;naam;organisatie;e-mail",
        "Tafel;1-2-2022;Jan;GGD;jan@x.nl",
        "Tafel;1-2-2023;Jan;Saxion;jan@x.nl",
        "Tafel;1-2-2021;Jan;GGD;jan@x.nl",
    )

    take_in(data, community)

    person = only(Person)
    work = [
        (row.organisation.name, row.starts_on, row.ends_on)
        for row in people_queries.affiliations(person.id)
    ]
    assert work == [
        ("GGD", date(2021, 2, 1), date(2023, 2, 1)),
        ("Saxion", date(2023, 2, 1), None),
    ]
    assert person.seen_at == datetime(2023, 2, 1, 11, tzinfo=UTC)


def test_later_presence_is_noted_of_who_was_known(community: Community) -> None:
    known = make.person(email="jan@x.nl", seen_at=datetime(2020, 1, 1, tzinfo=UTC))

    take_in(files.people("Jan;;jan@x.nl;ja"), community)

    assert db.session.get_one(Person, known.id).seen_at == MOMENT


def test_rows_name_their_own_community(community: Community) -> None:
    other = make.community(slug="elders")
    header = "activiteit;begin;naam;netwerk"
    data = files.csv(header, "Tafel;1-2-2022;Jan;elders", "Tafel;1-2-2022;Jan;")

    take_in(data, community)

    owners = db.session.scalars(select(Activity.community_id)).all()
    assert sorted(owners) == sorted([community.id, other.id])


def test_nobody_adds_to_a_community_that_is_not_theirs(community: Community) -> None:
    make.community(slug="elders")
    data = files.csv("activiteit;begin;naam;netwerk", "Tafel;1-2-2022;Jan;elders")
    account = make.account()

    by = Importer(account_id=account.id, communities=frozenset({community.id}))

    assert "no network elders" in str(mistakes(data, community, by=by)[0])
    take_in(data.replace(b"elders", b"rok"), community, by=by)
    assert only(Attendance).recorded_by_id == account.id


def test_the_community_that_is_chosen_must_be_theirs_too(community: Community) -> None:
    by = Importer(communities=frozenset({community.id}))
    foreign = make.community()

    found = mistakes(files.people("Jan;;;ja"), foreign, by=by)

    assert "Choose a network" in str(found[0])
    assert counts()["activity"] == 0


def test_a_proposed_organisation_stays_proposed(community: Community) -> None:
    with transaction():
        people.add_organisation("Wijkteam", standing=Standing.PROPOSED)

    take_in(files.people("Jan;wijkteam;;ja", "Els;Nieuw;;ja"), community)

    standings = db.session.execute(select(Organisation.name, Organisation.standing))
    assert dict(standings.all()) == {"Wijkteam": Standing.PROPOSED, "Nieuw": Standing.ACCEPTED}
    assert [found.name for found in people_queries.suggestions("nie")] == ["Nieuw"]


def test_a_seat_that_is_known_stays_and_a_new_round_is_added(community: Community) -> None:
    header = "activiteit;begin;naam;ronde;tafel"
    take_in(files.csv(header, "T;1-2-2022;Jan;1;4"), community)

    take_in(files.csv(header, "T;1-2-2022;Jan;1;5", "T;1-2-2022;Jan;2;5"), community)

    seats = db.session.execute(
        select(Table.round, Table.label).join(Seat, Seat.table_id == Table.id)
    )
    assert {tuple(seat) for seat in seats} == {(1, "4"), (2, "5")}


def test_names_are_text_whatever_stands_in_them(community: Community) -> None:
    names = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "Zoë 👩‍👩‍👧 ‮van Dijk"]  # noqa: PLE2502

    take_in(
        files.workbook(["naam", "activiteit", "begin"], *([n, "T", "1-2-2022"] for n in names)),
        community,
    )

    stored = db.session.scalars(select(Person.name).order_by(Person.id)).all()
    assert stored == [names[0], names[1], "Zoë 👩‍👩‍👧 van Dijk"]


def test_a_workbook_says_the_same_as_csv(community: Community) -> None:
    take_in(files.people("Jan;GGD;;ja"), community)
    moment = datetime(2023, 5, 16, 13, 30)  # noqa: DTZ001 -- as a workbook has it
    row = ["Casustafel hechting", moment, "Jan", "GGD", None, 1]

    assert not take_in(files.workbook(files.HEADER.split(";"), row), community).has_news


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_can_be_taken_in(community: Community, language: str) -> None:
    report = take_in(example.written(language), community)

    assert report.attendances == 1


def test_progress_runs_from_nothing_to_everything(community: Community) -> None:
    heard: list[float] = []

    take_in(files.people("Jan;;;ja", "Els;;;ja"), community, progress=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_many_rows_are_found_in_parts(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rok_events.db.MOST_IN_ONE_QUERY", 3)
    people_ = [f"Mens {n};Club {n % 5};{f'm{n}@x.nl' if n % 2 else ''};ja" for n in range(20)]
    data = files.people(*people_)

    report = take_in(data, community)

    assert (report.people, report.organisations, report.attendances) == (20, 5, 20)
    assert not take_in(data, community).has_news


def test_the_number_of_queries_does_not_grow_with_the_file(
    community: Community, queries: list[str]
) -> None:
    def asked(number: int) -> int:
        queries.clear()
        take_in(files.people(*(f"Mens {n};GGD;m{n}@x.nl;ja" for n in range(number))), community)
        return len(queries)

    asked(1)

    assert asked(100) == asked(200)
