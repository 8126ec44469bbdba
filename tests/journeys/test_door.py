"""Hosts at the door with their phones: they scan and search."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import film
from tests.journeys.at_the_door import HOST, Phone, keep_times, ticket
from tests.journeys.conftest import SWITCHES, chromium
from tests.journeys.people import say, sign_in
from tests.journeys.visitor import Visitor
from tests.journeys.world import GGD, MIDWIVES, WELFARE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

CAMERA = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--use-file-for-fake-video-capture={film}",
)


@pytest.fixture
def filming(browser: Browser, tmp_path: Path) -> Iterator[tuple[Browser, Path]]:
    """A browser with a film for a camera, and where the film goes."""
    path = tmp_path / "door.y4m"
    camera = browser.browser_type.launch(
        executable_path=chromium(),
        args=[*SWITCHES, *(switch.format(film=path) for switch in CAMERA)],
    )
    yield camera, path
    camera.close()


def test_a_code_is_read_tilted_noisy_and_dim(
    filming: tuple[Browser, Path], system: System, here: str, door: str
) -> None:
    browser, path = filming
    film.make(path, ticket(system, here, "Lotte Vos", GGD))
    visitor = Visitor(browser, system.address, on="phone")
    sign_in(visitor, system, HOST)
    phone = Phone(visitor, door)
    before = phone.page.locator("#count b").inner_text()

    phone.page.get_by_role("button", name=say("Scan codes")).click()

    phone.says(say("They are in"), "Lotte Vos", GGD)
    phone.is_in("Lotte Vos")
    expect(phone.page.locator("#count b")).to_have_text(str(int(before) + 1))
    visitor.picture("door-phone")
    assert visitor.look() == []
    phone.page.get_by_role("button", name=say("Undo"), exact=True).click()
    phone.says(say("Undone"))
    phone.page.get_by_role("button", name=say("Stop scanning")).click()
    expect(phone.page.get_by_role("button", name=say("Scan codes"))).to_be_focused()
    assert visitor.faults == []


def test_every_answer_at_the_door_is_unmistakable(
    phone: Phone, system: System, here: str, played: World
) -> None:
    phone.read(ticket(system, played.full, "Kees Bos", GGD))
    phone.says(say("Another activity"), "Kees Bos", say("Let in anyway"))
    phone.read(ticket(system, here, "Wim Vis", WELFARE, cancels=True))
    phone.says(say("Has cancelled"), "Wim Vis")
    assert phone.visitor.look() == []
    phone.read("ROK:ABCDEFGHIJKLMNOPQRST")
    phone.says(say("Not registered"))
    # Whoever registers at this very moment is on no list yet.
    phone.read(late := ticket(system, here, "Roos Kok", MIDWIVES))
    phone.says(say("They are in"), "Roos Kok")
    phone.is_in("Roos Kok")
    phone.read(late)
    phone.says(say("Already in"), say("since {hour}:{minute}").split(" ")[0])
    assert phone.visitor.look() == []


def test_the_door_works_by_keyboard(phone: Phone, system: System, here: str) -> None:
    ticket(system, here, "Joost Kuik", WELFARE)
    press = phone.page.keyboard.press
    expect(phone.row("Joost Kuik")).to_be_visible()

    phone.page.get_by_role("searchbox").focus()
    phone.page.keyboard.type("kuik")
    expect(phone.page.locator(".rok-tick")).to_have_count(1)
    press("Enter")
    press("Enter")
    phone.says(say("They are in"), "Joost Kuik")
    expect(phone.page.get_by_role("button", name=f"{say('Undo')} Joost Kuik")).to_be_focused()
    press("Enter")
    phone.says(say("Undone"))


def test_a_tall_screen_is_filled_without_scrolling(phone: Phone) -> None:
    def with_many_more(route: Route) -> None:
        answer = route.fetch()
        if answer.status != HTTPStatus.OK:
            return route.fulfill(response=answer)
        told = answer.json()
        person = {"organisation": WELFARE, "present_at": None, "status": "confirmed"}
        told["people"] += [{**person, "id": -n, "name": f"Wie {n}"} for n in range(1, 61)]
        return route.fulfill(response=answer, json=told)

    phone.page.route("**/deur", with_many_more)
    phone.page.set_viewport_size({"width": 390, "height": 3000})
    phone.page.reload()

    expect(phone.row("Wie 25")).to_be_visible()
    expect(phone.row("Wie 60")).to_have_count(0)
    phone.page.unroute("**/deur")


def test_a_walk_in_leaves_nothing_behind_for_the_next(phone: Phone) -> None:
    page, box = phone.page, phone.page.get_by_role("searchbox")
    name = page.get_by_label(say("Name"), exact=True)
    agrees = page.get_by_label(say("They agree that we keep this, and that they were here"))
    box.fill("Tante Truus")
    page.get_by_role("link", name=say("Walk-in")).click()
    expect(name).to_have_value("Tante Truus")
    page.locator("#organisation").fill("Buurthuis De Brug")
    agrees.check()
    page.get_by_role("button", name=say("Tick off as present")).click()
    phone.is_in("Tante Truus")
    expect(box).to_have_value("")

    page.get_by_role("link", name=say("Walk-in")).click()

    expect(name).to_have_value("")
    expect(page.locator("#organisation")).to_have_value("")
    expect(agrees).not_to_be_checked()
    assert phone.visitor.look() == []


def test_whoever_leaves_is_scanned_once_more_where_times_are_kept(
    phone: Phone, system: System, here: str
) -> None:
    code = ticket(system, here, "Pim Stam", WELFARE)
    keep_times(system, here)
    phone.page.reload()
    phone.read(code)
    phone.is_in("Pim Stam")

    phone.read(code)
    phone.says(say("Already in"))
    phone.page.locator("#said").get_by_role("button", name=say("Leaves")).click()

    phone.says(say("Gone"), "Pim Stam")
    expect(phone.row("Pim Stam")).to_contain_text(say("gone since {hour}:{minute}").split(" {")[0])
    phone.read(code)
    phone.says(say("They are in"), "Pim Stam")
    keep_times(system, here, asks_out=False)
