"""Somebody with a browser, who notices what is wrong with every page they come to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from config import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "img"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
QUESTION = """async (rules) => {
  const {violations} = await axe.run(document, {runOnly: rules});
  const where = (nodes) => nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return violations.map(({id, nodes}) => `${id}: ${where(nodes)}`);
}"""
CUT = """([of, to]) => {
  const box = document.querySelector(of).getBoundingClientRect();
  const end = document.querySelector(to).getBoundingClientRect().bottom;
  return {
    x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: Math.ceil(end - box.top)
  };
}"""
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Visitor:
    """A browser of its own: width, colours, language; remembers what went wrong."""

    def __init__(self, browser: Browser, address: str, *, on: str = "desk", **wishes: Any) -> None:
        width, height = WIDTHS[on]
        self.address = address
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            has_touch=on == "phone",
            is_mobile=on == "phone",
            **wishes,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._got)
        self.page.on("requestfailed", self._lost)

    def go(self, path: str) -> Page:
        """Go to an address of the site, or one that stands in a mail."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.page

    def look(self) -> list[str]:
        """Return what a blind or short-sighted person would stumble over on this page."""
        self.page.evaluate(AXE.read_text())
        found: list[str] = self.page.evaluate(QUESTION, RULES)
        if self.page.evaluate(WIDER_THAN_SCREEN):
            found.append("scrolls sideways")
        return [f"{self.page.url}: {fault}" for fault in found]

    def picture(self, name: str, of: str = "", to: str = "") -> None:
        """Keep a picture of the screen, or of one element, when SCREENSHOTS asks for it.

        Of an element it may go no further than `to`, an element within it.
        """
        if not os.environ.get("SCREENSHOTS"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        if of:
            cut = self.page.evaluate(CUT, [of, to or of])
            self.page.screenshot(path=path, animations="disabled", full_page=True, clip=cut)
        else:
            self.page.screenshot(path=path, animations="disabled")

    def _heard(self, message: ConsoleMessage) -> None:
        # Resources are looked at in `_got`, which knows a missing page from a missing file.
        if message.type in {"error", "warning"} and "Failed to load" not in message.text:
            self.faults.append(f"console at {self.page.url}: {message.text}")

    def _lost(self, asked: Request) -> None:
        # Who leaves a page before its icon has come has lost nothing; who is offline knows it.
        if asked.failure not in {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"}:
            self.faults.append(f"lost: {asked.url}")

    def _got(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status} for {response.url}")
