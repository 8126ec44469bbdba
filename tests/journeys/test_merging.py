"""An organiser finds doubles, merges them, sees the picture change, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD, WELFARE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

NETWORK = "/inzicht/netwerk?netwerk=jonge-kind-noord"


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")


def shown(visitor: Visitor, name: str) -> Locator:
    """Return the place of an organisation in the picture."""
    return visitor.go(NETWORK).get_by_role("link", name=f"{name}: ")


def test_two_organisations_become_one_in_the_picture_and_two_again(
    visit: Visit, system: System
) -> None:
    organiser, lead = visit(), visit()
    sign_in(organiser, system, "organiser@example.org")
    sign_in(lead, system, "lead@example.org")
    expect(shown(lead, WELFARE)).to_be_visible()

    page = organiser.go("/beheer/organisaties")
    page.get_by_role("link", name=WELFARE).click()
    organisation = page.url
    page.goto(f"{organisation}/samenvoegen")
    search(page, "ggd")
    page.get_by_role("link", name=GGD).click()
    assert organiser.look() == []
    let_stay = page.get_by_role("link", name=say("Let %(name)s stay instead", name=GGD))
    if let_stay.is_visible():
        let_stay.click()
    page.get_by_role("button", name=say("Merge these two")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GGD)
    assert organiser.go(organisation.removeprefix(system.address)).url == page.url
    expect(shown(lead, WELFARE)).to_have_count(0)

    page = organiser.go("/beheer/samenvoegingen")
    assert organiser.look() == []
    page.get_by_role("row", name=WELFARE).get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WELFARE)
    expect(shown(lead, WELFARE)).to_be_visible()
    assert organiser.faults + lead.faults == []


def test_two_people_become_one_by_keyboard_on_a_phone(visit: Visit, system: System) -> None:
    organiser = visit(on="phone")
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go("/beheer/mensen")
    search(page, "aisha")
    page.get_by_role("link", name="Aisha Omar").click()
    assert organiser.look() == []
    page.get_by_role("link", name=say("Merge with somebody")).click()
    search(page, "piet")
    page.get_by_role("link", name="Piet Jansen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**met=*")
    assert organiser.look() == []

    page.get_by_role("button", name=say("Merge these two")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/beheer/mensen/*")
    kept = page.get_by_role("heading", level=1).inner_text()

    undo = page.get_by_role("button", name=say("Undo"))
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(kept)
    assert organiser.faults == []
