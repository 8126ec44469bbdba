"""Who may come in, and how those who may not are sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from rok_events.core.errors import ForbiddenError
from rok_events.core.permissions import Permission
from rok_events.web import access, security
from rok_events.web.access import STRANGER, Visitor, by_link, check, public, require

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

HERE, THERE = 1, 2

host = Visitor(7, "Noor", {HERE: frozenset({Permission.CHECK_IN})})
everywhere = Visitor(8, "Zoë", {None: frozenset({Permission.CHECK_IN})})
both = Visitor(
    9, "Ab", {HERE: frozenset({Permission.CHECK_IN}), THERE: frozenset({Permission.CHECK_IN})}
)


@pytest.fixture
def visit() -> Callable[[Visitor], FlaskClient]:
    """A small site with one door of each kind, and a way to come as somebody."""
    site = Flask(__name__)
    security.init_app(site)
    site.errorhandler(ForbiddenError)(lambda _error: ("refused", 403))

    @site.get("/open")
    @public
    def everybody() -> str:
        return "open"

    @site.get("/geheim/<token>")
    @by_link
    def secret(token: str) -> str:
        return token

    @site.route("/deur", methods=["GET", "POST"])
    @require(Permission.CHECK_IN)
    def door() -> str:
        return "in"

    @site.get("/zaal/<int:community_id>")
    @require(Permission.CHECK_IN)
    def room(community_id: int) -> str:
        check(Permission.CHECK_IN, community_id)
        return "in"

    site.add_url_rule("/inloggen", "accounts.sign_in", lambda: "sign in")

    access.init_app(site, lambda: STRANGER)

    def come(visitor: Visitor) -> FlaskClient:
        site.extensions["access"] = lambda: visitor
        return site.test_client()

    return come


def test_a_stranger_signs_in_first_and_comes_back(visit: Callable[[Visitor], FlaskClient]) -> None:
    answer = visit(STRANGER).get("/deur?soort=training&q=a+b")

    assert answer.status_code == 303
    assert answer.location == "/inloggen?naar=/deur?soort%3Dtraining%26q%3Da%2Bb"


def test_asking_only_for_the_head_is_looking_too(visit: Callable[[Visitor], FlaskClient]) -> None:
    assert visit(STRANGER).head("/deur").location == "/inloggen?naar=/deur"
    assert visit(host).head("/deur").status_code == 200


def test_whoever_sends_a_form_too_late_comes_back_to_the_form(
    visit: Callable[[Visitor], FlaskClient],
) -> None:
    answer = visit(STRANGER).post("/deur", headers={"Referer": "http://localhost/zaal/1?q=x"})

    assert (answer.status_code, answer.location) == (303, "/inloggen?naar=/zaal/1")


@pytest.mark.parametrize("referrer", ["", "https://elders.example.org/zaal/1", "localhost", "///"])
def test_a_form_from_elsewhere_leads_nowhere(
    visit: Callable[[Visitor], FlaskClient], referrer: str
) -> None:
    answer = visit(STRANGER).post("/deur", headers={"Referer": referrer})

    assert answer.location == "/inloggen"


def test_a_role_without_the_permission_is_refused(
    visit: Callable[[Visitor], FlaskClient],
) -> None:
    lead = Visitor(3, "Lead", {None: frozenset({Permission.SEE_NETWORK})})

    assert visit(lead).get("/deur").status_code == 403
    assert visit(Visitor(4, "Nothing")).get("/deur").status_code == 403
    assert visit(host).get("/deur").text == "in"


@pytest.mark.parametrize(
    ("visitor", "here", "there"),
    [(host, 200, 403), (everywhere, 200, 200), (both, 200, 200), (STRANGER, 303, 303)],
    ids=["host of one", "everywhere", "both", "stranger"],
)
def test_a_permission_counts_where_it_was_given(
    visit: Callable[[Visitor], FlaskClient], visitor: Visitor, here: int, there: int
) -> None:
    client = visit(visitor)

    answers = [client.get(f"/zaal/{community}").status_code for community in (HERE, THERE)]

    assert answers == [here, there]


def test_a_thing_of_no_community_is_for_those_who_look_after_all() -> None:
    assert everywhere.may(Permission.CHECK_IN, None)
    assert not both.may(Permission.CHECK_IN, None)


def test_communities_are_those_of_the_permission_or_all() -> None:
    assert both.communities(Permission.CHECK_IN) == frozenset({HERE, THERE})
    assert host.communities(Permission.SEE_MAIL) == frozenset()
    assert everywhere.communities(Permission.CHECK_IN) is None
    assert STRANGER.communities(Permission.CHECK_IN) == frozenset()


@pytest.mark.parametrize(
    ("path", "visitor"),
    [("/geheim/abc", STRANGER), ("/deur", host), ("/deur", STRANGER), ("/zaal/2", host)],
    ids=["secret link", "let in", "sent to sign in", "refused"],
)
def test_what_is_not_for_everybody_is_kept_by_nobody(
    visit: Callable[[Visitor], FlaskClient], path: str, visitor: Visitor
) -> None:
    headers = visit(visitor).get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_what_is_for_everybody_may_be_found(visit: Callable[[Visitor], FlaskClient]) -> None:
    headers = visit(STRANGER).get("/open").headers

    assert "X-Robots-Tag" not in headers
    assert "Cache-Control" not in headers


def test_each_view_tells_who_may_come_in(visit: Callable[[Visitor], FlaskClient]) -> None:
    views = visit(STRANGER).application.view_functions

    told = {name: views[name].__dict__["access"] for name in ("everybody", "secret", "door")}

    assert told == {"everybody": "public", "secret": "by_link", "door": Permission.CHECK_IN}


def test_whoever_comes_is_asked_for_once(visit: Callable[[Visitor], FlaskClient]) -> None:
    client, asked = visit(host), []

    def who() -> Visitor:
        asked.append(1)
        return host

    client.application.extensions["access"] = who
    client.get(f"/zaal/{HERE}")
    client.get("/open")

    assert asked == [1]
