"""An organiser prints: badges for whom she ticked, and the list for when the network is away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import queries as activities
from rok_events.db import transaction
from tests.documents import reading
from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD, register

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def taken(page: Page) -> list[str]:
    """Press the button, with the keyboard, and return the words on each page of the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=say("Download the PDF")).press("Enter")
    return reading.pages(Path(download.value.path()).read_bytes())


def test_an_organiser_prints_badges_and_a_list(visit: Visit, system: System, played: World) -> None:
    with system.app().app_context():
        activity_id = activities.get_by_slug(played.full).id
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(f"/beheer/activiteiten/{activity_id}/aanmeldingen")
    rows = page.locator("tbody tr")
    ticked = [rows.nth(at).locator("th a").inner_text() for at in (0, 1)]
    for at in (0, 1):
        rows.nth(at).get_by_role("checkbox").check()

    # What is chosen but not shown yet is what comes out.
    page.get_by_role("button", name=say("Badges")).click()
    expect(page.get_by_role("img", name=say("How the first page looks"))).to_be_visible()
    page.get_by_label(say("Size")).select_option("l7160")
    (badges,) = taken(page)
    assert all(name in badges for name in ticked)
    assert organiser.look() == []

    page.get_by_role("link", name=say("Door list")).click()
    assert organiser.look() == []
    assert say("No network?") in taken(page)[0]
    assert "csrf_token" not in page.url
    assert organiser.faults == []


def test_whoever_registers_finds_a_code_for_the_door(
    visit: Visit, system: System, played: World
) -> None:
    with system.app().app_context(), transaction():
        token = register(activities.get_by_slug(played.open), "Lotte Vos", GGD).token
    holder = visit(on="phone")

    page = holder.go(f"/aanmelding/{token}")

    code = page.get_by_role("img", name=say("QR code that checks you in"))
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    assert box["width"] == box["height"] >= 200
    assert holder.look() == []
    assert holder.faults == []
