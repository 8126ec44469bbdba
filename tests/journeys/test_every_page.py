"""Everybody can read every page: by eye, by ear, on a phone, in the dark."""

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
MOST_PAGES = 80


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
    """Follow all links from where one begins; look at one page of each kind and query."""
    seen: set[object] = set()
    faults: dict[str, list[str]] = {}
    waiting = deque(begin)
    while waiting and len(faults) < MOST_PAGES:
        path = waiting.popleft()
        kind = _kind(routes, path)
        if kind in seen:
            continue
        seen.add(kind)
        page = visitor.go(path)
        faults[path] = visitor.look()
        here = urlsplit(page.url).netloc
        for link in page.evaluate(LINKS):
            parts = urlsplit(urldefrag(link).url)
            if parts.netloc == here and not (
                parts.path.endswith(FILES) or parts.path.endswith(ELSEWHERE)
            ):
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return faults


def _kind(routes: MapAdapter, path: str) -> object:
    """Return what tells one kind of page from another: two activities are alike."""
    parts = urlsplit(path)
    query = frozenset(part.partition("=")[0] for part in parts.query.split("&") if part)
    try:
        endpoint = routes.match(parts.path, method="GET")[0]
    except RequestRedirect as redirect:
        return redirect.new_url
    except HTTPException:
        return path
    # Language links and tokens: the same page, or one page for each state that was played.
    if endpoint == "language.switch":
        return endpoint
    return (endpoint, query, path) if "/aanmelding/" in path else (endpoint, query)


@pytest.fixture(scope="module")
def routes(system: System) -> MapAdapter:
    """Which page an address belongs to."""
    return system.app().url_map.bind("localhost")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("on", ["desk", "phone"])
def test_strangers_can_read_every_page(
    visit: Visit, played: World, routes: MapAdapter, on: str, colours: str
) -> None:
    visitor = visit(on=on, color_scheme=colours)

    faults = walk(visitor, routes, addresses(played))

    assert [fault for found in faults.values() for fault in found] == []
    assert len(faults) > 10


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("on", ["desk", "phone"])
def test_the_organisation_can_read_every_page(
    visit: Visit, system: System, routes: MapAdapter, on: str, colours: str
) -> None:
    visitor = visit(on=on, color_scheme=colours)
    sign_in(visitor, system, "administrator@example.org")

    faults = walk(visitor, routes, ["/beheer", "/inzicht", "/ontwikkel/mail"])

    assert [fault for found in faults.values() for fault in found] == []
    assert len(faults) > 10
