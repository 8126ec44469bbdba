"""A professional registers, and it is in the calendar before the phone is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say
from tests.journeys.system import calendar_of, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser


def to_the_form(visitor: Visitor) -> Page:
    """Go from the agenda to the form of the conference."""
    page = visitor.go("/")
    page.get_by_role("link", name="Samen vroeg erbij").click()
    page.get_by_role("link", name=say("Register"), exact=True).first.click()
    return page


def test_a_professional_registers_on_a_phone(visit: Visit, system: System) -> None:
    phone = visit(on="phone")
    page = to_the_form(phone)

    page.get_by_label(say("Name"), exact=True).fill("Zoë de Wit")
    page.get_by_label(say("E-mail address")).fill("zoe@brug.example.org")
    page.get_by_role("combobox", name=say("Organisation")).fill("brug")
    page.get_by_role("option", name="Welzijn De Brug").click()
    page.get_by_label("Wat breng je in?").fill("Een vraag over slapen")
    page.get_by_role("button", name=say("Register me")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(say("You have a place."))
    expect(page.get_by_text("Welzijn De Brug")).to_be_visible()
    expect(page.get_by_text("Een vraag over slapen")).to_be_visible()
    phone.picture("registered-phone")
    mail = system.mail_to("zoe@brug.example.org", "Samen vroeg erbij")
    assert page.url in text_of(mail)
    calendar = calendar_of(mail)
    assert "METHOD:REQUEST" in calendar
    assert "mailto:zoe@brug.example.org" in calendar


def test_it_works_without_javascript(visit: Visit, system: System) -> None:
    visitor = visit(on="phone", java_script_enabled=False)
    page = to_the_form(visitor)

    page.get_by_label(say("Name"), exact=True).fill("Guus Peters")
    page.get_by_label(say("E-mail address")).fill("guus@wieg.example.org")
    page.get_by_label(say("Organisation"), exact=True).fill("Verloskundigen De Wieg")
    page.get_by_role("button", name=say("Register me")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(say("You have a place."))
    mail = system.mail_to("guus@wieg.example.org", "Samen vroeg erbij")
    assert page.url in text_of(mail)

    page.get_by_role("link", name=say("Cancel my registration")).click()
    page.get_by_role("button", name=say("Yes, cancel it")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("You are not registered any more.")
    )


def test_it_works_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit().go("/")
    keys = page.keyboard

    keys.press("Tab")
    expect(page.get_by_text(say("Skip to the content"))).to_be_focused()
    keys.press("Enter")
    tab_to(page, "link", "Samen vroeg erbij")
    keys.press("Enter")
    tab_to(page, "link", say("Register"))
    keys.press("Enter")
    tab_to(page, "textbox", say("Name"))
    keys.type("Mina El Amrani")
    keys.press("Tab")
    keys.type("mina@noord.example.org")
    keys.press("Tab")
    keys.type("ggd")
    expect(page.get_by_role("option", name="GGD Noord")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    tab_to(page, "button", say("Register me"))
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(say("You have a place."))
    expect(page.get_by_text("GGD Noord")).to_be_visible()


def test_a_mistake_is_told_where_it_was_made(visit: Visit) -> None:
    visitor = visit(on="phone")
    page = to_the_form(visitor)

    page.get_by_label(say("Name"), exact=True).fill("<script>alert(1)</script> 👩\u200d⚕️")
    page.get_by_label(say("E-mail address")).fill("geen adres")
    page.get_by_role("button", name=say("Register me")).click()

    expect(page.get_by_label(say("E-mail address"))).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label(say("Name"), exact=True)).to_have_value(
        "<script>alert(1)</script> 👩\u200d⚕️"
    )
    assert visitor.look() == []


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until something of this role and name has the focus, as somebody would."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # any role
    for _ in range(60):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    msg = f"the keyboard does not reach the {role} {name!r} on {page.url}"
    raise AssertionError(msg)
