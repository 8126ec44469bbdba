"""Linking one's account with a provider by hand, removing that link, and signing out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import html5lib
import pytest

from rok_events.accounts.provider_rules import Claim, RoleFor
from rok_events.accounts.rules import Role
from tests import make, visitors
from tests.accounts.test_passkeys import is_signed_in
from tests.accounts.test_providers import NOOR, SECURITY, come, identities, roles

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.accounts.models import Account
    from tests.accounts.conftest import Configure
    from tests.accounts.provider import FakeProvider

LINK = f"{SECURITY}/koppelen/hier"


@pytest.fixture
def account(client: FlaskClient) -> Account:
    """Somebody who is signed in, and whom the provider knows by another address."""
    account = make.account(Role.HOST, email="noor@elders.example.org")
    visitors.sign_in(client, account)
    return account


def pressed(client: FlaskClient) -> str:
    """Return the address behind the button that links."""
    tree = html5lib.parse(client.get(SECURITY).text, namespaceHTMLElements=False)
    return next(a.get("href") or "" for a in tree.iter("a") if LINK in (a.get("href") or ""))


def unlink(client: FlaskClient) -> TestResponse:
    return client.post(f"{SECURITY}/koppelingen/{identities()[0].id}/verwijderen")


def test_who_is_signed_in_may_link_another_address(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR | {"email_verified": False}

    answer = come(client, provider, pressed(client))

    assert answer.location == SECURITY
    assert [one.account_id for one in identities()] == [account.id]
    assert "Noor de Wit" in client.get(SECURITY).text

    client.post("/uitloggen")
    come(client, provider)

    assert is_signed_in(client)


def test_a_link_from_elsewhere_links_nothing(
    client: FlaskClient, app: Flask, account: Account, provider: FakeProvider
) -> None:
    other = app.test_client()
    visitors.sign_in(other, make.account())
    lure = pressed(other)

    answers = [client.get(LINK), client.get(f"{LINK}?bewijs=x"), client.get(lure)]

    assert [answer.status_code for answer in answers] == [409, 409, 409]


def test_whoever_signs_in_meanwhile_is_not_linked(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    back = provider.sign_in(client.get(pressed(client)).location)
    with client.session_transaction() as session:
        trip = session["trip"]
    visitors.sign_in(client, make.account())
    with client.session_transaction() as session:
        session["trip"] = trip

    client.get(back)

    assert identities() == []


def test_somebody_at_a_provider_is_one_account_here(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR
    other = make.account(email="noor@example.org")
    come(client, provider)
    visitors.sign_in(client, account)

    come(client, provider, pressed(client))

    assert [one.account_id for one in identities()] == [other.id]
    assert "hoort hier bij een ander account" in client.get(SECURITY).text


def test_a_link_that_is_removed_takes_its_roles_along(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    given = (RoleFor(Claim("groups", "beheer"), Role.ADMINISTRATOR, ""),)
    configure(issuer=provider.issuer, roles=given)
    provider.person = NOOR | {"email": account.email, "groups": ["beheer"]}
    come(client, provider)
    before = roles(account)

    unlink(client)

    assert len(before) == 2
    assert identities() == []
    assert roles(account) == [(Role.HOST, "", False)]


def test_roles_stay_while_another_link_with_the_same_provider_is_there(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    given = (RoleFor(Claim("groups", "beheer"), Role.ADMINISTRATOR, ""),)
    here = configure(issuer=provider.issuer, roles=given)
    make.identity(account, issuer=here.issuer)
    provider.person = NOOR | {"email": account.email, "groups": ["beheer"]}
    come(client, provider)

    unlink(client)

    assert [one.subject for one in identities()] == ["u-1"]
    assert len(roles(account)) == 2


def test_linking_with_a_provider_that_is_away_changes_nothing(
    client: FlaskClient, account: Account, configure: Configure
) -> None:
    configure()

    answer = client.get(pressed(client))

    assert answer.location == SECURITY
    assert "geeft nu geen antwoord" in client.get(SECURITY).text


def test_nobody_removes_the_link_of_somebody_else(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR | {"email": account.email}
    come(client, provider)
    visitors.sign_in(client, make.account())

    assert unlink(client).status_code == 404


@pytest.mark.parametrize(
    ("wish", "landing"), [({"ends_sessions": True}, "/uitloggen/bij/hier"), ({}, "/")]
)
def test_signing_out_offers_to_sign_out_there_too_if_so_configured(
    client: FlaskClient,
    account: Account,
    provider: FakeProvider,
    configure: Configure,
    wish: dict[str, object],
    landing: str,
) -> None:
    configure(issuer=provider.issuer, **wish)
    provider.person = NOOR | {"email": account.email}
    provider.metadata = {"end_session_endpoint": f"{provider.issuer}/weg"}
    come(client, provider)

    answer = client.post("/uitloggen")
    page = client.get("/uitloggen/bij/hier")

    assert answer.location == landing
    assert not is_signed_in(client)
    assert f"{provider.issuer}/weg?post_logout_redirect_uri=" in page.text
    assert "client_id=agenda" in page.text


def test_a_provider_that_is_away_does_not_keep_anybody_in(
    client: FlaskClient, configure: Configure
) -> None:
    configure(ends_sessions=True)

    assert "Sluit" in client.get("/uitloggen/bij/hier").text.replace("sluit", "Sluit")


def test_a_provider_without_a_page_to_sign_out_is_named_all_the_same(
    client: FlaskClient, provider: FakeProvider
) -> None:
    page = client.get("/uitloggen/bij/hier")

    assert "Uitloggen bij Hier" not in page.text
    assert "ingelogd bij Hier" in page.text
