"""Administrators: accounts made, roles given and withdrawn, accounts closed, sessions ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from rok_events.accounts import queries, sign_in_queries
from rok_events.accounts.models import Account, Grant, SignIn
from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.mail.models import OutgoingMail
from tests import make, visitors

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def boss(client: FlaskClient) -> Account:
    """Whoever is signed in: an administrator of all networks."""
    account = make.account(Role.ADMINISTRATOR, name="Bo")
    visitors.sign_in(client, account)
    return account


def roles(account_id: int) -> set[tuple[Role, int | None]]:
    """Return the roles that an account has in the database."""
    db.session.expire_all()
    return {(one.role, one.community_id) for one in queries.get_by_id(account_id).grants}


@pytest.mark.usefixtures("boss")
def test_whoever_gets_an_account_gets_a_role_and_a_mail(client: FlaskClient) -> None:
    community = make.community(name="ROK Deventer")
    form = {"name": "Noor", "email": "Noor@Example.org", "role": "host"}

    answer = client.post("/beheer/accounts/nieuw", data=form | {"community": str(community.id)})

    noor = queries.get("noor@example.org")
    letter = db.session.scalars(db.select(OutgoingMail)).one()
    assert answer.status_code == 303
    assert answer.location == f"/beheer/accounts/{noor.id}"
    assert noor.name == "Noor"
    assert roles(noor.id) == {(Role.HOST, community.id)}
    assert letter.recipient == "noor@example.org"
    assert "ROK Deventer" in letter.subject
    assert "/inloggen" in letter.text
    assert "Noor" in client.get("/beheer/accounts").text


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nergens"}, "Vul een e-mailadres in zoals"),
        ({"role": ""}, "Kies een rol."),
        ({"community": ""}, "Kies een netwerk."),
        ({"name": "x" * 300}, "hoogstens 200"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_at_the_field(
    client: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    form = {"name": "", "email": "noor@example.org", "role": "host", "community": "*"}

    answer = client.post("/beheer/accounts/nieuw", data=form | wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert queries.find("noor@example.org") is None


@pytest.mark.usefixtures("boss")
def test_whoever_is_known_keeps_their_name_and_gets_a_role_beside_the_other(
    client: FlaskClient,
) -> None:
    noor = make.account(Role.HOST, name="Noor")
    form = {"name": "Somebody else", "email": noor.email, "role": "lead", "community": "*"}

    client.post("/beheer/accounts/nieuw", data=form)
    again = client.post("/beheer/accounts/nieuw", data=form)

    assert roles(noor.id) == {(Role.HOST, None), (Role.LEAD, None)}
    assert queries.get_by_id(noor.id).name == "Noor"
    assert again.status_code == 422
    assert "heeft die rol al" in again.text


@pytest.mark.usefixtures("boss")
def test_a_role_is_given_and_withdrawn_on_the_page_of_the_account(client: FlaskClient) -> None:
    noor = make.account(Role.HOST)
    grant_id = noor.grants[0].id

    client.post(f"/beheer/accounts/{noor.id}/rollen", data={"role": "lead", "community": "*"})
    client.post(f"/beheer/accounts/{noor.id}/rollen/{grant_id}/intrekken")
    again = client.post(f"/beheer/accounts/{noor.id}/rollen/{grant_id}/intrekken")

    assert roles(noor.id) == {(Role.LEAD, None)}
    assert again.status_code == 404


def test_the_last_who_may_do_everything_stays(client: FlaskClient, boss: Account) -> None:
    make.account(Role.ADMINISTRATOR, make.community())
    make.account(Role.ADMINISTRATOR, active=False)

    closing = client.post(f"/beheer/accounts/{boss.id}/sluiten")
    taking = client.post(f"/beheer/accounts/{boss.id}/rollen/{boss.grants[0].id}/intrekken")

    assert closing.status_code == taking.status_code == 409
    assert "Er moet iemand overblijven die alles mag" in closing.text
    assert roles(boss.id) == {(Role.ADMINISTRATOR, None)}


def test_whoever_is_closed_out_is_out_at_once_and_comes_back_with_the_same_roles(
    app: Flask, client: FlaskClient, boss: Account
) -> None:
    assert boss.active
    noor, their = make.account(Role.HOST), app.test_client()
    visitors.sign_in(their, noor)

    client.post(f"/beheer/accounts/{noor.id}/sluiten")
    shut = their.get("/beheer").status_code
    client.post(f"/beheer/accounts/{noor.id}/openen")
    visitors.sign_in(their, noor)

    assert shut == 303
    assert their.get("/beheer").status_code == 200


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("one", [True, False])
def test_a_session_that_is_ended_is_over_wherever_it_is(
    app: Flask, client: FlaskClient, *, one: bool
) -> None:
    noor, their = make.account(Role.HOST), app.test_client()
    visitors.sign_in(their, noor)
    (session,) = sign_in_queries.sessions(noor.id, make.LONG_AGO)
    which = f"{session.id}/" if one else ""

    client.post(f"/beheer/accounts/{noor.id}/sessies/{which}beeindigen")

    assert their.get("/beheer").status_code == 303
    assert sign_in_queries.sessions(noor.id, make.LONG_AGO) == []


@pytest.mark.usefixtures("boss")
def test_the_session_of_another_account_is_not_ended_by_its_number(client: FlaskClient) -> None:
    noor, other = make.account(), make.account()
    session = make.session(other)

    client.post(f"/beheer/accounts/{noor.id}/sessies/{session.id}/beeindigen")

    db.session.expire_all()
    assert db.session.get(SignIn, session.id) is not None


def test_who_manages_one_network_manages_its_roles_only(client: FlaskClient) -> None:
    here, there = make.community(name="Hier"), make.community(name="Daar")
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR, here))
    both = make.account(Role.HOST, here, name="Beide")
    both.grants.append(Grant(role=Role.LEAD, community_id=there.id))
    make.saved(both)
    make.account(Role.HOST, there, name="Elders")

    overview = client.get("/beheer/accounts").text
    page = client.get(f"/beheer/accounts/{both.id}").text
    closing = client.post(f"/beheer/accounts/{both.id}/sluiten")
    giving = client.post(
        f"/beheer/accounts/{both.id}/rollen", data={"role": "host", "community": str(there.id)}
    )
    taking = client.post(f"/beheer/accounts/{both.id}/rollen/{both.grants[1].id}/intrekken")

    assert "Beide" in overview
    assert "Elders" not in overview
    assert "Daar" not in page
    assert "Sluit dit account" not in page
    assert closing.status_code == taking.status_code == 403
    assert giving.status_code == 422
    assert roles(both.id) == {(Role.HOST, here.id), (Role.LEAD, there.id)}


def test_a_closed_account_is_not_opened_from_one_network(client: FlaskClient) -> None:
    here = make.community()
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR, here))
    noor = make.account(Role.HOST, active=False)
    form = {"name": "", "email": noor.email, "role": "host", "community": str(here.id)}

    answer = client.post("/beheer/accounts/nieuw", data=form)

    assert answer.status_code == 422
    assert "Dit account is gesloten" in answer.text
    assert not queries.get_by_id(noor.id).active


@pytest.mark.usefixtures("boss")
def test_accounts_are_found_by_name_and_address(client: FlaskClient) -> None:
    make.account(name="Noor de Wit", email="nw@example.org")
    make.account(name="100% Piet", email="piet@example.org")

    assert "Noor" in client.get("/beheer/accounts?q=wit+NW").text
    assert "Noor" not in client.get("/beheer/accounts?q=%25").text
    assert "Geen account gevonden" in client.get("/beheer/accounts?q=niemand").text


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("more", [10, 120])
def test_the_list_costs_as_many_queries_however_many_accounts(
    client: FlaskClient, more: int
) -> None:
    for _ in range(more):
        make.account()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(str(seen[2])))

    answer = client.get("/beheer/accounts?page=99")

    assert answer.status_code == 200
    assert len([statement for statement in asked if "SELECT" in statement]) == 4
