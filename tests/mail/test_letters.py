"""Composing letters in the recipient's language, wherever that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, gettext

from rok_events.mail import letters

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.mail.letters import Letter


def sign_in(locale: str, name: str = "Noor") -> Letter:
    return letters.compose(
        "sign_in",
        locale=locale,
        recipient="noor@example.org",
        recipient_name=name,
        about="account:1",
        url="https://agenda.example.org/inloggen/geheim",
        minutes=15,
    )


def test_a_letter_speaks_the_language_of_its_recipient(app: Flask) -> None:
    with app.app_context():
        dutch, english = sign_in("nl"), sign_in("en")

    assert dutch.text.startswith("Hallo Noor,\n\n")
    assert english.text.startswith("Hello Noor,\n\n")
    assert '<html lang="nl">' in dutch.html
    assert '<html lang="en">' in english.html
    assert english.subject == "Sign in to Netwerkagenda"


def test_the_language_of_the_page_is_left_alone(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        before = gettext("Hello,")
        letter = sign_in("nl")

        assert letter.text.startswith("Hallo")
        assert (before, gettext("Hello,")) == ("Hello,", "Hello,")


def test_a_language_may_be_forced_already(app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        assert sign_in("nl").text.startswith("Hallo")
        assert gettext("Hello,") == "Hello,"


def test_a_letter_knows_what_it_is_about_and_whom_to_answer(app: Flask) -> None:
    with app.app_context():
        letter = sign_in("nl")

    assert (letter.purpose, letter.about) == ("sign_in", "account:1")
    assert (letter.sender_name, letter.reply_to) == ("Netwerkagenda", "organisatie@example.org")
    assert letter.community_id is None


def test_what_bears_the_name_of_a_field_becomes_one(app: Flask) -> None:
    with app.app_context():
        letter = letters.compose(
            "sign_in",
            locale="nl",
            recipient="noor@example.org",
            recipient_name="Noor",
            about="account:1",
            url="https://agenda.example.org/",
            minutes=15,
            community_id=7,
            sender_name="ROK Deventer",
        )

    assert (letter.community_id, letter.sender_name) == (7, "ROK Deventer")
    assert "ROK Deventer" in letter.text


def test_a_name_with_marks_is_harmless_in_html_and_one_line_in_text(app: Flask) -> None:
    with app.app_context():
        letter = sign_in("nl", name="<script>alert(1)</script>\r\nBcc: x@example.org")

    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert letter.text.startswith("Hallo <script>alert(1)</script> Bcc: x@example.org,\n")


def test_gaps_in_the_text_are_one_line_high(app: Flask) -> None:
    with app.app_context():
        letter = sign_in("nl")

    assert "\n\n\n" not in letter.text
    assert letter.text.endswith("\n")
    assert not letter.text.endswith("\n\n")
