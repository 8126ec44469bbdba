"""Signing in at another provider: who gets in, as whom, and with which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts import actions, personal
from rok_events.accounts.models import Account, Grant, SignIn
from rok_events.accounts.provider_models import Identity
from rok_events.accounts.provider_rules import Claim, RoleFor
from rok_events.accounts.rules import Role
from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import make, visitors
from tests.accounts.authenticator import Device
from tests.accounts.test_passkeys import is_signed_in, make_one

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.accounts.conftest import Configure
    from tests.accounts.provider import FakeProvider

START = "/inloggen/bij/hier"
SECURITY = "/mijn-account/beveiliging"
NOOR = {"sub": "u-1", "email": "Noor@Example.org", "email_verified": True, "name": "Noor de Wit"}
ROLES = (
    RoleFor(Claim("groups", "redactie"), Role.ORGANISER, "rok"),
    RoleFor(Claim("groups", "beheer"), Role.ADMINISTRATOR, ""),
    RoleFor(Claim("groups", "elders"), Role.HOST, "bestaat-niet"),
)


def come(client: FlaskClient, provider: FakeProvider, start: str = START) -> TestResponse:
    """Go to the provider, sign in there, and come back."""
    away = client.get(start)
    assert away.location.startswith(provider.issuer), away.location
    return client.get(provider.sign_in(away.location))


def identities() -> list[Identity]:
    return [*db.session.scalars(select(Identity).order_by(Identity.id))]


def roles(account: Account) -> list[tuple[Role, str, bool]]:
    """Return the roles of an account, where they count, and whether a provider gave them."""
    grants = db.session.scalars(select(Grant).where(Grant.account_id == account.id))
    return sorted(
        (grant.role, grant.community.slug if grant.community else "", bool(grant.given_by))
        for grant in grants
    )


@pytest.fixture
def account(database: None) -> Account:
    """Somebody whose address the provider knows."""
    return make.account(Role.HOST, email="noor@example.org")


def test_a_verified_address_finds_the_account_and_links_it(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR

    answer = come(client, provider, f"{START}?naar=/beheer/mail")

    assert (answer.status_code, answer.location) == (303, "/beheer/mail")
    assert is_signed_in(client)
    [identity] = identities()
    assert (identity.account_id, identity.subject) == (account.id, "u-1")
    assert identity.label == "noor@example.org"
    [sign_in] = db.session.scalars(select(SignIn))
    assert (sign_in.way, sign_in.is_strong) == ("provider", False)
    assert "Hier" in db.session.scalars(select(OutgoingMail.subject)).one()


def test_the_second_time_the_address_no_longer_counts(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR
    come(client, provider)
    client.post("/uitloggen")
    make.account(email="ander@example.org")
    provider.person = NOOR | {"email": "ander@example.org"}

    come(client, provider)

    assert [one.account_id for one in identities()] == [account.id]
    assert "noor@example.org" in client.get("/mijn-account").text


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"email_verified": False}, id="not verified"),
        pytest.param({"email_verified": None}, id="not told whether it is verified"),
        pytest.param({"email_verified": "nee"}, id="verified, says a word"),
        pytest.param({"email": "vreemd@example.org"}, id="unknown"),
        pytest.param({"email": "geen adres"}, id="no address"),
        pytest.param({"email": ["noor@example.org"]}, id="a list"),
        pytest.param({"email": None}, id="no address at all"),
    ],
)
def test_who_is_not_certainly_known_stays_out_and_learns_nothing(
    client: FlaskClient, account: Account, provider: FakeProvider, said: dict[str, object]
) -> None:
    provider.person = NOOR | said

    answer = come(client, provider)

    assert answer.location == "/inloggen"
    assert "Hier kent je, maar je hebt hier geen account" in client.get("/inloggen").text
    assert not is_signed_in(client)
    assert identities() == []


def test_a_closed_account_stays_closed(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, roles=ROLES)
    provider.person = NOOR | {"groups": ["beheer"]}
    with transaction():
        actions.shut(account.email)

    answer = come(client, provider)

    assert answer.location == "/inloggen"
    assert identities() == []
    assert not db.session.get_one(Account, account.id).active


def test_a_provider_of_one_organisation_may_be_believed_its_addresses(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, verified_by="always")
    provider.person = NOOR | {"email_verified": None}

    come(client, provider)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("wish", "said", "landing"),
    [
        ({"two_factors": (Claim("amr", "mfa"),)}, {"amr": ["pwd", "mfa"]}, "/beheer"),
        ({"two_factors": (Claim("acr", "loa2"),)}, {"acr": "loa2"}, "/beheer"),
        ({"two_factors": (Claim("amr", "mfa"),)}, {"amr": ["pwd"]}, "/inloggen/code"),
        ({"is_always_strong": True}, {}, "/beheer"),
        ({}, {"amr": ["mfa"]}, "/inloggen/code"),
    ],
)
def test_two_factors_there_count_as_two_here_if_so_configured(
    client: FlaskClient,
    provider: FakeProvider,
    configure: Configure,
    wish: dict[str, object],
    said: dict[str, object],
    landing: str,
) -> None:
    visitors.sign_in(client, make.account(Role.HOST, email="noor@example.org"))
    make_one(client, Device())
    client.post("/uitloggen")
    configure(issuer=provider.issuer, **wish)
    provider.person = NOOR | said

    answer = come(client, provider)

    assert answer.location == landing
    assert is_signed_in(client) is (landing == "/beheer")


def test_roles_are_given_and_taken_at_each_sign_in_but_not_those_given_by_hand(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, roles=ROLES)
    make.community(slug="rok")
    provider.person = NOOR | {"groups": ["redactie", "beheer", "elders"]}
    come(client, provider)
    many = roles(account)

    provider.person = NOOR | {"groups": ["redactie"]}
    come(client, provider)
    one = roles(account)

    provider.person = NOOR
    come(client, provider)

    by_hand = (Role.HOST, "", False)
    redaction = (Role.ORGANISER, "rok", True)
    assert many == [(Role.ADMINISTRATOR, "", True), by_hand, redaction]
    assert one == [by_hand, redaction]
    assert roles(account) == [by_hand]


def test_administrators_see_which_roles_come_from_a_provider(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, roles=ROLES)
    provider.person = NOOR | {"groups": ["beheer"]}
    come(client, provider)

    page = client.get(f"/beheer/accounts/{account.id}").text

    assert page.count("van Hier)") == 1


def test_a_role_given_by_hand_is_not_taken_by_who_gives_the_same(
    client: FlaskClient, account: Account, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, roles=(RoleFor(Claim("groups", "deur"), Role.HOST, ""),))
    provider.person = NOOR | {"groups": ["deur"]}
    come(client, provider)

    provider.person = NOOR
    come(client, provider)

    assert roles(account) == [(Role.HOST, "", False)]


def test_whom_a_provider_gives_a_role_gets_an_account(
    client: FlaskClient, database: None, provider: FakeProvider, configure: Configure
) -> None:
    configure(issuer=provider.issuer, roles=ROLES)
    provider.more = NOOR | {"groups": ["beheer"]}

    come(client, provider)

    [made] = db.session.scalars(select(Account))
    assert (made.email, made.name) == ("noor@example.org", "Noor de Wit")
    assert roles(made) == [(Role.ADMINISTRATOR, "", True)]
    assert is_signed_in(client)


@pytest.mark.parametrize("said", [{"groups": ["elders"]}, {"email_verified": False}])
def test_no_account_is_made_without_a_role_or_a_verified_address(
    client: FlaskClient,
    database: None,
    provider: FakeProvider,
    configure: Configure,
    said: dict[str, object],
) -> None:
    configure(issuer=provider.issuer, roles=ROLES)
    provider.person = NOOR | {"groups": ["beheer"]} | said

    come(client, provider)

    assert db.session.scalars(select(Account)).all() == []


def test_who_is_forgotten_leaves_no_trace_of_where_they_came_from(
    client: FlaskClient, account: Account, provider: FakeProvider
) -> None:
    provider.person = NOOR
    come(client, provider)

    shown = personal.PERSONAL.export(Subject(None, "noor@example.org"))
    with transaction():
        personal.PERSONAL.erase(Subject(None, "noor@example.org"))

    assert shown["provider_identity"][0]["subject"] == "u-1"
    assert identities() == []
