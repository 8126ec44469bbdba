"""An organiser fills a room that is too small, and a colleague comes instead of somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import actions as activities
from rok_events.activities.kinds import Kind
from rok_events.activities.rules import ActivityPlan, SessionPlan
from rok_events.communities import queries as communities
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests.journeys.people import say, sign_in
from tests.journeys.system import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def small_room(system: System, played: World) -> tuple[str, str]:
    """Plan an activity of one place, for which three register; return its table, and one page."""
    with system.app().app_context(), transaction():
        starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=15)
        session = SessionPlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
        plan = ActivityPlan(
            community_id=communities.get(played.community).id,
            kind=Kind.CASUSTAFEL,
            title="Een kleine kamer",
            sessions=(session,),
            capacity=1,
        )
        activity = activities.plan(plan)
        activities.publish(activity.id)
        first, *_rest = (
            registrations.register(
                activity.id,
                Applicant(name=name, email=f"{name.lower()}@kamer.example.org", form_key=name),
            )
            for name in ("Anna", "Bram", "Chris")
        )
        return f"/beheer/activiteiten/{activity.id}/aanmeldingen", first.token


def row(page: Page, name: str) -> str:
    """Return how somebody stands in the table."""
    return page.get_by_role("row").filter(has_text=name).inner_text()


def test_an_organiser_fills_a_room(visit: Visit, system: System, played: World) -> None:
    table, _annas_token = small_room(system, played)
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(table)
    assert say("waiting list, number %(place)s", place=2) in row(page, "Chris")
    assert organiser.look() == []

    # Chris goes before Bram: that asks for a reason.
    page.get_by_role("checkbox", name=say("Choose %(name)s", name="Chris")).check()
    expect(page.get_by_text(f"1 {say('chosen')}")).to_be_visible()
    page.get_by_role("button", name=say("Give a place")).click()
    expect(page.get_by_text(say("This is not their turn"))).to_be_visible()
    page.get_by_label(say("Reason")).fill("Brengt de casus in")
    page.locator("main form button[type=submit]").click()
    assert say("has a place") in row(page, "Chris")

    # More places: first who moves up, then it is done.
    page.get_by_role("link", name=say("Change the number of places")).click()
    page.get_by_label(say("Number of places")).fill("3")
    page.get_by_role("button", name=say("See first who moves up")).click()
    expect(page.get_by_role("listitem").filter(has_text="Bram")).to_be_visible()
    page.get_by_role("button", name=say("Save")).click()
    assert say("has a place") in row(page, "Bram")

    for name in ("chris", "bram"):
        assert system.mail_to(f"{name}@kamer.example.org", "METHOD:REQUEST")


def test_a_colleague_comes_instead_and_the_list_stays(
    visit: Visit, system: System, played: World
) -> None:
    table, annas_token = small_room(system, played)
    organiser, phone = visit(), visit(on="phone")
    sign_in(organiser, system, "organiser@example.org")

    # Dirk phoned: the organiser registers him, at the end of the list.
    page = organiser.go(table)
    page.get_by_role("link", name=say("Register somebody")).click()
    fill_in(page, "Dirk Post", "dirk@kamer.example.org")
    page.get_by_label(say("They know that I register them, and agree to it")).check()
    page.get_by_role("button", name=say("Register them")).click()
    assert say("waiting list, number %(place)s", place=3) in row(page, "Dirk Post")

    # Anna cannot come; her colleague gets the place, and the others keep waiting.
    own = phone.go(f"/aanmelding/{annas_token}")
    own.get_by_role("link", name=say("Hand over to a colleague")).click()
    assert phone.look() == []
    fill_in(own, "Eva Kok", "eva@kamer.example.org")
    own.get_by_role("button", name=say("Hand over my place")).click()
    heading = own.get_by_role("heading", level=1)
    expect(heading).to_have_text(say("You are not registered any more."))

    page.reload()
    assert say("has a place") in row(page, "Eva Kok")
    assert say("waiting list, number %(place)s", place=3) in row(page, "Dirk Post")
    assert system.mail_to("anna@kamer.example.org", "METHOD:CANCEL")
    assert "Anna" in text_of(system.mail_to("eva@kamer.example.org", "METHOD:REQUEST"))


def fill_in(page: Page, name: str, email: str) -> None:
    """Fill in who comes, without an organisation."""
    page.get_by_label(say("Name"), exact=True).fill(name)
    page.get_by_label(say("E-mail address"), exact=True).fill(email)
    page.get_by_label(say("They take part without an organisation")).check()


def test_the_safe_way_out_of_a_dialog_has_the_focus(
    visit: Visit, system: System, played: World
) -> None:
    _table, token = small_room(system, played)
    page = visit().go(f"/aanmelding/{token}")

    page.get_by_role("link", name=say("Cancel my registration")).click()

    expect(page.get_by_role("button", name=say("No, keep it"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).not_to_be_visible()
