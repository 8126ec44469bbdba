"""A professional registers on a phone, and it is in the calendar before the phone is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.system import calendar_of, text_of

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def test_a_professional_registers_on_a_phone(visit: Visit, system: System, played: World) -> None:
    phone = visit(on="phone")
    page = phone.go("/")
    phone.picture("agenda-phone")

    page.get_by_role("link", name="Samen vroeg erbij").click()
    phone.picture("activity-phone")
    page.get_by_role("link", name="Aanmelden").first.click()
    page.get_by_label("Naam", exact=True).fill("Zoë de Wit")
    page.get_by_label("E-mailadres").fill("zoe@brug.example.org")
    page.get_by_role("combobox", name="Organisatie").fill("brug")
    page.get_by_role("option", name="Welzijn De Brug").click()
    page.get_by_label("Wat breng je in?").fill("Een vraag over slapen")
    phone.picture("form-phone")
    page.get_by_role("button", name="Meld mij aan").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Je doet mee")
    expect(page.get_by_text("Welzijn De Brug")).to_be_visible()
    phone.picture("registered-phone")
    mail = system.mail_to("zoe@brug.example.org", "Samen vroeg erbij")
    assert page.url in text_of(mail)
    calendar = calendar_of(mail)
    assert "METHOD:REQUEST" in calendar
    assert "mailto:zoe@brug.example.org" in calendar
