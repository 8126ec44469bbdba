"""The page where a host lets somebody in who is not on the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import make
from tests.attendance.pages import attendances, door

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity


def test_somebody_walks_in(client: FlaskClient, activity: Activity) -> None:
    page = client.get(door(activity, "inloper")).text
    assert "Vraag" not in page

    data = {"name": "Oma", "organisation": "Wijk", "consent": "y"}
    answer = client.post(door(activity, "inloper"), data=data)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Oma is aanwezig." in page
    assert "inloper" in page
    assert "Wijk" in page


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "Oma", "email": "oma"},
        {"name": "x" * 201},
        {"name": "\u202e"},
        {"email": "new@example.org"},
        {"name": "Oma", "consent": ""},
    ],
    ids=["nothing", "address", "long", "invisible", "unknown", "unasked"],
)
def test_a_walk_in_who_cannot_be_let_in_gets_a_sentence(
    client: FlaskClient, activity: Activity, data: dict[str, str]
) -> None:
    answer = client.post(door(activity, "inloper"), data={"consent": "y"} | data)

    assert answer.status_code == 422
    assert "Eén ding klopt nog niet" in answer.text
    assert attendances() == 0


def test_a_known_address_is_enough(client: FlaskClient, activity: Activity) -> None:
    known = make.person(name="Fatma Kaya", email="fatma@ggd.example.org")

    data = {"email": "Fatma@GGD.example.org", "consent": "y"}
    answer = client.post(door(activity, "inloper"), data=data)

    assert answer.location.endswith(f"#p{known.id}")
    assert "Fatma Kaya is aanwezig." in client.get(answer.location).text
