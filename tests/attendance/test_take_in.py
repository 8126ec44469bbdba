"""Taking in attendance that was kept elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from rok_events.activities.kinds import Kind
from rok_events.activities.models import Activity, Session, Table
from rok_events.activities.rules import State
from rok_events.attendance import actions
from rok_events.attendance.events import AttendanceChanged
from rok_events.attendance.intake import bulk_actions, example
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import OPERATOR, Importer, Source
from rok_events.core import events
from rok_events.core.mistakes import FaultyFileError
from rok_events.db import Base, db, transaction
from rok_events.people import actions as people
from rok_events.people import queries as people_queries
from rok_events.people.models import Affiliation, Organisation, OrganisationAlias, Person
from rok_events.people.rules import Standing
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make
from tests.attendance import files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rok_events.attendance.intake.report import Report
    from rok_events.communities.models import Community
    from rok_events.core.mistakes import Mistake

pytestmark = pytest.mark.usefixtures("database")

MOMENT = datetime(2023, 5, 16, 11, 30, tzinfo=UTC)
TABLES = (
    *(Activity, Session, Table, Person, Organisation, OrganisationAlias, Affiliation),
    *(Registration, Attendance, Seat),
)


@pytest.fixture
def community() -> Community:
    """A network to add attendance to."""
    return make.community(slug="rok")


@pytest.fixture
def news() -> Iterator[list[tuple[int, ...]]]:
    """The sessions that were announced to have changed."""
    told: list[tuple[int, ...]] = []
    known = dict(events._reactions)
    events.install({AttendanceChanged: [lambda event: told.append(event.session_ids)]})
    yield told
    events.install(known)


def take_in(data: bytes, community: Community | None = None, **given: Any) -> Report:
    by, progress = given.get("by", OPERATOR), given.get("progress", lambda _part: None)
    found = actions.check(data, "lijst.csv", community.id if community else None, by, progress)
    with transaction():
        return actions.take_in(found, by=by, progress=progress)


def mistakes(data: bytes, community: Community, **given: Any) -> Sequence[Mistake]:
    """Return what is wrong with a file."""
    with pytest.raises(FaultyFileError) as caught:
        take_in(data, community, **given)
    return caught.value.mistakes.told


def counts() -> dict[str, int]:
    """Count the rows of every table that a file can add to."""
    return {
        table.__tablename__: db.session.scalars(select(func.count()).select_from(table)).one()
        for table in TABLES
    }


def only(model: type[Base]) -> Any:
    return db.session.scalars(select(model)).one()


def test_a_file_adds_all_that_it_speaks_of(
    community: Community, news: list[tuple[int, ...]]
) -> None:
    data = files.csv(
        "activiteit;soort;begin;einde;naam;e-mail;organisatie;sector;aanwezig;ronde;tafel",
        "Samen;werkconferentie;16-5-2023 13:30;16-5-2023 17:00;Jan;J@x.nl;GGD;zorg;ja;1;4",
        "Samen;werkconferentie;16-5-2023 13:30;;Jan;j@x.nl;GGD;;ja;2;5",
        "Samen;werkconferentie;16-5-2023 13:30;;Els;;Saxion;onderwijs;0,5;1;4",
        "Samen;werkconferentie;16-5-2023 13:30;;Ouder;;-;;ja;;",
        "Samen;werkconferentie;16-5-2023 13:30;;Piet;;GGD;;nee;1;4",
    )

    report = take_in(data, community)

    assert (report.rows, report.activities, report.sessions, report.people) == (5, 1, 1, 4)
    assert (report.organisations, report.attendances, report.known) == (2, 3, 0)
    assert report.first_on == report.last_on == date(2023, 5, 16)
    activity = only(Activity)
    assert (activity.title, activity.kind, activity.state) == (
        "Samen",
        Kind.WERKCONFERENTIE,
        State.PUBLISHED,
    )
    assert (activity.community_id, activity.slug) == (community.id, "samen")
    assert (activity.starts_at, activity.ends_at) == (MOMENT, MOMENT + timedelta(hours=3.5))
    assert (activity.capacity, activity.taken, activity.waiting) == (4, 4, 0)
    assert activity.published_at == NOW
    there = {row.person.name: row for row in db.session.scalars(select(Attendance))}
    assert {name: row.share for name, row in there.items()} == {"Jan": 1, "Els": 0.5, "Ouder": 1}
    assert {row.source for row in there.values()} == {Source.IMPORT}
    assert there["Ouder"].organisation_id is None
    sectors = db.session.execute(select(Organisation.name, Organisation.sector)).all()
    assert dict(sectors) == {"GGD": "zorg", "Saxion": "onderwijs"}
    registered = db.session.scalars(select(Registration)).all()
    assert {row.status for row in registered} == {Status.CONFIRMED}
    assert {row.consent for row in registered} == {""}
    assert len(registered) == 4
    seats = select(Person.name, Table.round, Table.label).select_from(Seat)
    seats = seats.join(Seat.attendance).join(Attendance.person).join(Seat.table)
    assert {tuple(row) for row in db.session.execute(seats)} == {
        ("Jan", 1, "4"),
        ("Jan", 2, "5"),
        ("Els", 1, "4"),
    }
    assert news == [(activity.sessions[0].id,)]


def test_twice_is_once(community: Community, news: list[tuple[int, ...]]) -> None:
    data = files.people("Jan;GGD;jan@x.nl;ja", "Els;;;ja", "Els;GGD;;0,5", "Piet;GGD;;nee")
    take_in(data, community)
    before = counts()
    news.clear()

    again = take_in(data, community)

    assert counts() == before
    assert not again.has_news
    assert (again.known, news) == (3, [])


def test_a_dry_run_tells_the_same_and_changes_nothing(
    community: Community, news: list[tuple[int, ...]]
) -> None:
    with transaction():
        people.add_organisation("GGD IJsselland", aliases=["GGD"])
    data = files.people("Jan;GGD;jan@x.nl;ja", "Jan;Saxion;;ja", "Els;ggd ijsselland;;nee")
    before = counts()

    trial = actions.take_in(actions.check(data, "lijst.csv", community.id), is_trial=True)
    after = counts()
    report = take_in(data, community)

    assert after == before
    assert trial == replace(report, is_trial=True)
    assert len(news) == 1


def test_a_mistake_keeps_everything_out(community: Community) -> None:
    before = counts()

    found = mistakes(files.people("Jan;GGD;jan@x.nl;ja", "Els;;els;ja"), community)

    assert [(m.row, m.column, str(m)) for m in found] == [
        (3, "e-mail", "els is not an e-mail address.")
    ]
    assert counts() == before


def test_what_is_in_the_agenda_is_found_and_stays_as_it_is() -> None:
    organisation = make.organisation(name="Stichting De Kern", sector="welzijn")
    activity = make.activity(
        title="Casustafel Hechting", sessions=[MOMENT], capacity=1, taken=1, waiting=1
    )
    session = activity.sessions[0]
    coming = make.registration(activity=activity, person=make.person(email="jan@x.nl"))
    waiting = make.registration(
        activity=activity, person=make.person(email="els@x.nl"), status=Status.WAITING
    )
    make.attendance(session=session, person=coming.person, share=0.75)
    data = files.people("Jan;De Kern;jan@x.nl;ja", "Els;De Kern;els@x.nl;ja", "Piet;De Kern;;ja")

    report = take_in(data, activity.community)

    assert (report.activities, report.sessions, report.organisations, report.people) == (0, 0, 0, 1)
    assert (report.attendances, report.known) == (2, 1)
    assert {row.organisation_id for row in db.session.scalars(select(Attendance))} == {
        None,
        organisation.id,
    }
    assert db.session.get(Registration, waiting.id).status is Status.WAITING  # type: ignore[union-attr]
    found = only(Activity)
    assert (found.capacity, found.taken, found.waiting) == (2, 2, 1)
    shares = db.session.scalars(select(Attendance.share).order_by(Attendance.share)).all()
    assert shares == [0.75, 1, 1]


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.CANCELLED, "session"], ids=["draft", "cancelled", "session"]
)
def test_presence_at_what_was_not_held_is_refused(state: State | str) -> None:
    given = {"state": state} if isinstance(state, State) else {}
    activity = make.activity(title="casustafel hechting", sessions=[MOMENT], **given)
    if not given:
        activity.sessions[0].cancelled_at = NOW
        db.session.commit()

    found = mistakes(files.people("Jan;GGD;;ja", "Els;GGD;;ja"), activity.community)

    assert [(m.row, m.column) for m in found] == [(2, "activiteit"), (3, "activiteit")]
    assert "cancelled or is still a draft" in str(found[0])


def test_sessions_of_a_training_belong_together_unless_they_lie_far_apart(
    community: Community,
) -> None:
    header = "activiteit;soort;begin;naam"
    days = ("1-2-2022", "1-3-2022", "1-5-2022", "1-2-2023")
    first = files.csv(header, *(f"Vlechten;training;{day} 9:00;Jan" for day in days))
    later = files.csv(header, "Vlechten;training;1-7-2022 9:00;Jan")

    one, two = take_in(first, community), take_in(later, community)

    assert (one.activities, one.sessions, two.activities, two.sessions) == (2, 4, 0, 1)
    courses = db.session.scalars(select(Activity).order_by(Activity.starts_at)).all()
    assert [[s.number for s in course.sessions] for course in courses] == [[1, 2, 3, 4], [1]]
    assert [course.slug for course in courses] == ["vlechten", "vlechten-2023-02-01"]
    assert courses[0].ends_at == datetime(2022, 7, 1, 9, tzinfo=UTC)
    assert [course.taken for course in courses] == [1, 1]


def test_casustafels_of_one_title_each_stand_alone(community: Community) -> None:
    days = ("1-2-2022", "8-2-2022")
    data = files.csv("activiteit;begin;naam", *(f"Tafel;{day} 9:00;Jan" for day in days))

    assert take_in(data, community).activities == 2


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
    monkeypatch.setattr(bulk_actions, "CHUNK", 3)
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
