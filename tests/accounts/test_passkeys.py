"""Passkeys: made, used to sign in, named and removed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
import time_machine
from sqlalchemy import select

from rok_events.accounts import personal
from rok_events.accounts.factor_models import Demand, RecoveryCode
from rok_events.accounts.models import Account, SignIn
from rok_events.accounts.passkey_models import Passkey, SpentChallenge
from rok_events.accounts.rules import Role
from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from tests import make, visitors
from tests.accounts.authenticator import Device
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NEW = "/mijn-account/beveiliging/passkeys/nieuw"
SECURITY = "/mijn-account/beveiliging"


def asked_by(page: TestResponse) -> dict[str, str]:
    """Return what the page asks of a device that is to make a passkey."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    form = tree.find(".//form[@data-asked]")
    assert form is not None
    asked: dict[str, str] = json.loads(form.get("data-asked") or "")
    return asked


def make_one(client: FlaskClient, device: Device, **lies: Any) -> TestResponse:
    """Make a passkey as the script on the page does."""
    asked = asked_by(client.get(NEW))
    answer = device.make(asked["options"], **lies)
    return client.post(NEW, data={"answer": answer, "proof": asked["proof"]})


def use_one(
    client: FlaskClient, device: Device, naar: str | None = None, **lies: Any
) -> TestResponse:
    """Sign in with a passkey as the script on the page does."""
    asked = client.get("/inloggen/passkey").get_json()
    data = {"answer": device.use(asked["options"], **lies), "proof": asked["proof"]}
    return client.post("/inloggen/passkey", data=data, query_string={"naar": naar} if naar else {})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/mijn-account").status_code == 200


def kept() -> list[Passkey]:
    return [*db.session.scalars(select(Passkey).order_by(Passkey.id))]


@pytest.fixture
def account(database: None) -> Account:
    """Somebody who signs in with a passkey."""
    return make.account(Role.ORGANISER, email="noor@example.org")


@pytest.fixture
def device(client: FlaskClient, account: Account) -> Device:
    """Their device, with a passkey; nobody is signed in."""
    visitors.sign_in(client, account)
    device = Device()
    make_one(client, device)
    client.post("/uitloggen")
    return device


def test_a_passkey_signs_in_without_an_address_and_counts_as_two(
    client: FlaskClient, account: Account, device: Device
) -> None:
    answer = use_one(client, device, naar="/beheer/mail")

    assert (answer.status_code, answer.location) == (303, "/beheer/mail")
    assert is_signed_in(client)
    [sign_in] = db.session.scalars(select(SignIn).where(SignIn.account_id == account.id))
    assert (sign_in.way, sign_in.is_strong) == ("passkey", True)
    assert kept()[0].used_at == account.signed_in_at == NOW


def test_what_is_asked_shuts_no_device_out(client: FlaskClient, account: Account) -> None:
    visitors.sign_in(client, account)

    asked = json.loads(asked_by(client.get(NEW))["options"])

    assert asked["rp"]["id"] == "agenda.example.org"
    assert asked["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert asked["user"]["name"] == "noor@example.org"
    assert "noor" not in asked["user"]["id"]
    assert asked["attestation"] == "none"


def test_the_first_passkey_brings_recovery_codes_and_a_mail(
    client: FlaskClient, account: Account
) -> None:
    visitors.sign_in(client, account)

    answer = make_one(client, Device())

    assert answer.text.count('rok-code"') == 10
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 10
    subjects = select(OutgoingMail.subject).order_by(OutgoingMail.id)
    assert "passkey" in db.session.scalars(subjects).all()[-1]
    assert kept()[0].is_backed_up


def test_the_second_passkey_is_of_the_same_person_and_not_of_the_same_device(
    client: FlaskClient, account: Account
) -> None:
    visitors.sign_in(client, account)
    first, second = Device(), Device()
    make_one(client, first)

    asked = json.loads(asked_by(client.get(NEW))["options"])
    make_one(client, second)

    assert first.handle == second.handle
    assert len(kept()) == 2
    assert [one["id"] for one in asked["excludeCredentials"]] == [kept()[0].credential_id]


def test_after_a_link_the_passkey_is_asked_for(
    client: FlaskClient, account: Account, device: Device
) -> None:
    answer = visitors.sign_in(client, account)
    page = client.get(answer.location)

    assert answer.location.startswith("/inloggen/code")
    assert 'data-passkey="use"' in page.text
    assert not is_signed_in(client)

    use_one(client, device)

    assert is_signed_in(client)
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_a_passkey_proves_once_more_that_it_is_you(
    client: FlaskClient, account: Account, device: Device
) -> None:
    use_one(client, device)

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        asked = client.get(NEW)
        use_one(client, device, naar=NEW)
        page = client.get(NEW)

    assert asked.location.startswith("/inloggen/nogmaals")
    assert page.status_code == 200
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_a_passkey_has_a_name_that_can_change(
    client: FlaskClient, account: Account, device: Device
) -> None:
    use_one(client, device)
    path = f"{SECURITY}/passkeys/{kept()[0].id}"

    shown = client.get(path)
    wrong = client.post(path, data={"name": " "})
    client.post(path, data={"name": "Telefoon\nvan Noor"})

    assert "Onbekend" not in shown.text
    assert wrong.status_code == 422
    assert kept()[0].name == "Telefoon van Noor"
    assert "Telefoon van Noor" in client.get(SECURITY).text


def test_a_passkey_that_was_removed_opens_nothing(
    client: FlaskClient, account: Account, device: Device
) -> None:
    use_one(client, device)
    client.post(f"{SECURITY}/passkeys/{kept()[0].id}/verwijderen")
    client.post("/uitloggen")

    answer = use_one(client, device)

    assert kept() == []
    assert answer.location == "/inloggen"
    assert "is hier niet meer bekend" in client.get("/inloggen").text
    assert not is_signed_in(client)


def test_the_only_second_factor_stays_while_a_role_demands_one(
    client: FlaskClient, account: Account, device: Device
) -> None:
    make.saved(Demand(role=Role.ORGANISER))
    use_one(client, device)

    refused = client.post(f"{SECURITY}/passkeys/{kept()[0].id}/verwijderen")
    make_one(client, Device())
    allowed = client.post(f"{SECURITY}/passkeys/{kept()[0].id}/verwijderen")

    assert refused.status_code == 409
    assert (allowed.status_code, len(kept())) == (303, 1)


def test_a_passkey_is_what_a_demanding_role_asks_for(client: FlaskClient, account: Account) -> None:
    make.saved(Demand(role=Role.ORGANISER))
    visitors.sign_in(client, account)

    before = client.get("/beheer")
    make_one(client, Device())
    after = client.get("/beheer")

    assert before.location.startswith(SECURITY)
    assert after.status_code == 200


@pytest.mark.parametrize("what", ["", "/verwijderen"])
def test_a_passkey_of_somebody_else_is_not_there(
    client: FlaskClient, device: Device, what: str
) -> None:
    visitors.sign_in(client, make.account())

    answer = client.post(f"{SECURITY}/passkeys/{kept()[0].id}{what}", data={"name": "Van mij"})

    assert answer.status_code == 404
    assert kept()[0].name != "Van mij"


def test_somebody_has_twenty_passkeys_at_most(
    client: FlaskClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rok_events.accounts.passkey_rules.MOST", 1)
    visitors.sign_in(client, account)
    make_one(client, Device())

    assert make_one(client, Device()).status_code == 409


def test_who_is_forgotten_leaves_no_passkey(account: Account, device: Device) -> None:
    shown = personal.PERSONAL.export(Subject(None, "noor@example.org"))
    with transaction():
        personal.PERSONAL.erase(Subject(None, "noor@example.org"))

    assert shown["passkey"][0]["name"]
    assert kept() == []


def test_spent_challenges_are_forgotten(client: FlaskClient, device: Device) -> None:
    use_one(client, device)

    with transaction():
        personal.PERSONAL.purge(NOW + timedelta(minutes=15))

    assert db.session.scalars(select(SpentChallenge)).all() == []
