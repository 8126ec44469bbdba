"""Signing in without a mail: with a passkey, and with the account of one's own organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from rok_events.accounts import actions
from rok_events.accounts.rules import Role
from rok_events.db import transaction
from tests.journeys.people import say
from tests.journeys.provider import providing

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

SECURITY = "/mijn-account/beveiliging"
CANCELLED = "You stopped, or it took too long. Press the button to try once more."
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A phone or laptop that keeps passkeys, played by Chromium."""

    def __init__(self, visitor: Visitor) -> None:
        self._cdp: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self._cdp.send("WebAuthn.enable")
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
        self._id = {"authenticatorId": made["authenticatorId"]}

    def answer(self, *, at_once: bool = True, as_owner: bool = True) -> None:
        """Answer at once or not at all; as whoever owns the device, or as somebody else."""
        # The box that offers a passkey is answered as soon as the device answers at all.
        self._cdp.send("WebAuthn.setUserVerified", self._id | {"isUserVerified": as_owner})
        self._cdp.send("WebAuthn.setAutomaticPresenceSimulation", self._id | {"enabled": at_once})


@pytest.fixture
def home(system: System) -> str:
    """The address of the site by name: browsers take no passkeys at a number."""
    return system.address.replace("127.0.0.1", "localhost")


def link_for(system: System, email: str) -> str:
    """Return a link that signs in, at the name that a browser takes passkeys for."""
    with system.app().app_context(), transaction():
        account = actions.create(email, Role.ORGANISER)
        link = actions.sign_in_link(account.id)
    return link.replace("127.0.0.1", "localhost")


def press(page: Page, words: str, role: Literal["button", "link"] = "button") -> None:
    page.locator("main").get_by_role(role, name=words, exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=say("Sign out"), exact=True).click()


def make_passkey(visitor: Visitor, system: System, home: str, email: str) -> None:
    """Sign in by a link, make a passkey, and sign out."""
    page = visitor.go(link_for(system, email))
    press(page, say("Sign in"))
    visitor.go(home + SECURITY)
    press(page, say("Make a passkey"), "link")
    assert visitor.look() == []
    press(page, say("Make a passkey"))
    page.get_by_role("heading", name=say("Your recovery codes")).wait_for()
    press(page, say("I have kept them"), "link")
    page.locator("#passkeys").get_by_role("link").wait_for()
    assert visitor.look() == []
    system.mail_to(email, say("A passkey was added to your account"))
    sign_out(page)


def test_a_passkey_is_made_used_and_removed(
    visit: Visit, system: System, played: World, home: str
) -> None:
    visitor = visit()
    device, page = Device(visitor), visitor.page
    make_passkey(visitor, system, home, "sleutel@example.org")

    device.answer(at_once=False)
    visitor.go(f"{home}/inloggen?naar=/beheer/mail")
    device.answer(as_owner=False)
    press(page, say("Sign in with a passkey"))
    page.get_by_role("status").filter(has_text=say(CANCELLED)).wait_for()
    assert visitor.look() == []

    device.answer()
    press(page, say("Sign in with a passkey"))
    page.wait_for_url(f"{home}/beheer/mail")
    visitor.go(home + SECURITY)
    page.locator("#passkeys").get_by_role("button").click()
    page.get_by_role("status").filter(has_text="passkey").wait_for()
    assert page.locator("#passkeys").count() == 0


def test_the_browser_offers_a_passkey_by_itself_and_after_a_link(
    visit: Visit, system: System, played: World, home: str
) -> None:
    visitor = visit(on="phone")
    Device(visitor)
    page = visitor.page
    make_passkey(visitor, system, home, "vanzelf@example.org")

    visitor.go(f"{home}/inloggen")
    page.wait_for_url(f"{home}/beheer")
    sign_out(page)

    visitor.go(link_for(system, "vanzelf@example.org"))
    press(page, say("Sign in"))
    assert visitor.look() == []
    press(page, say("Use a passkey"))
    page.wait_for_url(f"{home}/beheer")


def test_a_passkey_says_where_it_works(visit: Visit, played: World) -> None:
    page = visit().go("/inloggen")

    press(page, say("Sign in with a passkey"))

    page.get_by_role("status").filter(has_text="http://localhost:").wait_for()


def test_without_a_script_there_is_no_button_that_does_nothing(visit: Visit, played: World) -> None:
    page = visit(java_script_enabled=False).go("/inloggen")

    assert page.get_by_role("button", name=say("Sign in with a passkey")).count() == 0
    assert page.get_by_role("button", name=say("Mail me a link")).count() == 1


def test_somebody_signs_in_with_the_account_of_their_own_organisation(
    visit: Visit, system: System, played: World
) -> None:
    link_for(system, "samen@example.org")
    known = {"sub": "samen", "email": "samen@example.org", "email_verified": True}
    stranger = {"sub": "vreemd", "email": "vreemd@example.org", "email_verified": True}
    there = {"provider": "SURFconext"}
    visitor = visit()
    # The provider's pages fetch their looks from elsewhere.
    visitor.context.route(re.compile(r"jsdelivr|favicon"), lambda route: route.fulfill(body=""))
    with providing(system, known, stranger):
        page = visitor.go("/inloggen?naar=/beheer/mail")
        press(page, say("Sign in with %(provider)s", **there), "link")
        press(page, "vreemd")
        page.get_by_role("status").filter(has_text="SURFconext").wait_for()
        assert visitor.look() == []

        press(page, say("Sign in with %(provider)s", **there), "link")
        press(page, "samen")
        page.wait_for_url(f"{system.address}/beheer/mail")
        visitor.go(SECURITY)
        assert page.locator("#identities").get_by_text("samen@example.org").count() == 1
        assert visitor.look() == []
        page.locator("#identities").get_by_role("button").click()
        page.get_by_text(say("The link was removed.")).wait_for()

        sign_out(page)
        assert visitor.look() == []
        leave = page.get_by_role("link", name=say("Sign out of %(provider)s", **there))
        assert system.environment["OIDC_SURF_ISSUER"] in str(leave.get_attribute("href"))
