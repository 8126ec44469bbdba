"""What the page at the door gives a phone to go on without connection."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from tests import make, visitors
from tests.attendance.pages import door, register

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

LIST, SHELL = "aanwezigheid", "aanwezigheid?schil=1"


def test_a_phone_may_film_here_and_nowhere_else(client: FlaskClient, activity: Activity) -> None:
    here, elsewhere = client.get(door(activity)), client.get("/beheer/geweest")

    assert "camera=(self)" in here.headers["Permissions-Policy"]
    assert "camera=()" in elsewhere.headers["Permissions-Policy"]


def test_a_phone_gets_the_same_key_each_time_until_hours_after_the_end(
    client: FlaskClient, activity: Activity
) -> None:
    keys = [client.get(door(activity, rest)).headers["Set-Cookie"] for rest in (LIST, SHELL)]

    name, key, *_rest = re.split("[=;]", keys[0])
    assert name == f"bewaard_deur{activity.sessions[0].id}"
    assert len(key) > 40
    assert keys[0] == keys[1]
    assert "SameSite=Strict" in keys[0]
    ends_at = activity.sessions[0].ends_at
    assert f"{ends_at + timedelta(hours=4):%d %b %Y %H:%M}" in keys[0]


def test_another_host_gets_another_key(client: FlaskClient, activity: Activity) -> None:
    ours = client.get(door(activity)).headers["Set-Cookie"]
    visitors.sign_in(client, make.account(Role.HOST, activity.community))

    theirs = client.get(door(activity)).headers["Set-Cookie"]

    assert theirs.split(";")[0] != ours.split(";")[0]


def test_signing_out_takes_the_key_of_what_the_phone_kept(
    client: FlaskClient, activity: Activity
) -> None:
    client.get(door(activity))

    answer = client.post("/uitloggen")

    gone = [text for text in answer.headers.getlist("Set-Cookie") if text.startswith("bewaard_")]
    assert len(gone) == 1
    assert "Max-Age=0" in gone[0]


def test_the_page_that_a_phone_keeps_names_nobody(client: FlaskClient, activity: Activity) -> None:
    register(activity, "Jan van der Berg")

    page = client.get(door(activity, SHELL)).text

    assert "Casustafel hechting" in page
    assert "Berg" not in page
    assert "/uitloggen" not in page
    assert '<div id="nobody" hidden>' in page


@pytest.mark.usefixtures("activity")
def test_the_worker_of_the_door_sees_no_page_above_it(client: FlaskClient) -> None:
    answer = client.get("/beheer/sessies/deur.js")

    assert "respondWith" in answer.text
    assert answer.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers
