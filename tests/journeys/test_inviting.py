"""An organiser invites: one answers on a phone, one in the calendar; some doors are for guests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from config import ROOT
from rok_events.activities import actions as activities
from rok_events.activities.models import Activity
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.guests import actions as guests
from rok_events.guests.actions import Wish
from rok_events.guests.lists import Entry
from tests.invitations import clients
from tests.invitations.said import Said, stamp
from tests.journeys.people import link_in, say, sign_in
from tests.journeys.system import calendar_of, text_of

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

IRIS, JONAS = "iris@uitgenodigd.example.org", "jonas@uitgenodigd.example.org"
ROOS = "roos@uitgenodigd.example.org"
LIST = f"Blom, Iris <{IRIS}>; Jonas Vink <{JONAS}>\nonleesbaar@"


def test_an_organiser_invites_and_sees_who_comes(visit: Visit, system: System) -> None:
    desk, phone = visit(), visit(on="phone")
    sign_in(desk, system, "organiser@example.org")

    invite(desk)
    link = link_in(text_of(system.mail_to(IRIS, "METHOD:REQUEST")))
    expect(phone.go(link).get_by_text("Fijn als jullie erbij zijn!")).to_be_visible()
    phone.picture("invited-phone")
    come(phone, link)
    invitation = system.mail_to(JONAS, "METHOD:REQUEST")
    answer_in_outlook(system, invitation)
    assert uid_of(system.mail_to(JONAS, "SEQUENCE:1")) == uid_of(invitation)

    page = desk.page
    page.reload()
    for name in ("Iris Blom", "Jonas Vink"):
        expect(page.get_by_role("row", name=re.compile(name))).to_contain_text(say("comes"))
    assert desk.look() == []
    desk.picture("guests-desk")


def test_to_what_is_by_invitation_only_guests_come(visit: Visit, system: System) -> None:
    with system.app().app_context(), transaction():
        original = db.session.scalars(select(Activity).filter_by(title="Samen vroeg erbij")).one()
        day = clock.today() + timedelta(days=20)
        made = activities.copy(original.id, "Achter gesloten deuren", day)
        activities.publish(made.id)
        activity_id, slug = made.id, made.slug
    desk, phone = visit(), visit(on="phone")
    sign_in(desk, system, "organiser@example.org")
    page = desk.go(f"/beheer/activiteiten/{activity_id}/wijzigen")
    page.get_by_label(say("Only who is invited can register")).check()
    page.get_by_role("button", name=say("Save")).last.click()
    expect(page.get_by_text(say("Only for who is invited"))).to_be_visible()

    for address, words in (
        (f"/activiteiten/{slug}", "By invitation"),
        (f"/activiteiten/{slug}/aanmelden", "This activity is by invitation"),
    ):
        shown = phone.go(address)
        expect(shown.get_by_text(say(words), exact=True)).to_be_visible()
        expect(shown.get_by_role("link", name=say("Register"), exact=True)).to_have_count(0)
        assert phone.look() == []
    with system.app().app_context(), transaction():
        guests.invite(activity_id, {ROOS: Entry(ROOS, "Roos Haan")}, Wish())
    come(phone, link_in(text_of(system.mail_to(ROOS, "METHOD:REQUEST"))))


def invite(desk: Visitor) -> None:
    """Paste a list, look who it is, and send."""
    page = desk.go("/beheer/activiteiten")
    page.get_by_role("link", name="Samen vroeg erbij").first.click()
    page.get_by_role("link", name=say("Invitations"), exact=True).click()
    page.get_by_role("link", name=say("Invite people")).first.click()
    page.get_by_label(say("Paste names and addresses")).fill(LIST)
    page.get_by_role("button", name=say("Look who it is")).click()
    expect(page.get_by_role("heading", name="Je nodigt 2 mensen uit")).to_be_visible()
    expect(page.get_by_text("Iris Blom")).to_be_visible()
    expect(page.get_by_text("onleesbaar@")).to_be_visible()
    assert desk.look() == []
    page.get_by_label(say("A line of your own")).fill("Fijn als jullie erbij zijn!")
    page.get_by_role("button", name="Stuur 2 uitnodigingen").click()
    expect(page.get_by_text("2 uitnodigingen gaan op weg.")).to_be_visible()


def come(phone: Visitor, link: str) -> None:
    """Say yes on the page, and tell what is asked."""
    page = phone.go(link)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(say("Are you coming?"))
    assert phone.look() == []
    page.get_by_role("link", name=say("Yes, I come")).click()
    page.get_by_role("combobox", name=say("Organisation")).fill("brug")
    page.get_by_role("option", name="Welzijn De Brug").click()
    page.get_by_role("button", name=say("Register me")).click()
    expect(heading).to_have_text(say("You have a place."))


def uid_of(mail: EmailMessage) -> str:
    """Return the name of the entry that a mail is about."""
    found = re.search(r"UID:(\S+)", calendar_of(mail))
    assert found
    return found[1]


def answer_in_outlook(system: System, invitation: EmailMessage) -> None:
    """Press "Accept" in Outlook, and let the mail that it writes come in."""
    calendar = calendar_of(invitation)
    start = re.search(r"DTSTART;TZID=Europe/Amsterdam:(\S+)", calendar)
    assert start
    said = Said(
        uid=uid_of(invitation), email=JONAS, stamp=stamp(datetime.now(UTC)), local_start=start[1]
    )
    subprocess.run(
        [sys.executable, "-m", "flask", "mail", "take-reply", "-"],
        cwd=ROOT,
        env=os.environ | system.environment,
        input=clients.outlook(said),
        check=True,
        stdout=subprocess.DEVNULL,
    )
