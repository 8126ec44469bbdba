"""Hosts at the door with their phones: they scan, lose the connection, and find it again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from rok_events.accounts import queries as accounts
from rok_events.accounts import sign_in_actions as sign_ins
from rok_events.activities import queries as activities
from rok_events.attendance.models import Attendance
from rok_events.core import clock
from rok_events.db import db, transaction
from rok_events.people.models import Person
from rok_events.registrations import actions as registrations
from rok_events.registrations import tickets
from tests.journeys import film
from tests.journeys.conftest import SWITCHES, chromium
from tests.journeys.people import say, sign_in
from tests.journeys.visitor import Visitor
from tests.journeys.world import GGD, MIDWIVES, WELFARE, gather, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

HOST = "host@example.org"
CAMERA = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--use-file-for-fake-video-capture={film}",
)
KEPT = """async () => {
  const open = indexedDB.open("door");
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const stores = [...database.objectStoreNames];
  const all = stores.length && database.transaction("kept").objectStore("kept").getAll();
  const items = await new Promise((done) => {
    if (all) all.onsuccess = () => done(all.result);
    else done([]);
  });
  database.close();
  const plain = items.map((item) => item.name + new TextDecoder().decode(item.sealed)).join();
  const shelves = await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    const pages = (await cache.keys()).filter(({url}) => url.endsWith("/aanwezigheid"));
    return Promise.all(pages.map(async (page) => (await cache.match(page)).text()));
  }));
  const workers = await navigator.serviceWorker.getRegistrations();
  return {items: items.length, text: plain + shelves.flat().join(), shelves: shelves.length,
    workers: workers.length, key: document.cookie.includes("bewaard_")};
}"""
READY = "() => navigator.serviceWorker.ready.then(() => caches.keys()).then((all) => all.length)"


class Phone:
    """A host's phone at the door of one session."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        self.visitor, self.path = visitor, path
        self.page = visitor.go(path)
        expect(self.page.locator("#scan")).to_be_visible()

    def row(self, name: str) -> Locator:
        """Return the row of somebody on the list."""
        return self.page.locator(".rok-tick").filter(has_text=name)

    def is_in(self, name: str) -> None:
        """Wait until somebody is ticked off here."""
        expect(self.row(name).get_by_role("button", name=f"{say('Undo')} {name}")).to_be_visible()

    def says(self, *words: str) -> None:
        """Wait until the last scan came to this."""
        for word in words:
            expect(self.page.locator("#said")).to_contain_text(word)

    def read(self, ticket: str) -> None:
        """Read a ticket by a reader with a cable, which types it."""
        box = self.page.get_by_role("searchbox")
        box.fill(ticket)
        box.press("Enter")

    def lose_connection(self) -> None:
        """Go where no connection is, once the phone has what it needs."""
        self.page.wait_for_function(READY)
        self.visitor.context.set_offline(True)

    def open_anew(self) -> None:
        """Close the tab, and open the page in another."""
        self.page.close()
        self.page = self.visitor.context.new_page()
        self.page.goto(self.visitor.address + self.path)

    def walk_in(self, name: str) -> None:
        """Let somebody in who is not on the list."""
        self.page.get_by_role("link", name=say("Walk-in")).click()
        self.page.get_by_label(say("Name"), exact=True).fill(name)
        agrees = say("They agree that we keep this, and that they were here")
        self.page.get_by_label(agrees).check()
        self.page.get_by_role("button", name=say("Tick off as present")).click()


@pytest.fixture(scope="module")
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


def another(visit: Visit, system: System, door: str) -> Phone:
    visitor = visit(on="phone")
    sign_in(visitor, system, HOST)
    return Phone(visitor, door)


def ticket(
    system: System, slug: str, name: str, organisation: str, *, cancels: bool = False
) -> str:
    """Let somebody register, and return their ticket."""
    before = clock.now() - timedelta(days=20)
    with system.app().app_context(), clock.played_at(before), transaction():
        made = register(activities.get_by_slug(slug), name, organisation)
        if cancels:
            registrations.cancel(made.id)
        return tickets.code(made.id)


def presences(system: System, name: str) -> int:
    """Count how often somebody was at the session of today."""
    with system.app().app_context():
        here = select(func.count()).select_from(Attendance).join(Attendance.person)
        return db.session.scalars(here.where(Person.name == name)).one()


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


def test_the_door_goes_on_without_connection(
    phone: Phone, system: System, here: str, played: World
) -> None:
    known = ticket(system, here, "Anna Mol", GGD)
    unknown = ticket(system, played.full, "Bas Pot", GGD)
    expect(phone.row("Anna Mol")).to_be_visible()
    phone.lose_connection()

    phone.read(known)
    phone.says(say("They are in"), "Anna Mol")
    phone.read(unknown)
    phone.says(say("Not on this phone"))
    phone.walk_in("Oma Mol")
    waiting = say("{number} wait for connection").replace("{number}", "2")
    expect(phone.page.locator("#line")).to_contain_text(waiting)

    assert presences(system, "Anna Mol") == 0
    kept = phone.page.evaluate(KEPT)
    assert (kept["items"], kept["shelves"], kept["workers"], kept["key"]) == (3, 1, 1, True)
    assert "Mol" not in kept["text"]

    # The tab is closed, or the battery dies. As it closes, this browser may give it the network.
    phone.open_anew()
    expect(phone.page.locator("#line")).to_contain_text(say("No connection"))
    for name in ("Anna Mol", "Oma Mol"):
        phone.is_in(name)

    phone.visitor.context.set_offline(False)
    expect(phone.page.locator("#line")).to_be_empty()
    for name in ("Anna Mol", "Oma Mol"):
        phone.is_in(name)
        assert presences(system, name) == 1

    phone.page.reload()
    phone.page.get_by_role("button", name=say("Sign out")).click()
    phone.page.wait_for_url(lambda url: "sessies" not in url)
    kept = phone.page.evaluate(KEPT)
    assert not kept["key"]
    assert "Mol" not in kept["text"]


def test_two_phones_that_see_the_same_person_give_one_presence(
    phone: Phone, visit: Visit, system: System, here: str, door: str
) -> None:
    other = another(visit, system, door)
    code = ticket(system, here, "Mees Vink", GGD)
    for one in (phone, other):
        expect(one.row("Mees Vink")).to_be_visible()

    phone.lose_connection()
    phone.read(code)
    phone.says(say("They are in"), "Mees Vink")
    other.read(code)
    other.is_in("Mees Vink")
    phone.visitor.context.set_offline(False)
    expect(phone.page.locator("#line")).to_be_empty()
    phone.is_in("Mees Vink")
    assert presences(system, "Mees Vink") == 1

    # What one takes back, the other sees within seconds.
    phone.row("Mees Vink").get_by_role("button").click()
    expect(other.row("Mees Vink").get_by_role("button", name=say("Tick off:"))).to_be_visible()


def test_a_lost_phone_gives_its_key_up_and_sends_what_waited_to_who_returns(
    phone: Phone, system: System, here: str
) -> None:
    code = ticket(system, here, "Pien Smit", GGD)
    expect(phone.row("Pien Smit")).to_be_visible()
    phone.lose_connection()
    phone.read(code)
    phone.says(say("They are in"))
    with system.app().app_context(), transaction():
        account = accounts.find(HOST)
        assert account is not None
        sign_ins.end_all(account.id, but=None)

    phone.visitor.context.set_offline(False)

    expect(phone.page.get_by_label(say("E-mail address"))).to_be_visible()
    kept = phone.page.evaluate(KEPT)
    assert (kept["items"], kept["shelves"], kept["key"]) == (1, 0, False)
    assert "Pien" not in kept["text"]
    assert [fault.split()[0] for fault in phone.visitor.faults] == ["401"]
    phone.visitor.faults.clear()
    phone.visitor.page = phone.page
    sign_in(phone.visitor, system, HOST)
    phone.visitor.go(phone.path)
    phone.is_in("Pien Smit")
    expect(phone.page.locator("#line")).to_be_empty()
    assert presences(system, "Pien Smit") == 1


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
