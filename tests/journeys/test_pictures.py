"""Pictures for the README, of the demo; collected only when SCREENSHOTS asks for them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from config import ROOT
from tests.journeys import system as systems
from tests.journeys.people import sign_in
from tests.journeys.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.system import System

pytestmark = pytest.mark.browser

NETWORK = "/inzicht/netwerk?netwerk=rok-deventer"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A system with the demo in it."""
    system = systems.prepare(tmp_path_factory.mktemp("demo"))
    subprocess.run(
        [sys.executable, "-m", "flask", "demo", "load"],
        cwd=ROOT,
        env=os.environ | system.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return system


def test_the_demo_in_pictures(browser: Browser, demo: System) -> None:
    with systems.serving(demo):
        phone = Visitor(browser, demo.address, on="phone")
        phone.go("/")
        phone.picture("agenda-phone")
        desk = Visitor(browser, demo.address)
        sign_in(desk, demo, "lead@example.org")
        desk.go(NETWORK)
        desk.picture("network", of="[data-network]", to="[data-legend]")

        assert phone.faults + desk.faults == []
