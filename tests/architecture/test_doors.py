"""Every door says who may come in, and none changes data unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.app import create_app
from rok_events.communities.models import Community
from rok_events.db import db, transaction
from rok_events.web.access import by_link, public
from tests.conftest import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flask import Flask
    from flask.typing import ResponseReturnValue


def silent(views: Mapping[str, Callable[..., object]]) -> list[str]:
    """Find views that do not say who may come in; files under `static` are for everybody."""
    return [
        name for name, view in views.items() if name != "static" and not hasattr(view, "access")
    ]


@pytest.fixture
def probed(tmp_path: Path) -> Flask:
    """An application with one door more, that misbehaves."""
    app = create_app(settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path))

    @public
    def write() -> ResponseReturnValue:
        with transaction():
            return "written"

    @public
    def scribble() -> ResponseReturnValue:
        db.session.add(Community())
        return "scribbled"

    app.add_url_rule("/schrijf", view_func=write)
    app.add_url_rule("/krabbel", view_func=scribble, methods=["GET", "POST"])
    return app


def test_every_route_says_who_may_come_in(house: Flask) -> None:
    assert silent(house.view_functions) == []


def test_a_silent_route_is_found() -> None:
    def view() -> str:
        return ""

    assert silent({"static": view, "open": public(view), "linked": by_link(view)}) == []
    assert silent({"people.show": lambda: ""}) == ["people.show"]


def test_only_mail_programs_are_excused_from_the_form_token(house: Flask) -> None:
    csrf = house.extensions["csrf"]

    assert csrf._exempt_views == {"rok_events.mail.views.decline"}
    assert csrf._exempt_blueprints == set()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(probed: Flask, method: str) -> None:
    with pytest.raises(RuntimeError, match="may not change data"):
        probed.test_client().open("/schrijf", method=method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_leaves_no_change_behind(probed: Flask, method: str) -> None:
    with pytest.raises(RuntimeError, match=r"outside transaction\(\)"):
        probed.test_client().open("/krabbel", method=method)
