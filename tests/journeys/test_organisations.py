"""An organiser judges names that people typed, and the picture and the forms follow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import actions as activities
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, SessionPlan
from rok_events.attendance import actions as attendance
from rok_events.communities import actions as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Locator, Page

    from rok_events.activities.models import Activity
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

SLIP, NEW, NONE = "GGD Nrood", "Praktijk De Ooievaar", "thuis op de bank"
GRAPH = "/inzicht/netwerk?netwerk=zuid"
JUDGE = "/beheer/organisaties/beoordelen"


def meeting(town: str, starts_at: datetime) -> Activity:
    """Plan a meeting of a network of its own, so that the other journeys see nothing of it."""
    community = communities.found(town, town.title(), "Samen leren.", "#0b6a63")
    session = SessionPlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    plan = ActivityPlan(
        community_id=community.id,
        kind=Kind.CASUSTAFEL,
        title=f"Wie is wie in {town}",
        sessions=(session,),
        capacity=20,
    )
    activity = activities.plan(plan)
    activities.publish(activity.id)
    return activity


def register(activity: Activity, number: int, organisation: str, domain: str) -> int:
    """Register somebody with an organisation as they type it; return who."""
    email = f"{number}@{domain}.example.org"
    applicant = Applicant(
        name=f"Persoon {number}", email=email, organisation=organisation, form_key=email
    )
    return registrations.register(activity.id, applicant).person_id


def meet(system: System) -> None:
    """Let people of four organisations meet, three of which are not listed."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    held_at = now - timedelta(days=3)
    with system.app().app_context():
        with clock.played_at(now - timedelta(days=14)), transaction():
            activity = meeting("zuid", held_at)
            session_id = activity.sessions[0].id
            people = [
                register(activity, number, name, "noord" if name == SLIP else f"zuid{number}")
                for number, name in enumerate((GGD, SLIP, NEW, NONE) * 3)
            ]
        with clock.played_at(held_at), transaction():
            for person_id in people:
                attendance.check_in(session_id, person_id)


def names(page: Page) -> list[str]:
    """Return the organisations in the picture."""
    labels = page.locator("svg[data-graph] a[aria-label]").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('aria-label'))"
    )
    return sorted(label.split(":")[0] for label in labels)


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def test_names_are_judged_and_picture_and_form_follow(
    visit: Visit, system: System, played: World
) -> None:
    meet(system)
    organiser = visit()
    sign_in(organiser, system, "administrator@example.org")
    before = names(organiser.go(GRAPH))

    page = organiser.go("/beheer/organisaties")
    page.get_by_role("link", name=say("Judge them")).click()
    expect(box(page, SLIP)).to_contain_text("3 van 3 adressen eindigen op @noord.example.org")
    box(page, SLIP).get_by_label(say("It is %(name)s", name=GGD)).check()
    box(page, NEW).get_by_label(say("Add it to the list")).check()
    box(page, NEW).get_by_label(say("Sector")).select_option("geboortezorg")
    box(page, NONE).get_by_label(say("It is no organisation")).check()
    assert organiser.look() == []
    page.get_by_role("button", name=say("Save what you decided")).click()
    expect(page.get_by_role("status").first).to_contain_text("1 naam is gekoppeld.")

    assert before == sorted((GGD, SLIP, NEW, NONE))
    after = organiser.go(GRAPH)
    assert names(after) == sorted((GGD, NEW))
    expect(after.get_by_role("button", name="geboortezorg")).to_be_visible()

    stranger = visit(on="phone").go(f"/activiteiten/{played.open}/aanmelden")
    typed = stranger.get_by_role("combobox", name=say("Organisation"))
    typed.press_sequentially("praktijk ooievr")
    expect(stranger.get_by_role("option", name=NEW)).to_be_visible()
    typed.fill("")
    typed.press_sequentially("thuis op")
    expect(stranger.get_by_text(say("Nothing found. You may type your own."))).to_be_attached()


def test_somebody_without_a_mouse_or_scripts_judges_too(
    visit: Visit, system: System, played: World
) -> None:
    with system.app().app_context(), transaction():
        register(meeting("west", clock.now() + timedelta(days=9)), 1, "Kamer 7", "kamer")
    phone = visit(on="phone", java_script_enabled=False)
    sign_in(phone, system, "organiser@example.org")
    page = phone.go(JUDGE)

    box(page, "Kamer 7").get_by_label(say("It is another one on the list")).check()
    box(page, "Kamer 7").get_by_label(say("Which one?")).fill("Bestaat niet")
    page.get_by_role("button", name=say("Save what you decided")).click()
    page.get_by_role("alert").get_by_role("link").first.click()
    box(page, "Kamer 7").get_by_label(say("Which one?")).fill(GGD)
    page.get_by_role("button", name=say("Save what you decided")).click()

    expect(page.get_by_role("heading", name="Kamer 7")).to_have_count(0)
