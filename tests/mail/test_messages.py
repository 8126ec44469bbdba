"""Messages as mail programs read them."""

from __future__ import annotations

from base64 import b64encode
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.core import text
from rok_events.mail import enclosures, messages
from rok_events.mail.enclosures import Enclosure
from rok_events.mail.models import OutgoingMail
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from email.message import EmailMessage

    from flask import Flask

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-TEST:é\r\nEND:VCALENDAR\r\n"


def mail(**given: object) -> OutgoingMail:
    defaults = {
        "message_id": "abc@example.org",
        "recipient": "zoe@example.org",
        "recipient_name": "Zoë Müller",
        "sender_name": "ROK Deventer",
        "reply_to": "contact@example.org",
        "subject": "Je hebt een plaats",
        "text": "Hallo\n.\nFrom hier\n",
        "html": f"<p>{'één woord ' * 300}</p>",
        "calendar": "",
        "calendar_method": "",
        "queued_at": NOW,
        "can_unsubscribe": False,
    }
    return OutgoingMail(**defaults | given)


def read(app: Flask, written: OutgoingMail) -> EmailMessage:
    with app.app_context():
        content = messages.message(make.claimed(written))
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    return message_from_bytes(content, policy=default)


def test_headers_say_who_what_and_that_no_person_wrote_it(app: Flask) -> None:
    message = read(app, mail())

    assert message["From"] == "ROK Deventer <agenda@example.org>"
    assert message["To"] == "Zoë Müller <zoe@example.org>"
    assert message["Reply-To"] == "contact@example.org"
    assert message["Subject"] == "Je hebt een plaats"
    assert message["Message-ID"] == "<abc@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW


def test_a_file_goes_along_where_a_room_makes_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Enclosure("certificaat-7.pdf", "application/pdf", bytes(range(256)))
    monkeypatch.setitem(
        enclosures._makers, "paper", lambda about: made if about == "it:7" else None
    )

    message = read(app, mail(purpose="paper", about="it:7"))
    without = read(app, mail(purpose="paper", about="it:8"))

    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (made.name, made.kind)
    assert file.get_content() == made.content
    assert message.get_content_type() == "multipart/mixed"
    assert without.get_content_type() == "multipart/alternative"


def test_a_file_that_cannot_be_made_does_not_hold_its_letter_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(about: str) -> Enclosure:
        raise RuntimeError(about)

    monkeypatch.setitem(enclosures._makers, "paper", fail)

    message = read(app, mail(purpose="paper", about="it:7"))

    assert message.get_content_type() == "multipart/alternative"
    assert "no enclosure for paper" in caplog.text


def test_text_comes_first_then_html_then_the_calendar_object_twice(app: Flask) -> None:
    message = read(app, mail(calendar=CALENDAR, calendar_method="REQUEST"))

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, attachment = list(message.walk())[-2:]
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_payload(decode=True) == CALENDAR.encode()
    assert attachment.get_payload(decode=True) == CALENDAR.encode()
    assert attachment.get_filename() == "invite.ics"


def test_a_mail_without_a_calendar_object_has_none(app: Flask) -> None:
    message = read(app, mail())

    assert "calendar" not in message.as_string()
    assert not list(message.iter_attachments())


def test_a_picture_in_the_page_goes_along_beside_it(app: Flask) -> None:
    pictures = [b64encode(b"\x89PNG" + bytes(range(100))).decode(), b64encode(b"tweede").decode()]
    html = "".join(f'<img src="data:image/png;base64,{one}" alt="é">' for one in pictures)

    message = read(app, mail(html=html, calendar=CALENDAR, calendar_method="REQUEST"))

    kinds = [part.get_content_type() for part in message.walk()]
    related = list(message.walk())[kinds.index("multipart/related")]
    page, *beside = related.iter_parts()
    assert kinds[:5] == [
        *("multipart/mixed", "multipart/alternative", "text/plain"),
        *("multipart/related", "text/html"),
    ]
    assert page.get_content().count("data:") == 0
    for picture, part in zip(pictures, beside, strict=True):
        assert f'<img src="cid:{part["Content-ID"].strip("<>")}" alt="é">' in page.get_content()
        assert b64encode(part.get_content()).decode() == picture
        assert part.get_content_disposition() == "inline"
    assert len({part["Content-ID"] for part in beside}) == 2


def test_texts_arrive_as_they_were_written(app: Flask) -> None:
    message = read(app, mail(text="Hallo\n.\nFrom hier\nZoë 👩‍👩‍👧\n"))

    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Hallo\n.\nFrom hier\nZoë 👩‍👩‍👧\n"


@pytest.mark.parametrize(
    "name",
    [
        'Zoë "Zus", van (den) Berg <x@evil.example>',
        "👩‍👩‍👧 van der Ven",
        "عبد الله",
        "a" * 200,
        "é " * 100,
        "=?utf-8?q?al_gecodeerd?=",
        "",
    ],
    ids=["signs", "emoji", "from right to left", "long", "long and coded", "coded", "none"],
)
def test_a_name_never_becomes_an_address(app: Flask, name: str) -> None:
    message = read(app, mail(recipient_name=name, sender_name=name))

    assert [address.addr_spec for address in message["To"].addresses] == ["zoe@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == ["agenda@example.org"]


@given(st.text(max_size=200).map(text.one_line))
def test_no_name_or_subject_adds_a_header_or_an_address(app: Flask, words: str) -> None:
    message = read(app, mail(recipient_name=words, sender_name=words, subject=words))

    assert [address.addr_spec for address in message["To"].addresses] == ["zoe@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == ["agenda@example.org"]
    assert set(message.keys()) <= {
        "Content-Type",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Reply-To",
        "Auto-Submitted",
    }
