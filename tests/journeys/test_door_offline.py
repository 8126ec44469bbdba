"""Hosts at the door whose phones lose the connection, and find it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rok_events.accounts import queries as accounts
from rok_events.accounts import sign_in_actions as sign_ins
from rok_events.db import transaction
from tests.journeys.at_the_door import HOST, READY, Phone, another, presences, ticket
from tests.journeys.people import say, sign_in
from tests.journeys.world import GGD

if TYPE_CHECKING:
    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

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


def test_what_was_sent_just_before_the_connection_went_stays_ticked_off(
    phone: Phone, system: System, here: str
) -> None:
    code = ticket(system, here, "Sara Wit", GGD)
    expect(phone.row("Sara Wit")).to_be_visible()
    phone.page.wait_for_function(READY)
    with phone.page.expect_response(lambda answer: answer.request.method == "POST"):
        phone.read(code)
    # Only the list is left on the phone: the mark was answered.
    phone.page.wait_for_function(f"({KEPT})().then(({{ items }}) => items === 1)")
    phone.visitor.context.set_offline(True)

    phone.open_anew()

    expect(phone.page.locator("#line")).to_contain_text(say("No connection"))
    phone.is_in("Sara Wit")


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


def test_signing_out_before_everything_was_sent_loses_nothing(
    phone: Phone, system: System, here: str
) -> None:
    code = ticket(system, here, "Sanne Vos", GGD)
    expect(phone.row("Sanne Vos")).to_be_visible()
    away = "**/sessies/*/deur"
    phone.visitor.context.route(away, lambda route: route.abort("internetdisconnected"))
    phone.read(code)
    phone.says(say("They are in"))
    expect(phone.page.locator("#line")).to_contain_text(say("1 waits for connection"))

    phone.visitor.go("/beheer/geweest")
    phone.page.get_by_role("button", name=say("Sign out")).click()
    expect(phone.page.get_by_text(say("You are signed out."))).to_be_visible()
    assert presences(system, "Sanne Vos") == 0

    phone.visitor.context.unroute(away)
    sign_in(phone.visitor, system, HOST)
    phone.visitor.go(phone.path)
    phone.is_in("Sanne Vos")
    expect(phone.page.locator("#line")).to_be_empty()
    assert presences(system, "Sanne Vos") == 1
