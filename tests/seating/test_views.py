"""The pages of an activity's tables."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.attendance import closing_actions
from rok_events.db import transaction
from rok_events.seating import actions, queries
from tests import make, visitors
from tests.conftest import NOW
from tests.seating.scenes import Scene, scene

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def signed_in(client: FlaskClient, held: Scene, role: Role = Role.ORGANISER) -> Scene:
    visitors.sign_in(client, make.account(role, held.activity.community))
    return held


@pytest.fixture
def held(client: FlaskClient) -> Scene:
    """A werkconferentie next spring, and its organiser signed in."""
    return signed_in(client, scene())


@pytest.fixture
def today(client: FlaskClient) -> Scene:
    """One that goes on, with a plan and two who are there."""
    made = signed_in(client, scene(starts_at=NOW - timedelta(hours=1)))
    actions.plan(made.session.id, made.ids(Ada={1: "1"}, Bo={1: "2"}, Cem={1: "1"}))
    return made


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_who_has_a_place_gets_a_table_by_a_press(client: FlaskClient, held: Scene) -> None:
    form = held.form(Ada={1: "1"}, Bo={1: "1"}, Cem={1: ""})

    answer = client.post(held.page(), data=form)
    page = client.get(answer.location).text

    assert answer.status_code == 303
    assert held.planned() == {"Ada": {1: "1"}, "Bo": {1: "1"}}
    assert "De tafels zijn bewaard" in page
    assert "Tafel 1" in page
    assert page.count("collega’s</span>") == 2  # noqa: RUF001
    assert "2 mensen hebben geen tafel in deze ronde" in page
    assert "Cem Can (W), Dil Demir" in page


def test_one_more_round_keeps_what_was_typed_and_saves_nothing(
    client: FlaskClient, held: Scene
) -> None:
    answer = client.post(held.page(), data={**held.form(Ada={1: "Raam"}), "do": "round"})

    ada = held.people["Ada"].id
    assert answer.status_code == 200
    assert value(answer.text, "rondes") == "2"
    assert value(answer.text, f"tafel-{ada}-1") == "Raam"
    assert f'name="tafel-{ada}-2"' in answer.text
    assert held.planned() == {}


def test_too_long_a_name_is_told_at_its_box_and_nothing_is_lost(
    client: FlaskClient, held: Scene
) -> None:
    answer = client.post(held.page(), data=held.form(Ada={1: "x" * 81}, Cem={1: "Raam"}))

    box = f"tafel-{held.people['Ada'].id}-1"
    assert answer.status_code == 422
    assert f'href="#{box}"' in answer.text
    assert f'aria-describedby="{box}-error"' in answer.text
    assert value(answer.text, box) == "x" * 81
    assert value(answer.text, f"tafel-{held.people['Cem'].id}-1") == "Raam"
    assert held.planned() == {}


def test_what_somebody_else_changed_meanwhile_is_told_and_saving_again_replaces_it(
    client: FlaskClient, held: Scene
) -> None:
    seen = value(client.get(held.page()).text, "stand")
    actions.plan(held.session.id, held.ids(Ada={1: "9"}))

    form = held.form(Ada={1: "1"})
    refused = client.post(held.page(), data={**form, "stand": seen})
    kept = held.planned()
    client.post(held.page(), data={**form, "stand": value(refused.text, "stand")})

    assert refused.status_code == 422
    assert "Iemand anders heeft deze tafels" in refused.text
    assert kept == {"Ada": {1: "9"}}
    assert held.planned() == {"Ada": {1: "1"}}


def test_the_page_tells_which_wishes_of_the_lead_this_plan_meets(
    client: FlaskClient, held: Scene
) -> None:
    community = held.activity.community
    make.table_wish(community=community, one=held.ggd, other=held.welzijn)
    make.table_wish(community=community, one=held.ggd, other=make.organisation(name="Elders"))

    before = client.get(held.page()).text
    actions.plan(held.session.id, held.ids(Ada={1: "1"}, Cem={1: "1"}))
    after = client.get(held.page()).text

    assert "niet aan één tafel" in before
    assert "niet aan één tafel" not in after
    assert "1 paar organisaties zit bij elkaar" in after
    assert "GGD – W" in after  # noqa: RUF001
    assert "1 wens gaat over organisaties" in after


def test_each_session_has_its_own_plan(client: FlaskClient) -> None:
    held = signed_in(client, scene(sessions=[NOW + timedelta(days=7), NOW + timedelta(days=14)]))
    first, second = held.activity.sessions

    form = held.form(Ada={1: "1"})
    client.post(held.page(f"?bijeenkomst={second.id}"), data=form)

    assert queries.planned(first.id) == {}
    assert queries.planned(second.id) == held.ids(Ada={1: "1"})


def test_a_host_and_somebody_of_another_network_cannot_plan(client: FlaskClient) -> None:
    held = signed_in(client, scene(), Role.HOST)

    assert client.get(held.page()).status_code == 403
    assert client.post(held.page(), data=held.form(Ada={1: "1"})).status_code == 403


def test_without_people_the_page_says_what_comes_here(client: FlaskClient) -> None:
    activity = make.activity()
    visitors.sign_in(client, make.account(Role.ORGANISER, activity.community))

    assert "Er heeft nog niemand een plaats" in (
        client.get(f"/beheer/activiteiten/{activity.id}/tafels").text
    )


def test_before_the_day_one_cannot_say_who_sat_where(client: FlaskClient, held: Scene) -> None:
    page = client.get(held.page("/gezeten")).text
    answer = client.post(held.page("/gezeten"), data={"rondes": "1"})

    assert "Afvinken kan vanaf de dag" in page
    assert answer.status_code == 409


def test_one_press_notes_that_everybody_sat_as_planned(client: FlaskClient, today: Scene) -> None:
    there = today.attend("Ada", "Cem")

    page = client.get(today.page("/gezeten")).text
    boxes = {name: value(page, name) for name in (f"tafel-{id_}-1" for id_ in there.values())}
    client.post(
        today.page("/gezeten"), data={**boxes, "rondes": "1", "stand": value(page, "stand")}
    )

    assert "Bo Bakker" not in page
    assert "zit iedereen die er was zoals gepland" in page
    assert queries.recorded(today.session.id) == {id_: {1: "1"} for id_ in there.values()}


def test_who_sat_elsewhere_is_changed_in_the_same_grid(client: FlaskClient, today: Scene) -> None:
    there = today.attend("Ada", "Cem")
    data = {f"tafel-{there['Ada']}-1": "Bij het raam", f"tafel-{there['Cem']}-1": "1"}

    client.post(today.page("/gezeten"), data={**data, "rondes": "1"})
    page = client.get(today.page("/gezeten")).text

    assert "Bij het raam" in page
    assert "zoals gepland" not in page
    assert today.planned()["Ada"] == {1: "1"}


def test_a_closed_list_asks_on_the_page_why_it_is_changed(client: FlaskClient) -> None:
    held = signed_in(client, scene(starts_at=NOW - timedelta(hours=3)))
    there = held.attend("Ada")
    with transaction():
        closing_actions.close(held.session.id, None)
    data = {f"tafel-{there['Ada']}-1": "4", "rondes": "1"}

    refused = client.post(held.page("/gezeten"), data=data)
    kept = client.post(held.page("/gezeten"), data={**data, "reason": "Van het papier."})

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert value(refused.text, f"tafel-{there['Ada']}-1") == "4"
    assert kept.status_code == 303
    assert queries.recorded(held.session.id) == {there["Ada"]: {1: "4"}}


def test_the_plan_of_what_is_over_can_be_read_and_not_changed(client: FlaskClient) -> None:
    held = signed_in(client, scene(starts_at=NOW - timedelta(hours=3)))

    page = client.get(held.page()).text

    assert "Deze bijeenkomst is voorbij" in page
    assert 'name="rondes"' not in page


def test_the_personal_page_tells_the_table(client: FlaskClient, held: Scene) -> None:
    there = f"/aanmelding/{held.people['Ada'].token}"
    before = client.get(there).text
    actions.plan(held.session.id, held.ids(Ada={1: "4", 2: "Bij het raam"}))

    after = client.get(there).text

    assert "Je tafel" not in before
    assert "Je tafel" in after
    assert "Tafel 4" in after.replace("\N{NO-BREAK SPACE}", " ")
    assert "Bij het raam" in after.replace("\N{NO-BREAK SPACE}", " ")
