"""Signing in by a link, a password or paper, each with its second step; and being led to one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from rok_events.accounts import actions, demand_actions, factor_rules
from rok_events.accounts.rules import Role
from rok_events.core import clock
from rok_events.db import transaction
from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import text_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

PASSWORD = "fiets lamp kaas berg"  # noqa: S105 -- somebody's password, in a test
SECURITY = "/mijn-account/beveiliging"


def account(system: System, email: str, role: Role = Role.HOST) -> None:
    with system.app().app_context(), transaction():
        actions.create(email, role)


def demand(system: System, roles: Collection[Role]) -> None:
    with system.app().app_context(), transaction():
        demand_actions.demand({*roles})


def by_link(visitor: Visitor, system: System, email: str) -> Page:
    """Ask for a link, and press the button behind it."""
    page = visitor.go("/inloggen")
    page.get_by_label(say("E-mail address")).fill(email)
    page.get_by_role("button", name=say("Mail me a link")).click()
    expect(page.get_by_role("heading", name=say("Look in your mail"))).to_be_visible()
    mail = system.mail_to(email, say("Sign in to %(site)s", site="Netwerkagenda"))
    visitor.go(urlsplit(link_in(text_of(mail))).path)
    page.get_by_role("button", name=say("Sign in"), exact=True).click()
    return page


def set_up(visitor: Visitor) -> tuple[bytes, list[str]]:
    """Set up an app from the page that offers it; return its secret, and the codes on paper."""
    page = visitor.page
    page.get_by_role("link", name=say("Set up an authenticator app")).click()
    expect(page.get_by_role("img", name=say(QR))).to_be_visible()
    secret = base64.b32decode(page.locator("code").inner_text().replace(" ", ""))
    faults = visitor.look()
    # The code of half a minute ago: so that the present one is left for signing in.
    give(page, code(secret, -1), say("Done"))
    expect(page.get_by_role("heading", name=say("Your recovery codes"))).to_be_visible()
    assert faults + visitor.look() == []
    return secret, page.locator("code").all_inner_texts()


QR = "QR code for your authenticator app; the same stands below in letters."


def code(secret: bytes, away: int = 0) -> str:
    return factor_rules.code_at(secret, factor_rules.step_of(clock.now()) + away)


def give(page: Page, words: str, button: str) -> None:
    page.get_by_label(say("Code")).fill(words)
    page.get_by_role("button", name=button, exact=True).click()


def choose_password(page: Page) -> None:
    page.get_by_role("link", name=say("Choose a password")).click()
    page.get_by_label(say("New password")).fill(PASSWORD)
    page.get_by_label(say("The same once more")).fill(PASSWORD)
    page.get_by_role("button", name=say("Save")).click()
    expect(page.get_by_text(say("Your password was changed."))).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=say("Sign out"), exact=True).click()
    expect(page.get_by_role("link", name=say("Sign in"), exact=True)).to_be_visible()


@pytest.mark.parametrize("on", ["desk", "phone"])
def test_somebody_sets_up_all_and_comes_in_by_each(
    visit: Visit, system: System, played: World, on: str
) -> None:
    email = f"alles-{on}@example.org"
    account(system, email)
    visitor = visit(on=on)
    page = by_link(visitor, system, email)
    page.wait_for_url("**/beheer")

    visitor.go(SECURITY)
    secret, codes = set_up(visitor)
    page.get_by_role("link", name=say("I have kept them")).click()
    assert visitor.look() == []
    system.mail_to(email, say("An authenticator app was added to the account"))

    choose_password(page)

    sign_out(page)
    sign_in(visitor, system, email)
    expect(page.get_by_role("heading", name=say("Your second step"))).to_be_visible()
    assert visitor.look() == []
    give(page, code(secret), say("Sign in"))
    page.wait_for_url("**/beheer")

    sign_out(page)
    visitor.go("/inloggen")
    page.get_by_role("link", name=say("Sign in with a password")).click()
    page.get_by_label(say("E-mail address")).fill(email)
    page.get_by_label(say("Password"), exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    give(page, codes[0].upper(), say("Sign in"))
    page.wait_for_url("**/beheer")
    system.mail_to(email, say("A recovery code of the account was used"))

    visitor.go(SECURITY)
    expect(page.get_by_text("nog 9 codes")).to_be_visible()


def test_who_must_have_a_second_step_is_led_to_it_and_then_to_work(
    visit: Visit, system: System, played: World
) -> None:
    email = "moet@example.org"
    account(system, email, Role.LEAD)
    demand(system, {Role.LEAD})
    try:
        visitor = visit(on="phone")
        page = by_link(visitor, system, email)

        expect(page.get_by_role("heading", name=say("First set up a second step"))).to_be_visible()
        assert visitor.look() == []
        visitor.go("/inzicht/netwerk")
        page.wait_for_url(f"**{SECURITY}?*")

        set_up(visitor)
        page.get_by_role("link", name=say("I have kept them")).click()
        page.wait_for_url("**/inzicht/netwerk")
    finally:
        demand(system, set())
