"""An organiser writes to everybody with a place: looks first, tries it out, sends it once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import queries as activities
from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import text_of

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

SUBJECT = "Neem een pen mee"
READERS = ("fatma@noord.example.org", "jan@wieg.example.org")


def place(system: System, played: World) -> str:
    """Return where the messages of today's activity are."""
    with system.app().app_context():
        return f"/beheer/activiteiten/{activities.get_by_slug(played.today).id}/berichten"


def sent_to(system: System, recipient: str) -> int:
    """Count the mails of this journey that somebody has."""
    mails = [path.read_text() for path in system.folder.glob("mail/*.eml")]
    return sum(f"<{recipient}>" in mail and f"Subject: {SUBJECT}" in mail for mail in mails)


def test_a_message_from_writing_to_arriving(visit: Visit, system: System, played: World) -> None:
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(place(system, played))
    page.get_by_role("link", name=say("Write a message")).click()

    # A gap that nobody can fill is refused, and what was typed stays.
    page.get_by_label(say("Subject")).fill(SUBJECT)
    words = page.get_by_label(say("Message"), exact=True)
    words.fill("Beste {voornaam},")
    page.get_by_role("button", name=say("See how it looks")).click()
    expect(page.get_by_role("alert")).to_contain_text("{voornaam}")
    expect(page.get_by_label(say("Subject"))).to_have_value(SUBJECT)
    assert organiser.look() == []

    words.fill("Beste {naam},\n\n- neem een pen mee\n\nKijk op [jouw pagina]({link}).")
    page.get_by_role("button", name=say("See how it looks")).click()
    expect(page.get_by_text("Beste Fatma Kaya,").first).to_be_visible()
    assert organiser.look() == []

    page.get_by_role("button", name=say("Send a test mail to me")).click()
    assert "Beste Fatma Kaya," in text_of(system.mail_to("organiser@example.org", SUBJECT))

    page.get_by_role("button", name=re.compile("Verstuur aan 2 mensen")).click()
    expect(page.get_by_text("2 verstuurd")).to_be_visible(timeout=30_000)
    assert organiser.look() == []

    # Back in history the draft is still on the screen: pressing once more sends nothing.
    page.go_back()
    page.wait_for_load_state()
    if page.get_by_role("button", name=re.compile("Verstuur aan")).count():
        page.get_by_role("button", name=re.compile("Verstuur aan")).click()
    expect(page.get_by_text("2 verstuurd")).to_be_visible()
    for reader in READERS:
        assert "/aanmelding/" in link_in(text_of(system.mail_to(reader, SUBJECT)))
        assert sent_to(system, reader) == 1


def test_what_is_typed_survives_leaving_the_page(
    visit: Visit, system: System, played: World
) -> None:
    organiser = visit(on="phone")
    sign_in(organiser, system, "organiser@example.org")
    new = f"{place(system, played)}/nieuw"
    organiser.go(new).get_by_label(say("Message"), exact=True).fill("Een lang verhaal")

    organiser.go("/")
    words = organiser.go(new).get_by_label(say("Message"), exact=True)

    expect(words).to_have_value("Een lang verhaal")
    assert organiser.look() == []


def test_an_organiser_sets_the_reminders(visit: Visit, system: System, played: World) -> None:
    organiser = visit(on="phone")
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(place(system, played))

    page.get_by_text(say("Change the reminders")).click()
    page.get_by_label(say("No reminders")).check()
    page.get_by_role("button", name=say("Save the reminders")).click()

    expect(page.get_by_role("status")).to_have_text(say("The reminders are set."))
    assert organiser.look() == []
