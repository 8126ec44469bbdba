"""An organiser closes the last list, and the same evening everybody has a certificate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from rok_events.activities.models import Activity
from rok_events.db import db
from rok_events.registrations import queries as registrations
from tests.documents import reading
from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import text_of

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor
    from tests.journeys.world import World

pytestmark = pytest.mark.browser


def test_closing_the_list_gives_certificates_that_anybody_can_check(
    visit: Visit, system: System, played: World
) -> None:
    with system.app().app_context():
        held = db.session.scalars(select(Activity).where(Activity.title.contains("taal"))).one()
        activity_id, session_id = held.id, held.sessions[0].id
        person = registrations.confirmed(activity_id)[0].person
        name, email = person.name, str(person.email)
    certificates = f"/beheer/activiteiten/{activity_id}/certificaten"
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")

    page = organiser.go(certificates)
    assert organiser.look() == []
    page.get_by_role("link", name=say("Say how much presence is asked")).click()
    page.get_by_label(say("Presence that a certificate asks for, in percent")).fill("80")
    page.get_by_role("button", name=say("Save"), exact=True).click()
    page = organiser.go(f"/beheer/sessies/{session_id}/afsluiten")
    page.get_by_role("button", name=say("Close the list")).click()

    mail = text_of(system.mail_to(email, say("Your certificate")))
    page = organiser.go(certificates)
    expect(page.get_by_role("link", name=name)).to_be_visible()
    assert organiser.look() == []
    page.get_by_role("link", name=name).click()
    assert organiser.look() == []

    participant = visit(on="phone")
    code = taken_home(participant, link_in(mail), name)
    check(participant, code, name)
    assert organiser.faults + participant.faults == []


def taken_home(participant: Visitor, link: str, name: str) -> str:
    """Open the link of a mail, and return the code on the paper that it gives."""
    with participant.page.expect_download() as download:
        participant.page.evaluate("(address) => { location.href = address }", link)
    (words,) = reading.pages(Path(download.value.path()).read_bytes())
    assert name in words
    return words.partition("Code ")[2][:14]


def check(visitor: Visitor, code: str, name: str) -> None:
    """Type a code by keyboard, and see whose certificate it is."""
    page = visitor.go("/certificaat")
    assert visitor.look() == []
    page.get_by_label(say("Code of the certificate")).press_sequentially(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("This certificate is real, and it counts.")
    )
    expect(page.get_by_text(name, exact=True)).to_be_visible()
    assert visitor.look() == []
