"""A real server, a real browser, and people who use both."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import sync_playwright

from rok_events.activities import queries as activities
from tests.journeys import system as systems
from tests.journeys import world
from tests.journeys.at_the_door import Phone, another
from tests.journeys.visitor import Visitor
from tests.journeys.world import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.journeys.system import System
    from tests.journeys.world import World

collect_ignore = [] if os.environ.get("SCREENSHOTS") else ["test_pictures.py"]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


class Visit(Protocol):
    """Open a browser for somebody: `visit(on="phone", java_script_enabled=False)`."""

    def __call__(self, *, on: str = "desk", **wishes: Any) -> Visitor:
        """Return the visitor."""


def chromium() -> str:
    """Return where Chromium stands."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium here: `apt-get install chromium`")
    return path


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Let the clock run: the server's does too."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian has it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A system with an empty database."""
    return systems.prepare(tmp_path_factory.mktemp("journeys"))


@pytest.fixture(scope="session")
def played(system: System) -> Iterator[World]:
    """The running system, with what was played before the journeys begin."""
    with system.app().app_context():
        played = world.play()
    with systems.serving(system):
        yield played


@pytest.fixture
def visit(browser: Browser, system: System, played: World) -> Iterator[Visit]:
    """Opens browsers; when the test ends, none of them may have met an error."""
    visitors: list[Visitor] = []

    def open_one(*, on: str = "desk", **wishes: Any) -> Visitor:
        visitors.append(Visitor(browser, system.address, on=on, **wishes))
        return visitors[-1]

    yield open_one
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def here(system: System, played: World) -> str:
    """The name in addresses of an activity that is going on."""
    with system.app().app_context():
        return gather().slug


@pytest.fixture
def door(system: System, here: str) -> str:
    """The path of its door."""
    with system.app().app_context():
        session = activities.get_by_slug(here).sessions[0]
        return f"/beheer/sessies/{session.id}/aanwezigheid"


@pytest.fixture
def phone(visit: Visit, system: System, door: str) -> Phone:
    """A phone whose host has signed in."""
    return another(visit, system, door)
