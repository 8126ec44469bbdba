"""A lead goes through the pages of insight, and asks an organiser to bring two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD, MIDWIVES, WELFARE

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System

pytestmark = pytest.mark.browser


def test_a_lead_finds_who_should_meet_without_javascript(visit: Visit, system: System) -> None:
    lead = visit(on="phone", java_script_enabled=False)
    sign_in(lead, system, "lead@example.org")

    page = lead.go("/inzicht")
    page.get_by_role("link", name=say("Should meet")).first.click()
    # There may be more networks, when other journeys went before.
    page = lead.go("/inzicht/ontmoeten?netwerk=jonge-kind-noord")
    page.get_by_role("link", name=say("Choose sectors")).click()
    page.get_by_label(say("This sector")).select_option("geboortezorg")
    page.get_by_label(say("should know")).select_option("welzijn")
    page.get_by_role("button", name=say("Add")).click()
    page.get_by_role("link", name=say("Who should meet next")).click()
    page.get_by_label(WELFARE).check()
    page.get_by_role("button", name=say("Invite them")).click()

    text = page.get_by_label(say("Copy this text, or mail it"))
    expect(text).to_contain_text(WELFARE)
    expect(text).to_contain_text(MIDWIVES)


@pytest.mark.parametrize("on", ["desk", "phone"])
def test_everybody_can_read_the_pages_of_insight(visit: Visit, system: System, on: str) -> None:
    lead = visit(on=on)
    sign_in(lead, system, "lead@example.org")

    for path in ("", "/organisaties/ggd-noord", "/ontmoeten", "/vergelijken", "/deelname"):
        lead.go(f"/inzicht{path}")
        assert lead.look() == [], path


def test_on_a_phone_one_sees_on_which_page_one_is(visit: Visit, system: System) -> None:
    lead = visit(on="phone")
    sign_in(lead, system, "lead@example.org")

    page = lead.go("/inzicht/publiceren")

    expect(page.locator(".rok-subnav [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_the_star_leads_from_one_organisation_to_the_next(visit: Visit, system: System) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go("/inzicht/organisaties/ggd-noord")

    page.get_by_role("link", name=f"{WELFARE}: ").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(WELFARE)
    expect(page.get_by_role("link", name=f"{GGD}: ")).to_be_visible()
