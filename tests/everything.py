"""Something of everything, for tests that walk every address: the fixtures `world` and `visit`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.attendance import room_codes
from rok_events.certificates import rules
from rok_events.db import transaction
from rok_events.mail import actions as mail
from rok_events.mail.letters import Letter
from rok_events.mail.rules import MailState
from rok_events.web.access import STRANGER, Visitor
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

    from rok_events.communities.models import Community

    Visit = Callable[[Role | None, int | None, str, Rule], TestResponse]

SECRET = "Zandkasteel"  # noqa: S105 -- a word, in everything that belongs to one community


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
    neighbour = make.organisation(name=f"Buurthuis {SECRET}")
    person = make.person(name=f"Kim {SECRET}")
    registration = make.registration(activity=activity, person=person, organisation=organisation)
    for somebody in (person, make.person(), make.person(), make.person()):
        make.attendance(session=activity.sessions[0], person=somebody, organisation=organisation)
    for _ in range(3):
        make.attendance(session=activity.sessions[0], organisation=neighbour)
    certificate = make.certificate(activity=activity, person=person)
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
            "community_management.edit.slug": here.slug,
            "portraits.show.slug": organisation.slug,
            "pair_id": make.sector_pair(community=here).id,
            "wish_id": make.table_wish(community=here, one=organisation, other=neighbour).id,
            "version": "x",
            "activity_id": activity.id,
            "session_id": activity.sessions[0].id,
            "person_id": person.id,
            "affiliation_id": make.affiliation(person=person, organisation=organisation).id,
            "merge_id": make.merge(person).id,
            **_account_of(here),
            "mail_id": letter.id,
            "work_id": make.work(community_id=here.id, title=SECRET).id,
            "incoming_id": make.incoming(community_id=here.id, subject=SECRET).id,
            "message_id": make.message(activity=activity, subject=SECRET).id,
            "token": registration.token,
            # The same secret opens the page of an invitation.
            "certificate_id": certificate.id,
            "certificates.check.code": rules.written(certificate.code),
            "guest_id": make.guest(activity=activity, token=registration.token).id,
            "paper": "badges",
            "code": "nl",
            "room.enter.code": room_codes.code(activity.sessions[0].id, NOW),
            "name": "x.eml",
            "file_name": "x.pdf",
            "file_format": "json",
            "desk.export.file_format": "csv",
            "participation.download.file_format": "csv",
            "seating_files.export.file_format": "csv",
            "audit.export.file_format": "csv",
            "organisations.export.file_format": "csv",
            "register": "big",
            "registers.file.file_format": "csv",
            # All networks share the list, so this one need not be kept from anybody.
            "organisation_id": make.organisation(name="Stichting Zon").id,
            "one_id": organisation.id,
            "other_id": neighbour.id,
            "registration_id": registration.id,
            "question_id": question.id,
        },
    )


def _account_of(community: Community) -> Mapping[str, object]:
    """Somebody who is host of one community, and signed in."""
    account = make.account(Role.HOST, community, name=f"Host {SECRET}")
    link = make.session(account)
    return {
        "account_id": account.id,
        "grant_id": account.grants[0].id,
        "sign_in_id": link.id,
        "passkey_id": make.passkey(account).id,
        "identity_id": make.identity(account).id,
    }


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
