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
    apart = page.locator(".rok-apart li").filter(has_text=MIDWIVES)
    expect(apart).not_to_have_class(re.compile("is-out"))
    page.get_by_role("button", name="geboortezorg").click()
    page.get_by_role("button", name="jeugdgezondheidszorg").click()
    expect(apart).to_have_class(re.compile("is-out"))
    assert lead.look() == []


def test_a_lead_finds_what_is_new_and_what_bridges(visit: Visit, system: System) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go(PAGE)

    page.get_by_role("link", name=say("Figures")).click()
    expect(page.get_by_role("heading", name=say("Who bridges"))).to_be_visible()
    assert lead.look() == []

    page.get_by_role("link", name=say("Ties")).click()
    page.locator("#verbindingen tbody a").first.click()
    expect(page.locator("#bijeenkomsten")).to_contain_text(say("Case table"))
    expect(page.locator("main")).not_to_contain_text("taal")
    assert lead.look() == []

    page.go_back()
    page.get_by_role("link", name=say("Matrix")).click()
    expect(page.locator(".rok-matrix")).to_contain_text(GGD)
    assert lead.look() == []


def test_the_slider_moves_by_keyboard_without_asking_the_server(
    visit: Visit, system: System
) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go(PAGE.replace("netwerk?", "netwerk/door-de-tijd?"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    last = page.locator("[data-film-name]").inner_text()

    page.get_by_role("slider").press("Home")

    first = page.locator("#kwartalen tbody a").first.inner_text()
    expect(page.locator("[data-film-name]")).to_have_text(first)
    expect(page.locator("#kwartalen a[aria-current]")).to_have_text(first)
    page.get_by_role("slider").press("End")
    expect(page.locator("[data-film-name]")).to_have_text(last)
    assert {*asked} <= {"image", "other"}  # the sign of the site may come late
    assert lead.look() == []


def test_all_of_it_works_without_javascript(visit: Visit, system: System) -> None:
    lead = visit(on="phone", java_script_enabled=False)
    sign_in(lead, system, "lead@example.org")
    page = lead.go(PAGE)

    page.get_by_role("link", name=f"{GGD}: ").click()
    expect(page.locator(".rok-lead")).to_contain_text(GGD)

    page.get_by_text(say("More choices")).click()
    page.get_by_label(say("Kind")).select_option("training")
    page.get_by_role("button", name=say("Show"), exact=True).first.click()
    expect(
        page.get_by_role("heading", name=say("Nobody was present within this choice"))
    ).to_be_visible()

    page.get_by_role("link", name=say("Show everything")).click()
    page.get_by_role("link", name=say("Over time")).click()
    page.locator("#kwartalen tbody a").first.click()
    expect(page.locator("#kwartalen a[aria-current]")).to_have_count(1)
