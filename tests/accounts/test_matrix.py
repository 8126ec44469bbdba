"""Every address by everybody who may come, from the table in `docs/access.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.core.permissions import Permission
from rok_events.web import access
from tests.accounts.doors import address, built, documented, doors, guarded, lines
from tests.everything import SECRET

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from tests.everything import Visit, World

WORKSPACE = ("/beheer", "/inzicht")
# What stands in an address without naming a thing of one community.
NAMES_NOTHING = {"file_format", "code", "name", "organisation_id", "token", "version"}
# All networks keep this together: what one network typed, the organisers of all may judge.
SHARED = "/beheer/organisaties"
# Of all networks together: who looks after some of them has no say in it.
FOR_ALL = {
    ("POST", "/beheer/accounts/tweede-stap"),
    ("GET", "/beheer/netwerken/nieuw"),
    ("HEAD", "/beheer/netwerken/nieuw"),
    ("POST", "/beheer/netwerken/nieuw"),
}


def names_a_thing(rule: Rule) -> bool:
    return bool(rule.arguments - NAMES_NOTHING)


def is_sent_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and answer.location.partition("?")[0] == "/inloggen"


def is_in(answer: TestResponse) -> bool:
    """Tell whether the door opened; a lead who comes to the organisers is shown to insight."""
    is_shown_elsewhere = answer.status_code == 303 and answer.location == "/inzicht"
    return answer.status_code != 403 and not is_sent_to_sign_in(answer) and not is_shown_elsewhere


def test_the_documents_tell_of_every_door_who_may_come_in(app: Flask) -> None:
    missing = sorted({*lines(built(app))} - {*lines(documented())})
    gone = sorted({*lines(documented())} - {*lines(built(app))})

    assert not missing, "Put these rows in docs/access.md:\n" + "\n".join(missing)
    assert not gone, "Take these rows out of docs/access.md:\n" + "\n".join(gone)


def test_the_workspace_is_guarded_and_nothing_else_is(app: Flask) -> None:
    unguarded = {rule.rule for _method, rule, whose in doors(app) if whose == "public"}
    asking = {rule.rule for _method, rule, _permission in guarded(app)}

    assert [rule for rule in unguarded if rule.startswith(WORKSPACE)] == []
    assert [rule for rule in asking if not rule.startswith(WORKSPACE)] == []
    assert asking


def test_a_secret_link_is_the_key_of_every_page_that_has_one(app: Flask) -> None:
    public = {rule.rule for _method, rule, whose in doors(app) if whose == "public"}

    assert [rule for rule in public if "<token>" in rule] == []


def test_a_stranger_is_asked_to_sign_in(app: Flask, visit: Visit) -> None:
    wrong = [
        f"{method} {rule}"
        for method, rule, _permission in guarded(app)
        if not is_sent_to_sign_in(visit(None, None, method, rule))
    ]

    assert wrong == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_role_opens_what_it_may_and_nothing_more(
    app: Flask, world: World, visit: Visit, role: Role, *, everywhere: bool
) -> None:
    wrong, table = [], documented()
    for method, rule, _permission in guarded(app):
        answer = visit(role, None if everywhere else world.here, method, rule)
        may = role in table["GET" if method == "HEAD" else method, address(rule)]
        may = may and (everywhere or (method, rule.rule) not in FOR_ALL)
        if is_in(answer) != may or answer.status_code >= 500:
            wrong.append(f"{method} {rule}: {answer.status_code}")

    assert wrong == []


def opened_from_elsewhere(app: Flask, world: World, visit: Visit, role: Role) -> list[str]:
    """Return the doors that a role in the other community opens, or that show what is here."""
    wrong = []
    for method, rule, permission in guarded(app):
        answer = visit(role, world.there, method, rule)
        is_refused = answer.status_code == 404 or not is_in(answer)
        must_be_refused = permission not in PERMISSIONS[role] or names_a_thing(rule)
        must_be_refused = must_be_refused or (method, rule.rule) in FOR_ALL
        if is_refused != must_be_refused:
            wrong.append(f"{method} {rule}: {answer.status_code}")
        before, leak, _ = answer.data.partition(SECRET.encode())
        if leak and not rule.rule.startswith(SHARED):
            wrong.append(f"{method} {rule} tells: {before[-300:]!r}{SECRET}")
    return wrong


@pytest.mark.parametrize("role", Role)
def test_a_role_elsewhere_opens_nothing_here(
    app: Flask, world: World, visit: Visit, role: Role
) -> None:
    assert opened_from_elsewhere(app, world, visit, role) == []


def test_a_view_that_forgets_to_check_where_is_found(
    app: Flask, world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "check", lambda _permission, _community: None)

    assert "POST /beheer/mail/<int:mail_id>/opnieuw: 303" in opened_from_elsewhere(
        app, world, visit, Role.ADMINISTRATOR
    )


def test_the_word_that_must_not_leak_is_there_to_leak(
    app: Flask, world: World, visit: Visit
) -> None:
    shown = {
        rule.rule
        for method, rule, _permission in guarded(app)
        if method == "GET"
        and SECRET.encode() in visit(Role.ADMINISTRATOR, world.here, method, rule).data
    }

    pages = {"/beheer", "/beheer/mail", "/beheer/postvak", "/inzicht", "/inzicht/netwerk"}
    assert pages | {"/beheer/sessies/<int:session_id>/aanwezigheid"} <= shown


def test_what_is_open_is_open_to_everybody(app: Flask, visit: Visit) -> None:
    wrong = []
    for role in (None, *Role):
        for method, rule, whose in doors(app):
            if isinstance(whose, Permission):
                continue
            answer = visit(role, None, method, rule)
            if answer.status_code in {401, 403} or answer.status_code >= 500:
                wrong.append(f"{role} {method} {rule}: {answer.status_code}")

    assert wrong == []
