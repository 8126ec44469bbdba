"""The pages about mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from rok_events.accounts.rules import Role
from rok_events.db import db
from rok_events.mail import delivery
from rok_events.mail.rules import Fault, MailState
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
METHOD:REQUEST
BEGIN:VEVENT
UID:abc@example.org
SEQUENCE:3
DTSTAMP:20270101T120000Z
DTSTART:20270401T113000Z
DTEND:20270401T133000Z
SUMMARY:Hechting\\, deel 1
LOCATION:Het Wijkhuis
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def administrator(client: FlaskClient) -> FlaskClient:
    """The browser of an administrator."""
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))
    return client


def test_the_list_says_how_each_mail_fared_and_why(administrator: FlaskClient) -> None:
    make.mail(recipient_name="Zoë", state=MailState.SENT, sent_at=NOW)
    make.mail(
        recipient_name="Bas",
        state=MailState.FAILED,
        fault=Fault.RECIPIENT,
        error="550 <bas@example.org>: no such user",
    )
    make.mail(recipient_name="Cem", fault=Fault.BUSY, due_at=NOW + timedelta(minutes=4))
    make.mail(recipient_name="Ans", state=MailState.USELESS, text="geheime link")

    page = administrator.get("/beheer/mail").text

    for words in (
        "Zoë",
        "Verstuurd",
        "Niet verstuurd",
        "Dit adres bestaat niet of neemt onze mail niet aan.",
        "550 &lt;bas@example.org&gt;: no such user",
        "Vertraagd",
        "vrijdag 15 januari 2027, 11.04 uur",
        "Niet meer nodig",
    ):
        assert words in page
    assert "geheime link" not in page


def test_the_list_can_be_filtered_and_searched(administrator: FlaskClient) -> None:
    make.mail(recipient_name="Zoë", state=MailState.SENT)
    make.mail(recipient_name="Bas", recipient="b@ggd.example", state=MailState.FAILED)

    failed = administrator.get("/beheer/mail?staat=mislukt").text
    found = administrator.get("/beheer/mail?q=GGD.ex").text
    nothing = administrator.get("/beheer/mail?q=%25").text

    assert "Bas" in failed
    assert "Zoë" not in failed
    assert "Bas" in found
    assert "Zoë" not in found
    assert "Geen mail gevonden" in nothing


@pytest.mark.parametrize("address", ["/beheer/mail", "/beheer/mail?staat=mislukt"])
def test_an_empty_list_says_what_will_be_there(administrator: FlaskClient, address: str) -> None:
    db.session.execute(db.text("DELETE FROM outgoing_mail"))

    page = administrator.get(address).text

    assert "Lukt het niet" in page or "Zodra iemand zich aanmeldt" in page


def test_organisers_see_the_mails_of_their_own_community_only(client: FlaskClient) -> None:
    own, other = make.community(), make.community()
    visitors.sign_in(client, make.account(Role.ORGANISER, own))
    make.mail(recipient_name="Van ons", community_id=own.id)
    foreign = make.mail(recipient_name="Van hen", community_id=other.id, state=MailState.FAILED)
    nobodys = make.mail(recipient_name="Inloglink", state=MailState.FAILED)

    page = client.get("/beheer/mail").text
    answers = [
        client.post(f"/beheer/mail/{mail.id}/opnieuw").status_code for mail in (foreign, nobodys)
    ]

    assert "Van ons" in page
    assert "Van hen" not in page
    assert "Inloglink" not in page
    assert answers == [403, 403]
    assert (foreign.state, nobodys.state) == (MailState.FAILED, MailState.FAILED)


def test_strangers_sign_in_first_and_hosts_may_not(client: FlaskClient) -> None:
    assert client.get("/beheer/mail").status_code == 303

    visitors.sign_in(client, make.account(Role.HOST))

    assert client.get("/beheer/mail").status_code == 403


def test_pressing_try_again_twice_sends_once(administrator: FlaskClient) -> None:
    mail = make.mail(state=MailState.FAILED, attempts=3)
    address = f"/beheer/mail/{mail.id}/opnieuw"

    first = administrator.post(address, data={"staat": "mislukt"})
    list_after = administrator.get("/beheer/mail").text
    second = administrator.post(address)

    assert (first.status_code, first.location) == (303, "/beheer/mail?staat=mislukt")
    assert second.status_code == 409
    assert "opnieuw onderweg" in list_after
    assert delivery.deliver().sent >= 1
    assert delivery.deliver().sent == 0


@pytest.fixture
def developer(
    app: Flask, database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> FlaskClient:
    """A browser on the machine of a developer, whose folder is still empty."""
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(tmp_path / "mail"))
    monkeypatch.setitem(app.config, "PUBLIC_URL", "http://127.0.0.1:5000")
    return app.test_client()


def test_the_folder_shows_what_was_written(developer: FlaskClient) -> None:
    make.mail(
        subject="Je hebt een plaats",
        text="Kijk op http://127.0.0.1:5000/aanmelding/abc voor meer.\n",
        calendar=CALENDAR,
        calendar_method="REQUEST",
    )
    delivery.deliver()

    listed = developer.get("/ontwikkel/mail").text
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]
    page = developer.get(address)
    calendar = developer.get(f"{address}/invite.ics")

    assert "Je hebt een plaats" in listed
    assert '<a href="http://127.0.0.1:5000/aanmelding/abc"' in page.text
    for words in (
        "Hechting, deel 1",
        "Het Wijkhuis",
        "Uitnodiging",
        "donderdag 1 april 2027, 13.30",
    ):
        assert words in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-src 'self'")
    assert calendar.data == CALENDAR.encode()
    assert calendar.mimetype == "text/calendar"


def test_the_html_of_a_letter_is_shut_in(app: Flask, developer: FlaskClient) -> None:
    make.mail(
        html="<html><head></head><body><script>alert(1)</script></body></html>",
    )
    delivery.deliver()
    listed = developer.get("/ontwikkel/mail").text
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]

    answer = FlaskClient(app, app.response_class).get(f"{address}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert '<base target="_top">' in answer.text


def test_an_empty_folder_says_what_will_be_there(developer: FlaskClient) -> None:
    assert "Nog geen mails" in developer.get("/ontwikkel/mail").text


@pytest.mark.parametrize("name", ["bestaat-niet", "..%2F..%2Fetc%2Fpasswd", "a.eml", "%00"])
def test_only_mails_are_shown(developer: FlaskClient, name: str) -> None:
    for part in ("", "/html", "/invite.ics"):
        assert developer.get(f"/ontwikkel/mail/{name}{part}").status_code == 404


def test_a_letter_without_a_calendar_part_has_no_file(developer: FlaskClient) -> None:
    make.mail()
    delivery.deliver()
    listed = developer.get("/ontwikkel/mail").text
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]

    assert developer.get(f"{address}/invite.ics").status_code == 404


def test_the_world_never_sees_the_folder(client: FlaskClient) -> None:
    assert client.get("/ontwikkel/mail").status_code == 404


def test_without_a_folder_there_is_no_such_page(
    app: Flask, developer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_FOLDER", None)

    assert developer.get("/ontwikkel/mail").status_code == 404
