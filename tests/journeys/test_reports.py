"""A lead makes the report of a network and publishes its picture; a visitor sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.documents import reading
from tests.journeys.people import say, sign_in

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("played")]

NETWORK = "jonge-kind-noord"


def test_a_lead_reports_and_publishes_and_a_visitor_sees_it(visit: Visit, system: System) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go(f"/inzicht/rapport?netwerk={NETWORK}")
    expect(page.get_by_role("img", name=say("How the first page looks"))).to_be_visible()
    assert lead.look() == []
    with page.expect_download() as download:
        page.get_by_role("button", name=say("Download the PDF")).press("Enter")
    assert say("How this was made") in "".join(
        reading.pages(Path(download.value.path()).read_bytes())
    )

    page = lead.go(f"/inzicht/publiceren?netwerk={NETWORK}")
    expect(page.get_by_role("heading", name=say("Present together"))).to_be_visible()
    assert lead.look() == []
    page.get_by_role("button", name=say("Publish this")).click()
    expect(page.get_by_text(say("Everybody sees figures and picture"))).to_be_visible()

    visitor = visit()
    shown = visitor.go(f"/netwerken/{NETWORK}")
    expect(shown.get_by_role("heading", name=say("Present together"))).to_be_visible()
    assert visitor.look() == []

    page.get_by_role("button", name=say("Show nothing any more")).click()
    hidden = say("Nobody sees anything of this network but its leads.")
    expect(page.get_by_text(hidden)).to_be_visible()
    shown.reload()
    expect(shown.get_by_role("heading", name=say("Present together"))).to_have_count(0)
    assert lead.faults == visitor.faults == []
