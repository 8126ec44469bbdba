"""Every component can be read, and works by keyboard, without a mouse and without script."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from tests.journeys.visitor import Visitor
from tests.web.sampler import make_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = ("/", "/?netwerk=1", "/formulier", "/beheer?as=organiser")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the site with every component listens."""
    server = make_server("127.0.0.1", 0, make_site(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def somebody(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers on that site; when the test ends, none of them may have met an error."""
    visitors: list[Visitor] = []

    def open_one(**wishes: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **wishes))
        return visitors[-1]

    yield open_one
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture
def form(somebody: Callable[..., Visitor]) -> Page:
    """The form with every kind of field, on a phone."""
    return somebody(on="phone").go("/formulier")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("on", ["desk", "phone"])
def test_every_component_can_be_read(
    somebody: Callable[..., Visitor], on: str, colours: str
) -> None:
    visitor = somebody(on=on, color_scheme=colours)
    faults = []

    for page in PAGES:
        visitor.go(page)
        faults += visitor.look()
    visitor.go("/formulier").get_by_role("button", name="Aanmelden").click()
    faults += visitor.look()

    assert faults == []


def test_nothing_scrolls_sideways_on_the_smallest_phone(
    somebody: Callable[..., Visitor],
) -> None:
    visitor = somebody(on="phone")
    visitor.page.set_viewport_size({"width": 320, "height": 640})

    wide = []
    for path in PAGES:
        page = visitor.go(path)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)

    assert wide == []


def test_after_errors_attention_goes_to_the_summary_and_on_to_the_field(form: Page) -> None:
    form.get_by_role("button", name="Aanmelden").click()
    form.wait_for_selector("#errors:focus")

    form.keyboard.press("Tab")
    form.keyboard.press("Enter")

    assert form.evaluate("document.activeElement.id") == "name"


def test_suggestions_are_chosen_by_keyboard(form: Page) -> None:
    form.get_by_role("combobox", name="Organisatie").focus()
    form.keyboard.type("ggd")
    form.wait_for_selector("[role=option]")
    assert form.get_by_role("combobox", name="Organisatie").get_attribute("aria-expanded") == "true"

    form.keyboard.press("ArrowUp")
    assert form.locator("[aria-selected=true]").inner_text().startswith("GGD regio Utrecht")
    form.keyboard.press("Enter")

    assert form.input_value("#organisation") == "GGD regio Utrecht"
    assert not form.locator("#organisation-list").is_visible()
    assert form.url.endswith("/formulier")


def test_escape_keeps_what_was_typed(form: Page) -> None:
    form.get_by_role("combobox", name="Organisatie").focus()
    form.keyboard.type("ggd")
    form.wait_for_selector("[role=option]")

    form.keyboard.press("ArrowDown")
    form.keyboard.press("Escape")

    assert form.input_value("#organisation") == "ggd"
    assert not form.locator("#organisation-list").is_visible()


def test_an_email_address_suggests_before_anything_is_typed(form: Page) -> None:
    form.fill("#email", "zoe@ggd.example.org")

    form.get_by_role("combobox", name="Organisatie").focus()

    form.get_by_role("option", name="GGD IJsselland").click()
    assert form.input_value("#organisation") == "GGD IJsselland"


def test_a_dialog_opens_over_the_page_and_gives_the_focus_back(
    somebody: Callable[..., Visitor],
) -> None:
    visitor = somebody()
    page = visitor.go("/")

    page.get_by_role("link", name="Meld je af").press("Enter")
    assert page.get_by_role("dialog", name="Wil je je afmelden?").is_visible()
    assert visitor.look() == []
    page.get_by_role("button", name="Ik kom wel").press("Enter")

    assert not page.get_by_role("dialog").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Meld je af"


def test_a_list_is_searched_while_typing_accents_aside(somebody: Callable[..., Visitor]) -> None:
    page = somebody().go("/")

    page.get_by_label("Zoek op naam").fill("deventer ozlem")

    assert page.locator("#people tbody tr:visible").count() == 1
    assert page.get_by_role("status").filter(has_text="1 / 4").is_visible()

    page.get_by_label("Zoek op naam").fill("niemand")

    assert page.locator("#people tbody tr:visible").count() == 0
    assert page.get_by_role("status").filter(has_text="Niets gevonden.").is_visible()


def test_a_second_press_sends_nothing(form: Page) -> None:
    sent = form.evaluate("""() => {
      const button = document.querySelector("form[method=post] button");
      let sent = 0;
      addEventListener("submit", (event) => {
        sent += !event.defaultPrevented;
        event.preventDefault();
      });
      button.click();
      button.click();
      return sent;
    }""")

    assert sent == 1
    assert form.get_by_role("button", name="Aanmelden").get_attribute("aria-disabled") == "true"


def test_all_of_it_is_there_without_script(somebody: Callable[..., Visitor]) -> None:
    page = somebody(java_script_enabled=False).go("/")

    # A search that cannot work is not shown; the link of a dialog leads to a page.
    assert not page.get_by_label("Zoek op naam").is_visible()
    assert page.get_by_role("link", name="Meld je af").get_attribute("href") == "#afmelden"
    assert page.locator("#people tbody tr:visible").count() == 4
