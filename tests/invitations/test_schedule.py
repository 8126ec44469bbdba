"""What participants read when a schedule changes: what was, what is, and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.activities.rules import Setting, State
from rok_events.invitations import actions, queries
from rok_events.registrations import actions as registrations
from rok_events.registrations import organiser_actions as organisers
from rok_events.registrations.rules import Answer, Applicant, Decision, Status
from tests import make
from tests.conftest import NOW
from tests.invitations.mails import event
from tests.invitations.world import WEEK, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.invitations.models import CalendarEntry
    from rok_events.mail.models import OutgoingMail

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)
HOURS = "13.30 \N{EN DASH} 15.30 uur"


@pytest.fixture
def world() -> World:
    """Anna has a place."""
    made = World()
    made.do(lambda: made.register("anna"))
    return made


def told(world: World, *changes: Callable[[], object]) -> list[OutgoingMail]:
    """Change things, and return the mails that tell of it."""
    for change in changes:
        assert world.do(change) == []
    return world.do(world.tell)


def entry(world: World, place: int) -> CalendarEntry:
    """Return what Anna's calendar was told of one session."""
    entries = queries.entries(world.activity.id, world.of("anna").person_id)
    return entries[world.session(place).id]


def test_a_moved_session_is_told_with_what_it_was(world: World) -> None:
    (mail,) = told(world, lambda: world.move(1, DAY), lambda: world.house(1, "Stadhuis"))

    title = world.activity.title
    assert mail.subject == "Gewijzigd: Casustafel (2), 9 april 2027"
    assert (
        f"{title} (2)\n"
        f"Wanneer: vrijdag 9 april 2027, {HOURS} "
        f"(eerst: donderdag 8 april 2027, {HOURS})\n"
        "Waar: Stadhuis (eerst: Het Wijkhuis)\n"
    ) in mail.text
    assert f"<s>donderdag 8 april 2027, {HOURS}</s>" in mail.html
    assert "<s>Het Wijkhuis</s>" in mail.html
    assert "1 april" not in mail.text
    assert (mail.about, mail.useless_at) == (
        f"registration:{world.of('anna').id}",
        world.session(1).ends_at,
    )


def test_what_stayed_as_it_was_is_not_struck(world: World) -> None:
    (mail,) = told(world, lambda: world.house(0, "Stadhuis"))

    assert f"Wanneer: donderdag 1 april 2027, {HOURS}\n" in mail.text
    assert mail.html.count("<s>") == 1


def test_a_new_name_is_told_with_the_old_one(world: World) -> None:
    before = world.activity.title

    first, second = told(world, lambda: world.revise(title="Slapen"))

    assert f"Heette eerst: {before}\n" in first.text
    assert f"Heette eerst: {before} (2)\n" in first.text
    assert (second.purpose, event(second)["SUMMARY"]) == ("session_changed", "Slapen (2)")


def test_a_cancelled_session_is_told_with_the_reason(world: World) -> None:
    (mail,) = told(world, lambda: world.cancel_session(1, "De trainer is ziek."))

    assert mail.subject == "Bijeenkomst vervalt: Casustafel (2), 8 april 2027"
    assert "Deze bijeenkomst gaat niet door." in mail.text
    assert "Waarom: De trainer is ziek." in mail.text
    assert "De trainer is ziek." in mail.html
    assert str(event(mail)["COMMENT"]) == "De trainer is ziek."


def test_an_added_session_comes_in_the_calendar(world: World) -> None:
    (mail,) = told(world, lambda: world.add_session(3 * WEEK))

    assert mail.subject == "Extra bijeenkomst: Casustafel (3), 22 april 2027"
    assert "Deze bijeenkomst is erbij gekomen." in mail.text
    assert event(mail)["SEQUENCE"] == 0


def test_several_changes_are_told_in_the_first_mail(world: World) -> None:
    first, second, third = told(
        world,
        lambda: world.move(0, DAY),
        lambda: world.cancel_session(1, "Ziek."),
        lambda: world.add_session(3 * WEEK),
    )

    assert first.subject == "Gewijzigd: meerdere bijeenkomsten van Casustafel"
    for words in ("(eerst: donderdag 1 april", "Waarom: Ziek.", "is erbij gekomen", "2 april"):
        assert words in first.text
    assert [(mail.purpose, mail.calendar_method) for mail in (first, second, third)] == [
        ("schedule_changed", "REQUEST"),
        ("session_taken_out", "CANCEL"),
        ("further_session", "REQUEST"),
    ]


def test_new_directions_are_told_though_time_and_place_stay(world: World) -> None:
    first, _ = told(world, lambda: world.revise(place_notes="Neem de achteringang."))

    assert "Neem de achteringang." in first.text
    assert "eerst:" not in first.text


@pytest.mark.parametrize("changes", [{"summary": "Kort"}, {"description": "Lang"}, {"capacity": 5}])
def test_what_no_calendar_shows_is_not_told(world: World, changes: dict[str, object]) -> None:
    assert told(world, lambda: world.revise(**changes)) == []


def test_another_time_asks_anew_and_another_room_does_not(world: World) -> None:
    entry(world, 0).answer = Answer.ACCEPTED
    make.saved(entry(world, 0))

    (room,) = told(world, lambda: world.house(0, "Stadhuis"))
    (time,) = told(world, lambda: world.move(0, DAY))

    assert event(room)["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event(time)["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert entry(world, 0).answer is None


def test_who_was_invited_is_told_too_and_gets_nothing_they_were_not_asked_for(
    world: World,
) -> None:
    guest = make.person(email="gast@example.org")
    world.do(lambda: actions.ask(guest, world.session(0), page="/uitnodiging/geheim", locale="en"))

    mails = told(world, lambda: world.move(0, DAY), lambda: world.add_session(3 * WEEK))

    (mail,) = [mail for mail in mails if mail.recipient == "gast@example.org"]
    assert mail.subject == "Changed: Case table, 2 April 2027"
    assert "https://agenda.example.org/uitnodiging/geheim" in mail.text
    assert "because you were invited" in mail.text
    assert "because you were invited" in mail.html


def test_who_has_no_address_or_waits_is_not_told(world: World) -> None:
    silent = make.person(email=None)
    make.registration(activity=world.activity, person=silent)
    make.registration(activity=world.activity, status=Status.WAITING)

    mails = told(world, lambda: world.move(0, DAY))

    assert [mail.recipient for mail in mails] == ["anna@example.org"]


def test_the_link_of_an_online_session_is_told(world: World) -> None:
    url = "https://meet.example.org/nieuw"

    first, _ = told(world, lambda: world.revise(setting=Setting.ONLINE, online_url=url))

    assert f"Waar: {url} (eerst: Het Wijkhuis)" in first.text
    assert f'<a href="{url}"' in first.html


def test_sessions_that_are_over_are_left_alone(world: World) -> None:
    past = world.session(0)
    past.starts_at, past.ends_at = past.starts_at - 30 * WEEK, past.ends_at - 30 * WEEK
    world.activity.title, world.activity.tell_at = "Anders", NOW
    make.saved(past)

    (mail,) = told(world)

    assert event(mail)["SUMMARY"] == "Anders (2)"


def test_a_cancelled_activity_is_not_told_again(world: World) -> None:
    world.activity.state, world.activity.tell_at = State.CANCELLED, make.SPRING
    world.session(0).cancelled_at = NOW
    make.saved(world.activity)

    assert world.do(world.tell) == []


def test_who_hands_over_reads_to_whom(world: World) -> None:
    mails = world.do(lambda: world.hand_over("anna", "bram"))

    assert "Je plaats gaat naar Bram." in mails[0].text
    assert "Je plaats gaat naar Bram." in mails[0].html
    assert "vrij voor iemand anders" not in mails[0].text


def test_who_is_put_back_reads_why_and_leaves_the_calendar(world: World) -> None:
    anna = world.of("anna")
    world.do(
        lambda: registrations.register(
            world.activity.id, Applicant(name="Bram", email="bram@example.org")
        )
    )
    world.do(lambda: world.register("cas"))
    decision = Decision(reason="Er is te weinig plek.", account_id=None)

    mails = world.do(
        lambda: organisers.swap(world.activity.id, anna.id, world.of("cas").id, decision)
    )

    put_back = [mail for mail in mails if mail.recipient == "anna@example.org"]
    assert [(mail.purpose, mail.calendar_method) for mail in put_back] == [
        ("put_back", "CANCEL"),
        ("session_taken_out", "CANCEL"),
    ]
    assert put_back[0].subject.startswith("Je staat weer op de wachtlijst: Casustafel")
    assert "Waarom: Er is te weinig plek." in put_back[0].text
    assert "Je staat op plaats 1 van de wachtlijst." in put_back[0].text
    assert world.wrong() == {}
