"""An organiser plans an activity, publishes it, and moves it: participants are told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.activities import actions, queries
from rok_events.core import clock
from rok_events.db import transaction
from rok_events.registrations import actions as registrations
from rok_events.registrations.rules import Applicant
from tests.journeys.people import say, sign_in
from tests.journeys.system import calendar_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

NOOR = "noor.planning@example.org"


def box(part: Page | Locator, label: str) -> Locator:
    """Return the box with a label, which may say besides that it is optional."""
    return part.get_by_label(re.compile(rf"^\s*{re.escape(say(label))}\s*(\(|$)")).first


def rows(page: Page) -> Locator:
    """Return the rows of sessions in the form."""
    return page.locator("#sessions > [role=group]")


def register(system: System, activity_id: int) -> None:
    """Let somebody take a place."""
    with system.app().app_context(), transaction():
        applicant = Applicant(name="Noor de Wit", email=NOOR, form_key="planning")
        registrations.register(activity_id, applicant)


def test_from_a_plan_to_a_move_that_reaches_calendars(visit: Visit, system: System) -> None:
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = plan_and_publish(organiser)
    register(system, int(page.url.rpartition("/")[2]))
    first = system.mail_to(NOOR, "T133000")

    page.get_by_role("link", name=say("Move")).click()
    box(page, "From").fill("14:00")
    box(page, "Until").fill("16:00")
    page.get_by_role("button", name=say("Save")).click()
    notice = page.get_by_text(re.compile(r"krijgen om \d+\.\d\d bericht van de wijziging"))
    expect(notice).to_be_visible()
    assert organiser.look() == []
    organiser.picture("settle-desk")
    page.get_by_role("button", name=say("Tell them now")).click()

    expect(notice).to_have_count(0)
    moved = system.mail_to(NOOR, "T140000")
    assert number_in(calendar_of(moved)) > number_in(calendar_of(first))


def plan_and_publish(organiser: Visitor) -> Page:
    """Plan an activity as a new organiser would, and end up on its page."""
    page = organiser.go("/beheer/activiteiten")
    page.get_by_role("link", name=say("New activity")).click()
    page.get_by_label(say("Case table"), exact=True).check()
    box(page, "Title").fill("Casustafel verplaatst")
    box(page, "Day").fill((clock.today() + timedelta(days=30)).isoformat())
    box(page, "From").fill("13:30")
    box(page, "Name of the place").fill("Het Wijkhuis")
    page.get_by_role("button", name=say("One part more")).click()
    part = page.locator("#programme [role=group]")
    expect(part).to_have_count(1)
    box(part, "Time").fill("13:30")
    box(part, "What").fill("Inloop")
    assert organiser.look() == []
    page.get_by_role("button", name=say("Save as a draft")).last.click()
    expect(page.get_by_text(say("This is a draft"))).to_be_visible()
    page.get_by_role("link", name=say("See it as a participant")).click()
    expect(page.get_by_role("heading", name="Casustafel verplaatst")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name=say("Publish"), exact=True).click()
    expect(page.get_by_text(say("This is a draft"))).to_have_count(0)
    return page


def number_in(calendar: str) -> int:
    """Return the sequence of a calendar object."""
    found = re.search(r"SEQUENCE:(\d+)", calendar)
    assert found, calendar
    return int(found[1])


def test_a_series_is_laid_out_and_one_date_taken_out(visit: Visit, system: System) -> None:
    organiser = visit(on="phone")
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go("/beheer/activiteiten/nieuw")
    page.get_by_label(say("Training"), exact=True).check()
    box(page, "Title").fill("Training in vijf keer")
    box(page, "Day").fill((clock.today() + timedelta(days=60)).isoformat())
    box(page, "From").fill("9:30".zfill(5))

    page.get_by_text(say("A series: every week, every second Tuesday…")).click()
    page.get_by_label(say("How often?")).select_option("twee-weken")
    box(page, "How many times in all?").fill("5")
    page.get_by_role("button", name=say("Fill in the days")).click()
    expect(rows(page)).to_have_count(5)
    assert organiser.look() == []
    rows(page).nth(2).get_by_role("button", name=say("Remove")).click()
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name=say("Save as a draft")).last.click()

    expect(page.get_by_text(say("This is a draft"))).to_be_visible()
    expect(page.get_by_role("link", name=say("Move"))).to_have_count(4)


def test_a_row_is_planned_published_and_one_date_moved(visit: Visit, system: System) -> None:
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go("/beheer/activiteiten/nieuw")
    page.get_by_label(say("Case table"), exact=True).check()
    box(page, "Title").fill("Tafel op rij")
    box(page, "Day").fill((clock.today() + timedelta(days=45)).isoformat())
    box(page, "From").fill("15:30")
    page.get_by_text(say("A series: every week, every second Tuesday…")).click()
    page.get_by_label(say("How often?")).select_option("twee-weken")
    box(page, "How many times in all?").fill("3")
    page.get_by_role("button", name=say("Fill in the days")).click()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name=say("Save as a draft")).last.click()
    row = page.url
    tables = page.get_by_role("link", name="Tafel op rij")
    expect(tables).to_have_count(3)
    assert organiser.look() == []
    before = page.locator("tbody time").all_inner_texts()

    page.get_by_role("button", name=say("Publish all drafts of this row")).click()
    organiser.go(row)
    expect(page.get_by_text(say("Draft"), exact=True)).to_have_count(0)
    tables.nth(1).click()
    page.get_by_role("link", name=say("Move")).click()
    box(page, "From").fill("16:00")
    box(page, "Until").fill("18:00")
    page.get_by_role("button", name=say("Save")).click()

    organiser.go(row)
    after = page.locator("tbody time").all_inner_texts()
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]
    assert "16.00" in after[1]


def test_rows_come_without_script_too(visit: Visit, system: System) -> None:
    organiser = visit(java_script_enabled=False)
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go("/beheer/activiteiten/nieuw")

    box(page, "Title").fill("Zonder script")
    page.get_by_role("button", name=say("One session more")).click()

    expect(rows(page)).to_have_count(2)
    expect(box(page, "Title")).to_have_value("Zonder script")


def test_questions_are_put_in_order(visit: Visit, system: System) -> None:
    with system.app().app_context(), transaction():
        conference = queries.get_by_slug("samen-vroeg-erbij")
        made = actions.copy(conference.id, "Met vragen", clock.today() + timedelta(days=90))
        address = f"/beheer/activiteiten/{made.id}/vragen"
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.go(address)
    for label in ("Wat eet je?", "Wat wil je leren?"):
        page.get_by_role("link", name=say("New question")).click()
        box(page, "The question").fill(label)
        page.get_by_role("button", name=say("Save")).click()
    questions = page.locator("[data-sortable] > li strong")
    expect(questions).to_have_text(["Wat breng je in?", "Wat eet je?", "Wat wil je leren?"])
    assert organiser.look() == []

    page.get_by_role("button", name=f"{say('Up')} Wat eet je?").press("Enter")
    expect(questions).to_have_text(["Wat eet je?", "Wat breng je in?", "Wat wil je leren?"])
    page.locator(".rok-handle").nth(2).drag_to(page.locator("[data-sortable] > li").first)
    expect(questions).to_have_text(["Wat wil je leren?", "Wat eet je?", "Wat breng je in?"])
