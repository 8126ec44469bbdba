"""Everybody can read every page: by eye, by ear, on a phone, in the dark, in English."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.journeys.people import sign_in

if TYPE_CHECKING:
    from werkzeug.routing import MapAdapter

    from tests.journeys.conftest import Visit
    from tests.journeys.system import System
    from tests.journeys.visitor import Visitor
    from tests.journeys.world import World

pytestmark = pytest.mark.browser

LINKS = "[...document.links].filter((a) => !a.hasAttribute('download')).map((a) => a.href)"
# Not pages: files, and the mail inside the developer's page for mails.
FILES = (".ics", ".css", ".svg", ".json", ".csv", ".gexf", ".graphml", "/html")
# Leads to a provider that is not there.
ELSEWHERE = ("/bij/surf", "/koppelen/surf")
MOST_PAGES = 110
WAYS = [("desk", "light", "en"), ("phone", "dark", "nl")]


def addresses(played: World) -> list[str]:
    """Return where a stranger begins: the front page, and what stands in mails."""
    return [
        "/",
        f"/activiteiten/{played.full}/aanmelden",
        f"/activiteiten/{played.today}/aanmelden",
        f"/aanmelding/{played.holder_token}",
        f"/aanmelding/{played.waiting_token}",
        f"/uitnodiging/{played.guest_token}",
        "/aanmelding/onbekend",
        "/bestaat-niet",
    ]


def walk(visitor: Visitor, routes: MapAdapter, begin: list[str]) -> dict[str, list[str]]:
    """Follow all links from where one begins; look at each page once, then at more of its kinds."""
    seen: set[object] = set()
    faults: dict[str, list[str]] = {}
    waiting = deque(begin)
    while waiting and len(faults) < MOST_PAGES:
        path = waiting.popleft()
        endpoint, kind = _kind(routes, path)
        if kind in seen:
            continue
        seen |= {endpoint, kind}
        page = visitor.go(path)
        faults[path] = visitor.look()
        here = urlsplit(page.url).netloc
        for link in page.evaluate(LINKS):
            parts = urlsplit(urldefrag(link).url)
            if parts.netloc != here or parts.path.endswith((*FILES, *ELSEWHERE)):
                continue
            found = f"{parts.path}?{parts.query}" if parts.query else parts.path
            is_new = _kind(routes, found)[0] not in seen
            (waiting.appendleft if is_new else waiting.append)(found)
    return faults


def _kind(routes: MapAdapter, path: str) -> tuple[object, object]:
    """Return what a page is, and what tells one kind of it from another: activities are alike."""
    parts = urlsplit(path)
    query = frozenset(part.partition("=")[0] for part in parts.query.split("&") if part)
    try:
        endpoint = routes.match(parts.path, method="GET")[0]
    except RequestRedirect as redirect:
        return redirect.new_url, redirect.new_url
    except HTTPException:
        return path, path
    # Language links and tokens: the same page, or one page for each state that was played.
    if endpoint == "language.switch":
        return endpoint, endpoint
    kind = (endpoint, query, path) if "/aanmelding/" in path else (endpoint, query)
    return endpoint, kind


@pytest.fixture(scope="module")
def routes(system: System) -> MapAdapter:
    """Which page an address belongs to."""
    return system.app().url_map.bind("localhost")


@pytest.mark.parametrize(("on", "colours", "language"), WAYS)
def test_strangers_can_read_every_page(
    visit: Visit, played: World, routes: MapAdapter, on: str, colours: str, language: str
) -> None:
    visitor = visit(on=on, color_scheme=colours)
    visitor.go(f"/taal/{language}")

    faults = walk(visitor, routes, addresses(played))

    assert [fault for found in faults.values() for fault in found] == []
    assert len(faults) > 20


@pytest.mark.parametrize(("on", "colours", "language"), WAYS)
def test_the_organisation_can_read_every_page(
    visit: Visit, system: System, routes: MapAdapter, on: str, colours: str, language: str
) -> None:
    visitor = visit(on=on, color_scheme=colours)
    sign_in(visitor, system, "administrator@example.org")
    visitor.go(f"/taal/{language}")

    faults = walk(visitor, routes, ["/beheer", "/inzicht", "/ontwikkel/mail"])

    assert [fault for found in faults.values() for fault in found] == []
    assert len(faults) == MOST_PAGES
