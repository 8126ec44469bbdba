"""The pages that tell what is kept, and for whom the site works."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.mail import rules as mail
from rok_events.people import rules as people
from rok_events.registrations import rules as registrations

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_the_terms_on_the_page_are_those_of_the_rules(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/privacy").text
    monkeypatch.setattr(people, "TERM", timedelta(days=7 * 365))
    monkeypatch.setattr(registrations, "NEEDS_TERM", timedelta(days=11))
    monkeypatch.setattr(mail, "KEEP_ROW", timedelta(days=1))

    after = client.get("/privacy").text

    for term in ("7 jaar", "11 dagen", "1 dag"):
        assert term not in before
        assert term in after


@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid"])
@pytest.mark.parametrize(("language", "word"), [("nl", "Je krijgt"), ("en", "You get")])
def test_the_pages_say_whom_to_write_to(
    client: FlaskClient, path: str, language: str, word: str
) -> None:
    page = client.get(path, headers={"Accept-Language": language})

    assert "mailto:organisatie@example.org" in page.text
    assert word.lower() in page.text.lower()


def test_the_statement_has_the_version_that_people_agree_to(client: FlaskClient) -> None:
    assert registrations.CONSENT in client.get("/privacy").text
