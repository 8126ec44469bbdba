"""Making accounts, giving roles, shutting, blanking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rok_events.accounts import actions, factor_queries, personal, queries
from rok_events.accounts.factor_models import Password
from rok_events.accounts.factor_queries import Factors
from rok_events.accounts.models import Account, Grant, SignInLink
from rok_events.accounts.rules import ACCOUNT_LIFE, LINK_LIFE, SESSION_LIFE, Role
from rok_events.core.errors import InvalidError, NotFoundError
from rok_events.core.personal import Subject
from rok_events.db import db
from tests import authenticators, make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

NOOR = "noor@example.org"


def roles(account: Account) -> set[tuple[Role, int | None]]:
    return {(grant.role, grant.community_id) for grant in account.grants}


def test_an_account_is_made_with_its_role() -> None:
    community = make.community()

    account = actions.create(" Noor@Example.ORG ", Role.HOST, community.id, " Noor \n de Wit ")

    assert (account.email, account.name, account.active) == (NOOR, "Noor de Wit", True)
    assert account.created_at == NOW
    assert roles(account) == {(Role.HOST, community.id)}


def test_making_it_again_changes_nothing() -> None:
    first = actions.create(NOOR, Role.LEAD, name="Noor")

    second = actions.create(NOOR, Role.LEAD)

    assert second is first
    assert (second.name, roles(second)) == ("Noor", {(Role.LEAD, None)})


def test_a_role_is_added_to_those_there_are() -> None:
    community = make.community()
    actions.create(NOOR, Role.LEAD)

    account = actions.create(NOOR, Role.LEAD, community.id)
    actions.create(NOOR, Role.HOST)

    assert roles(account) == {(Role.LEAD, None), (Role.LEAD, community.id), (Role.HOST, None)}


@pytest.mark.parametrize("email", ["", "noor", "noor@", "a b@example.org", "noor@example.org\nx"])
def test_a_wrong_address_makes_no_account(email: str) -> None:
    with pytest.raises(InvalidError):
        actions.create(email, Role.HOST)

    assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("everywhere", [True, False])
def test_the_database_refuses_the_same_role_twice(*, everywhere: bool) -> None:
    community_id = None if everywhere else make.community().id
    account = make.account(role=None)
    db.session.add_all(
        Grant(account_id=account.id, role=Role.HOST, community_id=community_id) for _ in range(2)
    )

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_an_account_that_was_shut_opens_when_it_is_given_a_role() -> None:
    account = actions.create(NOOR, Role.HOST)
    before = account.fs_uniquifier
    actions.sign_in_link(account.id)
    actions.shut(account.email)

    assert (account.active, queries.find_open(NOOR)) == (False, None)
    assert account.fs_uniquifier != before

    actions.create(NOOR, Role.HOST)

    assert queries.find_open(NOOR) is account
    assert queries.links(account.id) == []


def test_an_unknown_account_cannot_be_shut() -> None:
    with pytest.raises(NotFoundError):
        actions.shut("niemand@example.org")


def test_a_person_is_told_what_their_account_holds() -> None:
    community = make.community(name="ROK Deventer")
    account = actions.create(NOOR, Role.HOST, community.id, "Noor")
    actions.create(NOOR, Role.LEAD)
    actions.sign_in_link(account.id)

    told = personal.export(Subject(None, "NOOR@example.org"))

    assert told["account"][0]["name"] == "Noor"
    assert told["role_grant"] == [
        {"role": Role.HOST, "community": "ROK Deventer"},
        {"role": Role.LEAD, "community": None},
    ]
    assert told["sign_in_link"] == [{"created_at": NOW, "used_at": None}]
    assert told["authenticator"] == []
    assert personal.export(Subject(None, "anders@example.org")) == {}


def test_a_person_is_told_what_proves_who_they_are_but_no_secret() -> None:
    noor = make.account(email=NOOR)
    app = authenticators.add(noor)
    make.saved(Password(account_id=noor.id, digest="digest", set_at=NOW))

    told = personal.export(Subject(None, NOOR))

    assert told["authenticator"] == [{"added_at": NOW}]
    assert told["password"] == [{"set_at": NOW}]
    assert told["recovery_code"] == [{"left": 1}]
    assert app.secret.hex() not in str(told)
    personal.erase(Subject(None, NOOR))
    assert factor_queries.of(noor.id) == Factors(None, None, 0)


def test_an_erased_account_tells_nothing_and_opens_nothing() -> None:
    account = actions.create(NOOR, Role.HOST, name="Noor")
    actions.sign_in_link(account.id)

    personal.erase(Subject(None, NOOR))
    personal.erase(Subject(None, NOOR))
    db.session.flush()

    assert (account.name, account.active, account.grants) == ("", False, [])
    assert "noor" not in account.email
    assert db.session.scalars(select(SignInLink)).all() == []


def test_accounts_that_nobody_used_for_years_are_blanked() -> None:
    old = make.account(created_at=NOW - ACCOUNT_LIFE - timedelta(days=1))
    seen = make.account(created_at=old.created_at, signed_in_at=NOW - timedelta(days=1))
    new = make.account()

    assert (personal.purge(NOW), personal.purge(NOW)) == (1, 0)

    assert [account.active for account in (old, seen, new)] == [False, True, True]


@pytest.mark.parametrize(
    ("age", "used", "is_kept"),
    [
        (timedelta(minutes=29), False, True),
        (timedelta(minutes=30), False, False),
        (timedelta(minutes=1), True, False),
    ],
    ids=["still good", "too old", "used"],
)
def test_links_that_are_over_go(age: timedelta, *, used: bool, is_kept: bool) -> None:
    made = NOW - age
    link = SignInLink(
        account_id=make.account().id,
        digest="x",
        created_at=made,
        expires_at=made + LINK_LIFE,
        used_at=made if used else None,
    )
    make.saved(link)

    assert personal.purge(NOW) == (0 if is_kept else 1)


@pytest.mark.parametrize(
    ("age", "is_whole", "is_kept"),
    [
        (SESSION_LIFE - timedelta(seconds=1), True, True),
        (SESSION_LIFE, True, False),
        (timedelta(minutes=9), False, True),
        (timedelta(minutes=10), False, False),
    ],
    ids=["session", "too long a session", "waits for a second factor", "waited in vain"],
)
def test_sessions_that_are_over_go(age: timedelta, *, is_whole: bool, is_kept: bool) -> None:
    began = NOW - age
    make.session(make.account(), began_at=began, proved_at=began if is_whole else None)

    assert personal.purge(NOW) == (0 if is_kept else 1)
