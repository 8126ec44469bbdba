"""No answer of a device counts but the right one: to us, now, once, by a verified person."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import cbor2
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from rok_events.accounts import actions, passkey_rules
from rok_events.accounts.models import Account, SignIn
from rok_events.accounts.passkey_models import Passkey
from rok_events.accounts.passkey_rules import PasskeyRefusedError, Site
from rok_events.db import db, transaction
from tests import make, visitors
from tests.accounts.authenticator import BACKED_UP, PRESENT, VERIFIED, Device
from tests.accounts.test_passkeys import NEW, asked_by, is_signed_in, kept, make_one, use_one
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def account(client: FlaskClient) -> Account:
    """Somebody who is signed in."""
    account = make.account()
    visitors.sign_in(client, account)
    return account


@pytest.fixture
def device(client: FlaskClient, account: Account) -> Device:
    """Their device, with a passkey that counts; nobody is signed in."""
    device = Device(counts=True)
    make_one(client, device)
    client.post("/uitloggen")
    return device


def assert_refused(client: FlaskClient) -> None:
    assert not is_signed_in(client)
    assert db.session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"origin": "https://agenda.example.org.elders.example"}, id="false page"),
        pytest.param({"origin": "http://agenda.example.org"}, id="without TLS"),
        pytest.param({"site": "elders.example.org"}, id="another site"),
        pytest.param({"flags": PRESENT}, id="nobody was verified"),
        pytest.param({"flags": VERIFIED}, id="nobody was there"),
        pytest.param({"flags": PRESENT | VERIFIED | BACKED_UP}, id="flags that cannot be"),
        pytest.param({"count": 0, "counts": False}, id="the counter stands still: a copy"),
        pytest.param({"handle": bytes_to_base64url(b"somebody else")}, id="of somebody else"),
        pytest.param({"handle": ""}, id="of nobody"),
        pytest.param({"key": Device().key}, id="signed by another key"),
        pytest.param({"id": b"unknown"}, id="an unknown passkey"),
    ],
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    client: FlaskClient, device: Device, change: dict[str, Any]
) -> None:
    use_one(client, device)
    client.post("/uitloggen")
    vars(device).update(change)

    answer = use_one(client, device)

    assert answer.location == "/inloggen"
    assert "passkey" in client.get("/inloggen").text.partition("rok-flow")[0]
    assert_refused(client)


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"challenge": bytes_to_base64url(b"x" * 32)}, id="another challenge"),
        pytest.param({"type": "webauthn.create"}, id="an answer to another question"),
    ],
)
def test_an_answer_to_something_else_lets_nobody_in(
    client: FlaskClient, device: Device, lie: dict[str, Any]
) -> None:
    use_one(client, device, **lie)

    assert_refused(client)


def test_an_answer_counts_once(client: FlaskClient, app: Flask, device: Device) -> None:
    device.counts = False
    asked = client.get("/inloggen/passkey").get_json()
    data = {"answer": device.use(asked["options"]), "proof": asked["proof"]}
    client.post("/inloggen/passkey", data=data)
    thief = app.test_client()

    thief.post("/inloggen/passkey", data=data)

    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_an_answer_counts_for_a_quarter_of_an_hour(client: FlaskClient, device: Device) -> None:
    asked = client.get("/inloggen/passkey").get_json()
    data = {"answer": device.use(asked["options"]), "proof": asked["proof"]}

    with time_machine.travel(NOW + timedelta(minutes=15, seconds=1), tick=False):
        client.post("/inloggen/passkey", data=data)
        page = client.get("/inloggen").text

    assert "Dat duurde te lang" in page
    assert_refused(client)


@pytest.mark.parametrize("proof", ["", "x", "x.y.z", None])
def test_nothing_counts_that_was_not_asked_here(
    client: FlaskClient, device: Device, proof: str | None
) -> None:
    asked = client.get("/inloggen/passkey").get_json()

    data = {"answer": device.use(asked["options"])} | ({"proof": proof} if proof else {})
    client.post("/inloggen/passkey", data=data)

    assert_refused(client)


def test_what_was_asked_for_a_new_passkey_lets_nobody_in(
    client: FlaskClient, account: Account
) -> None:
    device = Device()
    make_one(client, device)
    asked = asked_by(client.get(NEW))
    client.post("/uitloggen")

    data = {"answer": device.use(asked["options"]), "proof": asked["proof"]}
    client.post("/inloggen/passkey", data=data)

    assert_refused(client)


def test_a_closed_account_does_not_open_by_a_passkey(
    client: FlaskClient, account: Account, device: Device
) -> None:
    with transaction():
        actions.shut(account.email)

    use_one(client, device)

    assert_refused(client)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"origin": "https://elders.example.org"}, id="false page"),
        pytest.param({"site": "elders.example.org"}, id="another site"),
        pytest.param({"flags": PRESENT}, id="nobody was verified"),
        pytest.param({"flags": VERIFIED}, id="nobody was there"),
    ],
)
def test_a_new_passkey_is_refused_that_was_not_made_here_by_a_verified_person(
    client: FlaskClient, account: Account, change: dict[str, Any]
) -> None:
    answer = make_one(client, Device(**change))

    assert answer.location == NEW
    assert kept() == []


def test_a_new_passkey_is_for_who_asked_for_it(
    client: FlaskClient, app: Flask, account: Account
) -> None:
    other = app.test_client()
    visitors.sign_in(other, make.account())
    asked = asked_by(other.get(NEW))

    data = {"answer": Device().make(asked["options"]), "proof": asked["proof"]}
    client.post(NEW, data=data)

    assert kept() == []


def test_two_people_cannot_have_one_passkey(
    client: FlaskClient, app: Flask, account: Account
) -> None:
    device = Device()
    make_one(client, device)
    other = app.test_client()
    visitors.sign_in(other, make.account())

    make_one(other, device)

    assert [one.account_id for one in kept()] == [account.id]


HEAD = hashlib.sha256(b"agenda.example.org").digest() + bytes([0x45, 0, 0, 0, 0])


def _attested(data: bytes) -> str:
    return bytes_to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}))


NONSENSE = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=60),
    st.binary(max_size=300).map(bytes_to_base64url),
    st.lists(st.text(max_size=3), max_size=2),
    st.binary(max_size=200).map(lambda data: _attested(HEAD + data)),
)
SITE = Site("agenda.example.org", "https://agenda.example.org")


PARTS = ["id", "rawId", "type", "response", "clientDataJSON"]
PARTS_OF = {
    "make": [*PARTS, "attestationObject"],
    "use": [*PARTS, "authenticatorData", "signature", "userHandle"],
}
CHALLENGE = bytes_to_base64url(b"c" * 32)


def read_back(what: str, text: str) -> None:
    if what == "make":
        passkey_rules.read_new(text, SITE, CHALLENGE)
    else:
        passkey = Passkey(user_handle="YQ", public_key=Device().public_key(), sign_count=0)
        passkey_rules.check(passkey_rules.read(text), passkey, SITE, CHALLENGE)


@settings(max_examples=300)
@given(st.data())
def test_nonsense_in_an_answer_is_refused_in_a_sentence(data: st.DataObject) -> None:
    what = data.draw(st.sampled_from(sorted(PARTS_OF)))
    part = data.draw(st.sampled_from(PARTS_OF[what]))
    options = json.dumps({"challenge": CHALLENGE, "user": {"id": "YQ"}})
    answer = json.loads(getattr(Device(handle="YQ"), what)(options))
    (answer if part in answer else answer["response"])[part] = data.draw(NONSENSE)

    with pytest.raises(PasskeyRefusedError):
        read_back(what, json.dumps(answer))


@pytest.mark.parametrize("what", PARTS_OF)
@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "\x00", '"x"', "[" * 5000])
def test_nonsense_is_refused_in_a_sentence(what: str, text: str) -> None:
    with pytest.raises(PasskeyRefusedError):
        read_back(what, text)


@pytest.mark.parametrize(
    ("public_url", "site"),
    [
        ("https://agenda.example.org", Site("agenda.example.org", "https://agenda.example.org")),
        ("https://a.example.org:8443/rok", Site("a.example.org", "https://a.example.org:8443")),
        ("http://127.0.0.1:5000", Site("localhost", "http://localhost:5000")),
        ("http://[::1]:5000", Site("localhost", "http://localhost:5000")),
        ("http://192.0.2.1", Site("192.0.2.1", "http://192.0.2.1")),
    ],
)
def test_a_passkey_is_bound_to_the_public_address(public_url: str, site: Site) -> None:
    assert passkey_rules.site(public_url) == site
