"""A lead looks into the picture of the network: by mouse, by keyboard, and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD, MIDWIVES

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System

pytestmark = pytest.mark.browser

PAGE = "/inzicht/netwerk?netwerk=jonge-kind-noord"
FOCUSED = re.compile("is-focused")


def test_the_picture_can_be_explored(visit: Visit, system: System) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go(PAGE)
    graph, dot = page.locator("svg[data-graph]"), page.get_by_role("link", name=f"{GGD}: ")

    dot.focus()
    expect(graph).to_have_class(FOCUSED)
    expect(page.locator(".rok-graph__hint")).to_contain_text(GGD)
    page.keyboard.press("Escape")
    expect(graph).not_to_have_class(FOCUSED)

    page.get_by_role("button", name=say("Zoom in")).click()
    expect(page.locator(".rok-graph__view")).to_have_attribute("transform", re.compile(r"scale\(2"))
    page.get_by_role("button", name=say("Whole picture")).click()
    expect(page.locator(".rok-graph__view")).to_have_attribute("transform", re.compile(r"scale\(1"))

    page.get_by_role("button", name="geboortezorg").click()
    expect(dot).to_have_class(re.compile("is-out"))
    expect(page.get_by_role("link", name=f"{MIDWIVES}: ")).not_to_have_class(re.compile("is-out"))
    assert lead.look() == []


def test_the_picture_leads_to_the_table_without_javascript(visit: Visit, system: System) -> None:
    lead = visit(on="phone", java_script_enabled=False)
    sign_in(lead, system, "lead@example.org")
    page = lead.go(PAGE)

    page.get_by_role("link", name=f"{GGD}: ").click()

    expect(page.locator("tr:target")).to_contain_text(GGD)
