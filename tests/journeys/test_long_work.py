"""An organiser adds years of attendance: follows how far it is, stops it, and does it again."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import say, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

MANY, SOME = 60_000, 2_000
ANSWERS_WITHIN_SECONDS = 2


def attendance(folder: Path, rows: int, *, faulty: bool = False) -> Path:
    """Write a file of people without an organisation, who change nothing in the network."""
    lines = [
        f"jonge-kind-noord;Leestafel {n // 50};1-{n // 50 % 12 + 1}-2019 10:00;Lezer {n % 50};"
        f"{'lezer' if faulty else f'lezer{n % 50}@lezers.example.org'}"
        for n in range(rows)
    ]
    path = folder / f"aanwezigheid-{rows}.csv"
    path.write_text("\n".join(["netwerk;activiteit;begin;naam;e-mail", *lines, ""]))
    return path


def bring(page: Page, file: Path, button: str) -> None:
    """Choose a file, and press a button."""
    page.goto("/".join([*page.url.split("/")[:3], "beheer/aanwezigheid/import"]))
    page.get_by_label(say("File"), exact=True).set_input_files(file)
    page.get_by_role("button", name=say(button)).click()


@contextmanager
def writing(system: System) -> Iterator[None]:
    """Hold the only writing transaction that there is, as a long step does."""
    path = system.environment["DATABASE_URL"].removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.rollback()
    connection.close()


def test_a_long_import_is_followed_stopped_and_done_again(
    visit: Visit, system: System, played: World, tmp_path: Path
) -> None:
    organiser = visit()
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.page

    bring(page, attendance(tmp_path, MANY), "Add the file")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("%")).to_be_visible()
    assert organiser.look() == []
    with writing(system):
        asked = time.monotonic()
        page.get_by_role("button", name=say("Stop")).press("Enter")
        expect(page.get_by_text(say("Is being stopped"))).to_be_visible()
        assert time.monotonic() - asked < ANSWERS_WITHIN_SECONDS
    expect(page.get_by_text(say("This was stopped before it was done."))).to_be_visible()
    expect(page.get_by_text(say("Nothing was added."))).to_be_visible()
    assert organiser.look() == []

    bring(page, attendance(tmp_path, SOME), "Add the file")
    expect(page.get_by_role("heading", name=say("The file was added"))).to_be_visible()
    assert "2.000 rijen" in page.locator("main").inner_text()
    assert organiser.look() == []

    page.get_by_role("link", name=say("Long work")).click()
    states = page.get_by_role("row").filter(has_text="aanwezigheid-")
    assert [say("Done") in states.nth(0).inner_text(), states.count() >= 2] == [True, True]
    assert say("Stopped") in states.nth(1).inner_text()
    assert organiser.look() == []


def test_without_script_a_link_shows_how_far_it_is(
    visit: Visit, system: System, played: World, tmp_path: Path
) -> None:
    organiser = visit(on="phone", java_script_enabled=False)
    sign_in(organiser, system, "organiser@example.org")
    page = organiser.page

    bring(page, attendance(tmp_path, SOME, faulty=True), "Check the file")
    mistakes = page.get_by_role("heading", name="2.000 dingen in het bestand kloppen nog niet")
    look = page.get_by_role("link", name=say("Look how far it is now"))
    expect(mistakes.or_(look)).to_be_visible()
    while look.is_visible():
        look.click()
        expect(mistakes.or_(look)).to_be_visible()

    expect(page.get_by_role("table").get_by_text("is geen e-mailadres").first).to_be_visible()
    page.get_by_role("link", name=say("Choose the file once more")).click()
    expect(page.get_by_label(say("File"), exact=True)).to_be_visible()
