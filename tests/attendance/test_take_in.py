"""Taking in attendance that was kept elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.activities.kinds import Kind
from rok_events.activities.models import Activity, Table
from rok_events.activities.rules import State
from rok_events.attendance import import_actions
from rok_events.attendance.models import Attendance, Seat
from rok_events.attendance.rules import Source
from rok_events.db import db, transaction
from rok_events.people import actions as people
from rok_events.people.models import Organisation, Person
from rok_events.registrations.models import Registration
from rok_events.registrations.rules import Status
from tests import make
from tests.attendance import files
from tests.attendance.taking_in import MOMENT, counts, mistakes, only, take_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.communities.models import Community

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def community() -> Community:
    """A network to add attendance to."""
    return make.community(slug="rok")


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

    trial = import_actions.take_in(
        import_actions.check(data, "lijst.csv", community.id), is_trial=True
    )
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
