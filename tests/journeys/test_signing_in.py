"""Signing in by passkey, as the only step and as the second; and by a provider of identities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rok_events.accounts import actions, queries
from rok_events.accounts.rules import Role
from rok_events.db import transaction
from tests.journeys.people import say
from tests.journeys.provider import providing

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

SECURITY = "/mijn-account/beveiliging"
# As a phone or a laptop with a reader of fingers has it.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

ANYBODYS = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/css"}
UNASKED = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


def account(system: System, email: str) -> None:
    with system.app().app_context(), transaction():
        actions.create(email, Role.HOST)


def give_device(visitor: Visitor) -> None:
    """Let the browser have a device that keeps passkeys, and not offer them by itself."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    visitor.page.add_init_script(UNASKED)


def local(address: str) -> str:
    """Return an address by name: browsers make no passkey for a number."""
    return address.replace("127.0.0.1", "localhost")


def press_link(visitor: Visitor, system: System, email: str) -> None:
    with system.app().app_context(), transaction():
        link = actions.sign_in_link(queries.get(email).id)
    visitor.go(local(link)).get_by_role("button", name=say("Sign in")).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=say("Sign out"), exact=True).click()
    expect(page.get_by_role("link", name=say("Sign in"), exact=True)).to_be_visible()


@pytest.mark.parametrize("on", ["desk", "phone"])
def test_a_passkey_signs_in_alone_and_beside_a_link(
    visit: Visit, system: System, played: World, on: str
) -> None:
    email = f"passkey-{on}@example.org"
    account(system, email)
    visitor = visit(on=on)
    give_device(visitor)
    page = visitor.page
    press_link(visitor, system, email)

    page.wait_for_url("**/beheer")
    visitor.go(local(system.address) + SECURITY)
    page.get_by_role("link", name=say("Make a passkey")).click()
    assert visitor.look() == []
    page.get_by_role("button", name=say("Make a passkey")).click()
    expect(page.get_by_role("heading", name=say("Your recovery codes"))).to_be_visible()
    page.get_by_role("link", name=say("I have kept them")).click()
    expect(page.locator("#passkeys tbody tr")).to_have_count(1)
    assert visitor.look() == []
    system.mail_to(email, say("A passkey was added to your account"))

    sign_out(page)
    visitor.go(local(system.address) + "/inloggen")
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    page.wait_for_url("**/beheer")

    sign_out(page)
    press_link(visitor, system, email)
    expect(page.get_by_role("heading", name=say("Your second step"))).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("button", name=say("Use a passkey")).click()
    page.wait_for_url("**/beheer")


def person(email: str) -> dict[str, Any]:
    return {"sub": email.partition("@")[0], "email": email, "email_verified": True, "name": email}


def test_who_a_provider_knows_comes_in_if_they_have_an_account_here(
    visit: Visit, system: System, played: World
) -> None:
    account(system, "bekend@example.org")
    visitor = visit()
    page = visitor.page
    # The provider's page wants its looks from elsewhere.
    page.route(lambda url: url.startswith("https:"), lambda route: route.fulfill(headers=ANYBODYS))
    way = page.get_by_role("link", name=say("Sign in with %(provider)s", provider="SURFconext"))

    with providing(system, person("bekend@example.org"), person("onbekend@example.org")):
        visitor.go("/inloggen?naar=/mijn-account")
        way.click()
        page.get_by_role("button", name="onbekend", exact=False).first.click()
        expect(page.get_by_text("je hebt hier geen account")).to_be_visible()
        assert visitor.look() == []

        way.click()
        page.locator("button:has-text('bekend'):not(:has-text('onbekend'))").first.click()
        page.wait_for_url("**/mijn-account")

        page.get_by_role("button", name=say("Sign out"), exact=True).click()
        expect(page.get_by_role("heading", name=say("You are signed out"))).to_be_visible()
        assert visitor.look() == []
