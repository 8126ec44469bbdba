"""An organiser ticks off presence at the door, and the lead sees who met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import text_of
from tests.journeys.world import GGD, MIDWIVES, WELFARE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System

pytestmark = pytest.mark.browser


def tie(page: Page, one: str, other: str) -> Locator:
    """Return the row of two organisations in the list of ties, in either order."""
    return page.locator("#verbindingen tbody tr").filter(has_text=one).filter(has_text=other)


def test_presence_at_the_door_becomes_a_tie_in_the_picture(visit: Visit, system: System) -> None:
    lead, door = visit(), visit(on="phone")
    sign_in(lead, system, "lead@example.org")
    ties = lead.go("/inzicht/netwerk/verbindingen?netwerk=jonge-kind-noord")
    expect(tie(ties, GGD, WELFARE)).to_be_visible()
    expect(tie(ties, GGD, MIDWIVES)).to_have_count(0)

    page = door.go("/beheer")
    page.get_by_label(say("E-mail address")).fill("organiser@example.org")
    page.get_by_role("button", name=say("Mail me a link")).click()
    page = door.go(link_in(text_of(system.mail_to("organiser@example.org", say("Sign in")))))
    page.get_by_role("button", name=say("Sign in")).click()
    page.get_by_role("link", name="Casustafel hechting").click()
    for name in ("Fatma Kaya", "Jan de Boer"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=f"{say('Undo')} {name}")).to_be_visible()
    assert door.look() == []

    ties.reload()
    expect(tie(ties, GGD, MIDWIVES)).to_be_visible()
    ties.get_by_role("link", name=say("Picture")).click()
    expect(ties.locator("svg[data-graph] .rok-tie")).to_have_count(2)


def test_a_tick_can_be_taken_back_and_somebody_can_walk_in(visit: Visit, system: System) -> None:
    door = visit(on="phone")
    sign_in(door, system, "host@example.org")
    page = door.go("/beheer")
    page.get_by_role("link", name="Casustafel hechting").click()

    page.get_by_role("link", name=say("Walk-in")).click()
    page.get_by_label(say("Name"), exact=True).fill("Oma van Dijk")
    assert door.look() == []
    page.get_by_label(say("They agree that we keep this, and that they were here")).check()
    page.get_by_role("button", name=say("Tick off as present")).click()

    back = page.get_by_role("button", name=f"{say('Undo')} Oma van Dijk")
    expect(back).to_be_visible()
    back.click()
    expect(back).to_have_count(0)


def test_the_door_works_without_javascript(visit: Visit, system: System) -> None:
    door = visit(on="phone", java_script_enabled=False)
    sign_in(door, system, "host@example.org")
    page = door.go("/beheer")
    page.get_by_role("link", name="Casustafel hechting").click()

    page.get_by_role("searchbox").fill("boer")
    page.get_by_role("button", name=say("Search")).click()

    expect(page.get_by_text("Jan de Boer").first).to_be_visible()
    expect(page.get_by_text("Fatma Kaya")).to_have_count(0)
