"""The ticket: a code that checks in, that nobody can make, and that a bad camera reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.activities.rules import Setting
from rok_events.registrations import tickets
from rok_events.registrations.rules import Status
from tests import make
from tests.registrations import qr

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
TICKET = re.compile(r'<img src="(data:image/png;base64,[^"]+)"')


@pytest.fixture
def ticket(app: Flask, database: None) -> str:
    return tickets.at_the_door(make.registration())


@pytest.mark.parametrize("id_", [1, 4321, 2**31 - 1])
def test_a_ticket_names_its_registration(app: Flask, id_: int) -> None:
    with app.app_context():
        code = tickets.code(id_)

        assert tickets.read(code) == id_
        assert re.fullmatch(r"ROK:[A-Z2-7]{20}", code)


@given(place=st.integers(0, 18), letter=st.sampled_from(ALPHABET))
def test_a_changed_ticket_is_none_of_ours(app: Flask, place: int, letter: str) -> None:
    with app.app_context():
        code = tickets.code(4321)
        at = len(tickets.PREFIX) + place
        changed = code[:at] + letter + code[at + 1 :]

        assert tickets.read(changed) == (4321 if changed == code else None)


@pytest.mark.parametrize(
    "code",
    ["", "ROK:", "ROK:A", "ROK:=", "ROK:ÉÉ", "https://example.org", f"ROK:{'A' * 999}"],
)
def test_another_code_is_none_of_ours(app: Flask, code: str) -> None:
    with app.app_context():
        assert tickets.read(code) is None


def test_a_ticket_of_the_key_before_still_lets_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        code = tickets.code(1)
        old = app.config["SECRET_KEY"]
        monkeypatch.setitem(app.config, "SECRET_KEY", "new " * 8)

        assert tickets.read(code) is None

        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])

        assert tickets.read(code) == 1


@pytest.mark.parametrize(
    "camera",
    [
        {},
        {"angle": 17, "noise": 20},
        {"angle": 135, "noise": 10, "blur": 1},
        {"white": 70, "black": 30, "noise": 5},
        {"white": 235, "black": 90, "noise": 15, "blur": 1},
        {"size": 90, "angle": 8, "noise": 10},
    ],
    ids=["straight", "tilted", "on its side", "dim screen", "grey print", "far away"],
)
def test_a_bad_camera_reads_it(ticket: str, camera: dict[str, float]) -> None:
    (code,) = qr.read(qr.seen(qr.opened(ticket), **camera))  # type: ignore[arg-type]

    assert tickets.read(code) is not None


def test_the_squares_are_large_and_have_white_around_them(ticket: str) -> None:
    picture = qr.opened(ticket)

    assert len(picture) == (25 + 2 * 4) * tickets.PIXELS
    assert (picture[: 4 * tickets.PIXELS] == 255).all()


def test_the_personal_page_shows_the_ticket_of_its_own(client: FlaskClient) -> None:
    registration = make.registration()

    (address,) = TICKET.findall(client.get(f"/aanmelding/{registration.token}").text)

    (code,) = qr.read(qr.opened(address))
    assert tickets.read(code) == registration.id
    assert registration.token not in code
    assert client.get(f"/aanmelding/{code}").status_code == 404


@pytest.mark.parametrize(
    ("status", "setting"),
    [
        (Status.WAITING, Setting.ON_SITE),
        (Status.CANCELLED, Setting.ON_SITE),
        (Status.CONFIRMED, Setting.ONLINE),
    ],
)
def test_without_a_place_or_a_door_there_is_no_ticket(
    client: FlaskClient, status: Status, setting: Setting
) -> None:
    activity = make.activity(setting=setting)
    registration = make.registration(activity=activity, status=status)

    assert TICKET.findall(client.get(f"/aanmelding/{registration.token}").text) == []
