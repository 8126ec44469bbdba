"""An organiser moves one session and cancels another: the calendar of every participant follows."""

from __future__ import annotations

import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from rok_events.activities import actions
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, SessionPlan
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests.invitations.model_calendar import ModelCalendar
from tests.invitations.parsers import by_vobject
from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import PATIENCE_SECONDS, calendar_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

WEEK = timedelta(weeks=1)
PEOPLE = ("ada", "bea", "cor")


def address(name: str) -> str:
    return f"{name}.agenda@example.org"


def training(system: System, played: World) -> tuple[int, list[int]]:
    """Announce a training of three sessions with three people; return what it is known by."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + 5 * WEEK
    sessions = tuple(
        SessionPlan(starts_at=start + n * WEEK, ends_at=start + n * WEEK + timedelta(hours=2))
        for n in range(3)
    )
    with system.app().app_context(), transaction():
        plan = ActivityPlan(
            community_id=communities.get(played.community).id,
            kind=Kind.TRAINING,
            title="Training agenda",
            sessions=sessions,
            place_name="Het Wijkhuis",
        )
        activity = actions.plan(plan)
        actions.publish(activity.id)
        for name in PEOPLE:
            registrations.register(
                activity.id, Applicant(name=name.title(), email=address(name), form_key=name)
            )
        return activity.id, [session.id for session in activity.sessions]


def objects_for(system: System, recipient: str) -> Iterator[str]:
    """Yield the calendar objects that have arrived for somebody."""
    for path in sorted(system.folder.glob("mail/*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        if recipient in str(mail["To"]) and (content := calendar_of(mail)):
            yield content


def calendar_when(
    system: System, recipient: str, is_so: Callable[[ModelCalendar], bool]
) -> ModelCalendar:
    """Wait until somebody's calendar shows what it should, and return it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        calendar = ModelCalendar(recipient)
        for content in objects_for(system, recipient):
            calendar.take(content)
        if is_so(calendar):
            return calendar
        assert time.monotonic() < deadline, calendar.shown()
        time.sleep(0.1)


def test_every_calendar_follows_a_move_and_a_cancelled_session(
    visit: Visit, system: System, played: World
) -> None:
    activity_id, sessions = training(system, played)
    before = calendar_when(system, address("ada"), lambda c: len(c.entries) == 3).shown()
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")

    page = organiser.go(f"/beheer/sessies/{sessions[0]}/verplaatsen")
    page.get_by_label(say("Day")).fill((before[0].starts_at + timedelta(days=1)).date().isoformat())
    page.get_by_role("button", name=say("Save")).click()
    page = organiser.go(f"/beheer/sessies/{sessions[2]}/afgelasten")
    page.locator("main textarea").fill("De trainer is ziek.")
    page.locator("main form button[type=submit]").first.click()
    organiser.go(f"/beheer/activiteiten/{activity_id}")
    page.get_by_role("button", name=say("Tell them now")).click()

    for name in PEOPLE:
        calendar = calendar_when(system, address(name), lambda c: len(c.entries) == 2)
        moved, stayed = calendar.shown()
        assert moved.starts_at == before[0].starts_at + timedelta(days=1)
        assert stayed == before[1]
    told = system.mail_to(
        address("cor"), say("Several sessions changed: %(name)s", name="Training")
    )
    assert "De trainer is ziek." in text_of(told)
    assert f"mailto:{told['From'].addresses[0].addr_spec}" in calendar_of(told)


def test_somebody_subscribes_to_everything_of_their_own(
    visit: Visit, system: System, played: World
) -> None:
    noor = visit(on="phone")
    page = noor.go("/mijn")
    page.get_by_label(say("E-mail address")).fill("noor@noord.example.org")
    page.get_by_role("button", name=say("Mail me the link")).click()
    subject = say("Your registrations at %(site)s", site="").strip()
    mail = system.mail_to("noor@noord.example.org", subject)
    noor.go(link_in(text_of(mail)))
    page.get_by_role("link", name=say("All your activities in your calendar")).click()
    assert noor.look() == []

    page.get_by_role("button", name=say("Make my address")).click()
    feed = page.locator("code").inner_text()
    assert noor.look() == []
    with urlopen(feed) as answer:  # noqa: S310 -- our own address
        shown = by_vobject(answer.read().decode())
    page.get_by_role("button", name=say("Make a new address")).click()

    expect(page.locator("code")).not_to_have_text(feed)
    assert {event["method"] for event in shown} == {"PUBLISH"}
