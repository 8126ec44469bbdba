"""The first day of a new site: from nothing to a year that is planned, published and changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.accounts import actions as accounts
from rok_events.accounts.rules import Role
from rok_events.core import clock
from rok_events.db import transaction
from tests.journeys import system as systems
from tests.journeys.people import say, sign_in
from tests.journeys.test_planning import box, rows
from tests.journeys.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.journeys.system import System

pytestmark = pytest.mark.browser

BOSS = "robin@example.org"


@pytest.fixture
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system in which nobody has done anything, but for its first administrator."""
    bare = systems.prepare(tmp_path_factory.mktemp("bare"))
    with bare.app().app_context(), transaction():
        accounts.create(BOSS, Role.ADMINISTRATOR, name="Robin")
    with systems.serving(bare):
        yield bare


def test_a_year_is_planned_from_nothing(browser: Browser, bare: System) -> None:
    robin = Visitor(browser, bare.address)
    sign_in(robin, bare, BOSS)

    found(robin)
    plan(robin, "Working conference", "Werkconferentie lente", after=100)
    robin.page.get_by_role("button", name=say("Publish"), exact=True).click()
    copy(robin.page, "Werkconferentie herfst", after=280)
    plan(robin, "Training", "Videotraining", after=60, times=6)
    expect(robin.page.get_by_role("link", name=say("Move"))).to_have_count(6)
    copy(robin.page, "Videotraining, groep B", after=62)
    plan(robin, "Case table", "Casustafel hechting", after=30, times=10)
    robin.page.get_by_role("button", name=say("Publish all drafts of this row")).click()
    move_second(robin.page)

    agenda = robin.go("/netwerken/rok-deventer")
    expect(agenda.get_by_role("heading", name="Casustafel hechting")).to_have_count(10)
    assert robin.look() == []
    assert robin.faults == []
    robin.context.close()


def found(robin: Visitor) -> None:
    """Add the first network, to which the start page leads."""
    page = robin.go("/beheer")
    page.get_by_role("link", name=say("Add a network")).click()
    assert robin.look() == []
    box(page, "Name").fill("ROK Deventer")
    page.get_by_role("button", name=say("Add"), exact=True).click()
    expect(page.get_by_role("link", name="/netwerken/rok-deventer")).to_be_visible()


def plan(robin: Visitor, kind: str, title: str, *, after: int, times: int = 1) -> None:
    """Plan an activity some days from now; with several `times` it is a series of weeks."""
    page = robin.go("/beheer/activiteiten/nieuw")
    page.get_by_label(say(kind), exact=True).check()
    box(page, "Title").fill(title)
    box(page, "Day").fill((clock.today() + timedelta(days=after)).isoformat())
    box(page, "From").fill("13:30")
    save = page.get_by_role("button", name=say("Save as a draft")).last
    if times > 1:
        page.get_by_text(say("A series: every week, every second Tuesday…")).click()
        page.get_by_label(say("How often?")).select_option("week")
        box(page, "How many times in all?").fill(str(times))
        save.click()
        expect(page.get_by_text(say("Not saved yet: look at the days first"))).to_be_visible()
        expect(rows(page)).to_have_count(times)
    save.click()
    expect(page.get_by_text(re.compile(f"{say('Draft')}|concept")).first).to_be_visible()


def copy(page: Page, title: str, *, after: int) -> None:
    """Copy the activity that is shown to another day."""
    page.get_by_role("link", name=say("Copy")).click()
    box(page, "Title of the copy").fill(title)
    box(page, "First day").fill((clock.today() + timedelta(days=after)).isoformat())
    page.get_by_role("button", name=say("Make the copy")).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name=say("Publish"), exact=True).click()


def move_second(page: Page) -> None:
    """Move the second of a row a day on."""
    page.get_by_role("link", name="Casustafel hechting").nth(1).click()
    page.get_by_role("link", name=say("Move")).click()
    box(page, "From").fill("15:00")
    box(page, "Until").fill("17:00")
    page.get_by_role("button", name=say("Save")).click()
    expect(page.get_by_text(re.compile(r"15\.00 . 17\.00 uur")).first).to_be_visible()
