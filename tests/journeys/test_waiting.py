"""Somebody gives up a place, and whoever waited longest has it the same minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def test_the_waiting_list_moves_when_somebody_cancels(
    visit: Visit, system: System, played: World
) -> None:
    leaving, waiting = visit(on="phone"), visit(on="phone")
    heading = waiting.go(f"/aanmelding/{played.waiting_token}").get_by_role("heading", level=1)
    expect(heading).to_have_text(say("You are number %(place)s on the waiting list.", place=1))

    page = leaving.go(f"/aanmelding/{played.holder_token}")
    page.get_by_role("link", name=say("Cancel my registration")).click()
    page.get_by_role("dialog").get_by_role("button", name=say("Yes, cancel it")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("You are not registered any more.")
    )
    waiting.page.reload()
    expect(heading).to_have_text(say("You have a place."))
    assert system.mail_to("noor@noord.example.org", "METHOD:CANCEL")
    assert system.mail_to("sam@brug.example.org", "METHOD:REQUEST")
