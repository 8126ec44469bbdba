"""The page of mail that came in, and one mail as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.core.permissions import Permission
from rok_events.db import db
from rok_events.mail.inbox_rules import Handling
from rok_events.mail.incoming import Sort
from rok_events.web.access import Visitor
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    SignIn = Callable[[int | None], None]


@pytest.fixture
def sign_in(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Come as an organiser of one community, or of all of them."""

    def come(community_id: int | None) -> None:
        visitor = Visitor(1, "Robin", {community_id: PERMISSIONS[Role.ORGANISER]})
        assert visitor.may_somewhere(Permission.SEE_MAIL)
        monkeypatch.setitem(app.extensions, "access", lambda: visitor)

    return come


def test_what_waits_for_somebody_stands_first(client: FlaskClient, sign_in: SignIn) -> None:
    make.incoming(subject="Mag mijn hond mee?")
    make.incoming(subject="Ik ben er niet", sort=Sort.AUTOMATIC, handling=Handling.BY_ITSELF)
    sign_in(None)

    waiting = client.get("/beheer/postvak").text
    by_itself = client.get("/beheer/postvak?staat=vanzelf").text

    assert "Mag mijn hond mee?" in waiting
    assert "Iemand schreef ons." in waiting
    assert "Te lezen (1)" in waiting
    assert "Ik ben er niet" not in waiting
    assert "Ik ben er niet" in by_itself


def test_organisers_read_what_concerns_their_community(
    client: FlaskClient, sign_in: SignIn
) -> None:
    here, there = make.community(), make.community()
    ours = make.incoming(community_id=here.id, subject="Voor ons")
    make.incoming(community_id=there.id, subject="Voor hen")
    nobodys = make.incoming(subject="Voor wie?")
    sign_in(here.id)

    page = client.get("/beheer/postvak").text

    assert "Voor ons" in page
    assert "Voor hen" not in page
    assert "Voor wie?" not in page
    assert client.get(f"/beheer/postvak/{ours.id}").status_code == 200
    assert client.get(f"/beheer/postvak/{nobodys.id}").status_code == 403


def test_a_mail_is_shown_as_plain_text_and_nothing_more(
    client: FlaskClient, sign_in: SignIn
) -> None:
    mail = make.incoming(
        subject="<b>Dag</b>", text="<script>alert(1)</script>\nhttps://elders.example.org/val"
    )
    sign_in(None)

    page = client.get(f"/beheer/postvak/{mail.id}").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;Dag&lt;/b&gt;" in page
    assert 'href="https://elders.example.org/val"' not in page


def test_a_mail_that_is_dealt_with_leaves_the_list(client: FlaskClient, sign_in: SignIn) -> None:
    mail = make.incoming(subject="Mag mijn hond mee?")
    sign_in(None)

    for _ in range(2):
        answer = client.post(f"/beheer/postvak/{mail.id}/afgehandeld")
        assert (answer.status_code, answer.location) == (303, "/beheer/postvak")

    assert "Mag mijn hond mee?" not in client.get("/beheer/postvak").text
    assert "Mag mijn hond mee?" in client.get("/beheer/postvak?staat=afgehandeld").text
    assert "Afgehandeld" in client.get(f"/beheer/postvak/{mail.id}").text


def test_a_mail_can_be_had_as_it_came(client: FlaskClient, sign_in: SignIn) -> None:
    mail = make.incoming(raw=b"Subject: hoi\r\n\r\nhoi\r\n")
    sign_in(None)

    answer = client.get(f"/beheer/postvak/{mail.id}/bericht.eml")

    assert answer.data == b"Subject: hoi\r\n\r\nhoi\r\n"
    assert answer.content_type == "message/rfc822"
    assert "attachment" in answer.headers["Content-Disposition"]

    mail.raw, mail.text = b"", ""
    db.session.commit()
    assert client.get(f"/beheer/postvak/{mail.id}/bericht.eml").status_code == 404
    assert "bewaren we niet meer" in client.get(f"/beheer/postvak/{mail.id}").text


def test_an_empty_inbox_says_what_will_stand_there(
    app: Flask, client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(None)

    assert "Er komt nog geen mail binnen" in client.get("/beheer/postvak").text
    assert "Nog niets" in client.get("/beheer/postvak?staat=vanzelf").text

    monkeypatch.setitem(app.config, "INBOX_URL", "lmtp://127.0.0.1:8024")
    page = client.get("/beheer/postvak").text
    assert "Er komt nog geen mail binnen" not in page
    assert "Niets te lezen" in page


def test_the_list_asks_the_same_few_questions_however_long(
    client: FlaskClient, sign_in: SignIn, queries: list[str]
) -> None:
    sign_in(None)
    make.incoming()
    client.get("/beheer/postvak")
    queries.clear()
    client.get("/beheer/postvak")
    one = len(queries)

    for _ in range(20):
        make.incoming()
    queries.clear()
    client.get("/beheer/postvak")

    assert len(queries) == one
