"""Every address by everybody who may come: the guards of all views, from the views themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.mail import actions as mail
from rok_events.mail.letters import Letter
from rok_events.mail.rules import MailState
from rok_events.web import access
from rok_events.web.access import STRANGER, Visitor
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from rok_events.communities.models import Community

    Visit = Callable[[Role | None, int | None, str, Rule], TestResponse]

SECRET = "Zandkasteel"  # noqa: S105 -- a word, in everything that belongs to one community
WORKSPACE = ("/beheer", "/inzicht")
# What stands in an address without naming a thing of one community.
NAMES_NOTHING = {"file_format", "code", "name", "token", "version"}


@dataclass(frozen=True)
class World:
    """Two communities, and something of everything in the first."""

    here: int
    there: int
    account_id: int
    arguments: Mapping[str, object]
    """What to fill in where an address has a gap; by endpoint where one word means two things."""

    def path(self, rule: Rule) -> str:
        """Return the address of something in the first community."""
        filled = {
            name: self.arguments.get(f"{rule.endpoint}.{name}", self.arguments.get(name))
            for name in rule.arguments
        }
        missing = [name for name, value in filled.items() if value is None]
        assert missing == [], f"say in `world` what {missing} is in {rule}"
        return str(rule.build(filled)[1])  # type: ignore[index]  # no gap is left


@pytest.fixture
def world(database: None) -> World:
    """Something of everything, all of it called after a sandcastle."""
    here, there = make.community(name=f"Netwerk {SECRET}"), make.community()
    make.activity(community=there)
    activity = make.activity(
        community=here, title=f"Casustafel {SECRET}", slug="zand", starts_at=NOW
    )
    question = make.question(activity=activity, label=f"Waarom {SECRET}?")
    organisation = make.organisation(name=f"Stichting {SECRET}")
    person = make.person(name=f"Kim {SECRET}")
    registration = make.registration(activity=activity, person=person, organisation=organisation)
    for somebody in (person, make.person(), make.person(), make.person()):
        make.attendance(session=activity.sessions[0], person=somebody, organisation=organisation)
    with transaction():
        letter = mail.queue(
            Letter(
                purpose="place_confirmed",
                about=f"registration:{registration.id}",
                recipient="kim@example.org",
                recipient_name=person.name,
                subject=f"Over {SECRET}",
                text=SECRET,
                html=SECRET,
                community_id=here.id,
            )
        )
        letter.state = MailState.FAILED
    return World(
        here=here.id,
        there=there.id,
        account_id=make.account(role=None).id,
        arguments={
            "slug": activity.slug,
            "activities.community.slug": here.slug,
            "invitations.community_feed.slug": here.slug,
            "communities.stylesheet.slug": here.slug,
            "version": "x",
            "activity_id": activity.id,
            "session_id": activity.sessions[0].id,
            "person_id": person.id,
            **_account_of(here),
            "mail_id": letter.id,
            "incoming_id": make.incoming(community_id=here.id, subject=SECRET).id,
            "message_id": make.message(activity=activity, subject=SECRET).id,
            "token": registration.token,
            # The same secret opens the page of an invitation.
            "guest_id": make.guest(activity=activity, token=registration.token).id,
            "code": "nl",
            "name": "x.eml",
            "file_format": "json",
            "desk.export.file_format": "csv",
            "registration_id": registration.id,
            "question_id": question.id,
        },
    )


def _account_of(community: Community) -> Mapping[str, object]:
    """Somebody who is host of one community, and signed in."""
    account = make.account(Role.HOST, community, name=f"Host {SECRET}")
    link = make.session(account)
    return {"account_id": account.id, "grant_id": account.grants[0].id, "link_id": link.id}


@pytest.fixture
def visit(app: Flask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Come to an address as somebody with a role somewhere."""

    def come(role: Role | None, where: int | None, method: str, rule: Rule) -> TestResponse:
        visitor = (
            Visitor(world.account_id, "Robin", {where: PERMISSIONS[role]}) if role else STRANGER
        )
        monkeypatch.setitem(app.extensions, "access", lambda: visitor)
        return client.open(world.path(rule), method=method)

    return come


def doors(app: Flask) -> Iterator[tuple[str, Rule, str | Permission]]:
    """Yield each method of each address, with who may come in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            whose = app.view_functions[rule.endpoint].__dict__["access"]
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, rule, whose


def guarded(app: Flask) -> list[tuple[str, Rule, Permission]]:
    """Return the doors that ask for a permission."""
    return [(m, rule, whose) for m, rule, whose in doors(app) if isinstance(whose, Permission)]


def names_a_thing(rule: Rule) -> bool:
    return bool(rule.arguments - NAMES_NOTHING)


def is_sent_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and answer.location.startswith("/inloggen")


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
    wrong = []
    for method, rule, permission in guarded(app):
        answer = visit(role, None if everywhere else world.here, method, rule)
        is_in = answer.status_code != 403 and not is_sent_to_sign_in(answer)
        if is_in != (permission in PERMISSIONS[role]) or answer.status_code >= 500:
            wrong.append(f"{method} {rule}: {answer.status_code}")

    assert wrong == []


def opened_from_elsewhere(app: Flask, world: World, visit: Visit, role: Role) -> list[str]:
    """Return the doors that a role in the other community opens, or that show what is here."""
    wrong = []
    for method, rule, permission in guarded(app):
        answer = visit(role, world.there, method, rule)
        is_refused = answer.status_code in {403, 404}
        must_be_refused = permission not in PERMISSIONS[role] or names_a_thing(rule)
        if is_refused != must_be_refused or SECRET in answer.text:
            wrong.append(f"{method} {rule}: {answer.status_code}")
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
        if method == "GET" and SECRET in visit(Role.ADMINISTRATOR, world.here, method, rule).text
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
