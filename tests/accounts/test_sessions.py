"""Who a visitor is, what they may do, and what finding that out costs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from rok_events.accounts import sessions, sign_in_queries
from rok_events.accounts.models import Grant
from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.core.permissions import Permission
from rok_events.db import db
from tests import make, visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.web.access import Visitor


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note every statement that the database is asked inside the block."""
    asked: list[str] = []

    def note(*seen: object) -> None:
        asked.append(str(seen[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def seen_by(client: FlaskClient) -> Visitor:
    """Return the visitor that a page sees."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    with client.application.test_request_context(headers={"Cookie": f"session={cookie.value}"}):
        return sessions.visitor()


def test_a_stranger_costs_no_query(client: FlaskClient) -> None:
    client.get("/inloggen")

    with statements() as asked:
        answer = client.get("/inloggen")

    assert answer.status_code == 200
    assert asked == []


def test_whoever_is_signed_in_costs_one_query_however_many_roles(client: FlaskClient) -> None:
    account = make.account(Role.HOST, make.community())
    account.grants += [Grant(role=role, community_id=make.community().id) for role in Role]
    make.saved(account)
    visitors.sign_in(client, account)
    db.session.expire_all()

    with statements() as asked:
        answer = client.get("/privacy")

    assert "Uitloggen" in answer.text
    assert len([statement for statement in asked if "SELECT" in statement]) == 1


def test_a_page_without_a_visitor_asks_nothing(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account())

    with statements() as asked:
        client.get("/healthz")

    assert asked == []


def test_a_database_that_is_away_is_told_to_whoever_is_signed_in_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors.sign_in(client, make.account())

    def away(*_asked: object) -> None:
        raise OperationalError(None, None, Exception("gone"))

    monkeypatch.setattr(sign_in_queries, "find_signed_in", away)
    answer = client.get("/privacy")

    assert answer.status_code == 503
    assert "Inloggen" in answer.text


def test_roles_add_up_in_each_community(client: FlaskClient) -> None:
    here, there = make.community(), make.community()
    account = make.account(Role.HOST, here, name="Noor")
    account.grants += [
        Grant(role=Role.LEAD, community_id=here.id),
        Grant(role=Role.ORGANISER, community_id=there.id),
        Grant(role=Role.LEAD),
    ]
    make.saved(account)
    visitors.sign_in(client, account)

    visitor = seen_by(client)

    assert (visitor.account_id, visitor.name) == (account.id, "Noor")
    assert visitor.grants == {
        here.id: PERMISSIONS[Role.HOST] | PERMISSIONS[Role.LEAD],
        there.id: PERMISSIONS[Role.ORGANISER],
        None: PERMISSIONS[Role.LEAD],
    }


def test_an_account_without_a_name_is_called_by_its_address(client: FlaskClient) -> None:
    visitors.sign_in(client, make.account(name="", email="noor@example.org"))

    assert seen_by(client).name == "noor@example.org"


def test_an_administrator_may_do_everything_and_a_host_only_check_in() -> None:
    assert PERMISSIONS[Role.ADMINISTRATOR] == set(Permission)
    assert PERMISSIONS[Role.HOST] == {Permission.CHECK_IN}
    assert set(PERMISSIONS) == set(Role)


def test_the_pages_and_commands_of_flask_security_stay_shut(app: Flask) -> None:
    assert "security" not in app.blueprints
    assert not {"users", "roles"} & set(app.cli.commands)


def test_flask_security_finds_an_account_by_its_address_too(app: Flask, database: None) -> None:
    account = make.account(email="noor@example.org")

    assert app.extensions["security"].datastore.find_user(email="noor@example.org") is account


@pytest.mark.parametrize("carrier", ["header", "address"])
def test_no_token_in_a_header_or_an_address_signs_anybody_in(
    app: Flask, client: FlaskClient, carrier: str
) -> None:
    account = make.account()
    with app.test_request_context():
        token = account.get_auth_token()
    client.get("/inloggen")
    with client.session_transaction() as session:
        session["_user_id"] = "somebody else"

    if carrier == "header":
        answer = client.get("/privacy", headers={"Authentication-Token": token})
    else:
        answer = client.get("/privacy", query_string={"auth_token": token})

    assert "Uitloggen" not in answer.text


def test_a_session_without_its_link_is_nobodys(client: FlaskClient) -> None:
    account = make.account()
    visitors.sign_in(client, account)
    with client.session_transaction() as session:
        del session[sessions.WHOLE]

    assert "Uitloggen" not in client.get("/privacy").text


def test_a_session_with_the_link_of_somebody_else_is_nobodys(
    client: FlaskClient, app: Flask
) -> None:
    visitors.sign_in(client, make.account())
    other = app.test_client()
    visitors.sign_in(other, make.account())
    with other.session_transaction() as session:
        theirs = session[sessions.WHOLE]
    with client.session_transaction() as session:
        session[sessions.WHOLE] = theirs

    assert "Uitloggen" not in client.get("/privacy").text
