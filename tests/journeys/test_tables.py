"""An organiser plans tables, prints badges with them, and notes afterwards who sat where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import queries as activities
from rok_events.attendance import actions as attendance
from rok_events.db import transaction
from rok_events.registrations import queries as registrations
from tests.documents import reading
from tests.journeys.people import say, sign_in

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def box(name: str) -> str:
    """Return what the box of somebody's first table is called."""
    return say("Table of %(name)s in round %(number)s", name=name, number=1)


def test_a_plan_stands_on_badges_and_becomes_who_sat_where(
    visit: Visit, system: System, played: World
) -> None:
    with system.app().app_context(), transaction():
        activity = activities.get_by_slug(played.today)
        activity_id = activity.id
        for one in registrations.confirmed(activity_id):
            attendance.check_in(activity.sessions[0].id, one.person_id)
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")

    page = organiser.go(f"/beheer/activiteiten/{activity_id}")
    page.get_by_role("link", name=say("Tables"), exact=True).click()
    page.get_by_label(box("Fatma Kaya")).fill("Bij het raam")
    page.get_by_label(box("Jan de Boer")).fill("bij het raam")
    page.get_by_role("button", name=say("Keep the plan")).press("Enter")
    expect(page.get_by_role("heading", name="Bij het raam")).to_be_visible()
    assert organiser.look() == []

    page.get_by_role("link", name=say("Badges with their tables")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=say("Download the PDF")).click()
    (badges,) = reading.pages(Path(download.value.path()).read_bytes())
    assert badges.casefold().count("bij het raam") == 2

    page.get_by_role("link", name=say("Tables"), exact=True).click()
    page.get_by_role("link", name=say("Who sat where")).click()
    expect(page.get_by_label(box("Fatma Kaya"))).to_have_value("bij het raam")
    page.get_by_label(box("Jan de Boer")).fill("4")
    page.get_by_role("button", name=say("Keep who sat where")).click()
    expect(page.get_by_role("heading", name=say("Table %(label)s", label="4"))).to_be_visible()
    assert organiser.look() == []
    assert organiser.faults == []
