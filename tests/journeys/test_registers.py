"""A participant gives a register number, and the organiser pastes the presence list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import actions as activities
from rok_events.activities import planning
from rok_events.activities import queries as activity_queries
from rok_events.activities.rules import Accreditation
from rok_events.attendance import actions as attendance
from rok_events.attendance import closing_actions as closing
from rok_events.core import clock
from rok_events.db import transaction
from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD, register

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

WEEK = timedelta(days=7)


def held(system: System, slug: str) -> tuple[int, list[str]]:
    """Play an accredited activity like another, a week ago; return it, and who has which link."""
    now = clock.now()
    with system.app().app_context():
        with clock.played_at(now - 3 * WEEK), transaction():
            base = planning.plan_of(activity_queries.get_by_slug(slug))
            session = replace(
                base.sessions[0], id=None, starts_at=now - WEEK, ends_at=now - WEEK + WEEK / 84
            )
            gained = (Accreditation("BIG", "ID-2027", "2"),)
            plan = replace(
                base,
                title="Nascholing",
                sessions=(session,),
                closes_at=now - WEEK,
                programme=(),
                questions=(),
                accreditations=gained,
            )
            made = activities.plan(plan)
            activities.publish(made.id)
            # Of one organisation, so that the picture of the network stays as others expect it.
            came = [register(made, name, GGD) for name in ("Fatma Kaya", "Piet Jansen")]
            tokens, ids = [one.token for one in came], [one.person_id for one in came]
        with clock.played_at(now - WEEK + timedelta(hours=1)), transaction():
            for person_id in ids:
                attendance.check_in(made.sessions[0].id, person_id)
        with transaction():
            closing.close(made.sessions[0].id, None)
        return made.id, tokens


def test_a_number_is_given_on_a_phone_and_handed_in(
    visit: Visit, system: System, played: World
) -> None:
    activity_id, (token, _other) = held(system, played.open)
    holder = visit(on="phone")
    page = holder.go(f"/aanmelding/{token}")
    page.get_by_role("link", name=say("Fill in or correct your register number")).click()
    number = page.get_by_label(say("%(register)s number", register="BIG"))

    number.fill("123")
    number.press("Enter")
    wrong = say(
        "%(said)s is not a number of %(register)s. Look once more, or leave it empty.",
        said="123",
        register="BIG",
    )
    expect(page.get_by_role("link", name=wrong)).to_be_visible()
    assert holder.look() == []
    number.fill("0901 234 5601")
    number.press("Enter")
    expect(page.get_by_text(say("Your numbers were saved."))).to_be_visible()

    organiser = visit(permissions=["clipboard-read", "clipboard-write"])
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(f"/beheer/activiteiten/{activity_id}/registers")
    page.locator("details summary").click()
    expect(page.get_by_text("Piet Jansen")).to_be_visible()
    assert organiser.look() == []
    page.get_by_role("link", name=say("Open the list of %(register)s", register="BIG")).click()
    page.get_by_role("button", name=say("Copy the numbers")).press("Enter")

    expect(page.get_by_role("status").filter(has_text=say("Copied"))).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "BIG-09012345601"
    assert organiser.look() == []
