"""The pages of a developer: the mails in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from rok_events.mail import delivery, enclosures
from rok_events.mail.enclosures import Enclosure
from tests import make

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


def test_a_picture_that_goes_along_is_shown(app: Flask, developer: FlaskClient) -> None:
    page = '<html><body><img src="data:image/png;base64,dGlja2V0"></body></html>'
    make.mail(html=page)
    delivery.deliver()
    listed = developer.get("/ontwikkel/mail").text
    address = listed.split('<th scope="row"><a href="')[1].split('"')[0]

    answer = FlaskClient(app, app.response_class).get(f"{address}/html")

    assert answer.text == page
    assert "img-src data:" in answer.headers["Content-Security-Policy"]


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


def test_a_file_that_goes_along_can_be_had(
    developer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Enclosure("certificaat.pdf", "application/pdf", b"%PDF-1.7 it is")
    monkeypatch.setitem(enclosures._makers, "paper", lambda _about: made)
    make.mail(purpose="paper")
    delivery.deliver()
    address = developer.get("/ontwikkel/mail").text.split('<th scope="row"><a href="')[1]
    address = address.split('"')[0]

    page = developer.get(address).text
    file = developer.get(f"{address}/bijlage/certificaat.pdf")
    other = developer.get(f"{address}/bijlage/geen.pdf")

    assert f'href="{address}/bijlage/certificaat.pdf"' in page
    assert (file.data, file.mimetype) == (made.content, "application/pdf")
    assert other.status_code == 404
