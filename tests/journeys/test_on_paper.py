"""A lead prints pages of insight: everything that stands on them stands on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.people import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System

pytestmark = pytest.mark.browser

A4: ViewportSize = {"width": 672, "height": 986}
"""What margins leave of a page, at 96 dots to the inch."""

CUT_OFF = """() => [...document.querySelectorAll("main :is(th, td, svg)")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map((one) => one.textContent.trim())"""
BROKEN = """() => [...document.querySelectorAll("main tbody th")].filter((one) => {
  const range = document.createRange();
  const words = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    for (const {0: word, index} of words.currentNode.data.matchAll(/[\\p{L}]+/gu)) {
      range.setStart(words.currentNode, index);
      range.setEnd(words.currentNode, index + word.length);
      if (range.getClientRects().length > 1) return true;
    }
  }
  return false;
}).map((one) => one.textContent.trim())"""
HIDDEN = ["[data-filter-list]", "a[download]", "main .utrecht-button"]


@pytest.mark.parametrize(
    "path",
    ["netwerk", "netwerk/matrix", "netwerk/verbindingen", "organisaties/ggd-noord", "vergelijken"],
)
def test_nothing_is_cut_off_and_no_word_is_broken(visit: Visit, system: System, path: str) -> None:
    lead = visit()
    sign_in(lead, system, "lead@example.org")
    page = lead.go(f"/inzicht/{path}")

    page.emulate_media(media="print")
    page.set_viewport_size(A4)

    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(BROKEN) == []
    for selector in HIDDEN:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
