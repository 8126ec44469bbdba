"""Finding people, correcting what is known of them, and merging two by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.db import db
from rok_events.people import actions, queries
from rok_events.web.access import Visitor
from tests import make

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community
    from rok_events.people.models import Person


@pytest.fixture
def here(app: Flask, database: None, monkeypatch: pytest.MonkeyPatch) -> Community:
    """A network whose organiser the visitor is."""
    community = make.community()
    visitor = Visitor(make.account().id, "Robin", {community.id: PERMISSIONS[Role.ORGANISER]})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)
    return community


def known(here: Community, **given: object) -> Person:
    """Make somebody who registered in a network."""
    person = make.person(**given)
    make.registration(person=person, activity=make.activity(community=here))
    return person


@pytest.mark.parametrize("words", ["zoe", "ZOË", "oudere", "oude.name"])
def test_people_are_found_without_regard_to_accents_by_any_address(
    client: FlaskClient, here: Community, words: str
) -> None:
    zoe = known(here, name="Zoë Smit", email="oudere@example.org")
    known(here, name="Ans")
    make.person(name="Zoe oude", email="oude.name@example.org", merged_into_id=zoe.id)

    page = client.get("/beheer/mensen", query_string={"q": words})

    assert "Zoë Smit" in page.text
    assert "Ans" not in page.text
    assert "Zoe oude" not in page.text


def test_only_people_of_ones_own_networks_are_seen(client: FlaskClient, here: Community) -> None:
    stranger = make.person(name="Vreemde")
    make.registration(person=stranger)

    assert "Vreemde" not in client.get("/beheer/mensen").text
    assert client.get(f"/beheer/mensen/{stranger.id}").status_code == 403


def test_a_name_and_an_address_are_corrected(client: FlaskClient, here: Community) -> None:
    anna = known(here, name="Ana")

    answer = client.post(
        f"/beheer/mensen/{anna.id}/wijzigen", data={"name": "Anna", "email": "Anna@Example.org"}
    )

    assert answer.status_code == 303
    assert (anna.name, anna.email) == ("Anna", "anna@example.org")


def test_the_address_of_somebody_else_is_refused_at_its_field(
    client: FlaskClient, here: Community
) -> None:
    anna, ans = known(here), known(here, name="Ans")

    answer = client.post(
        f"/beheer/mensen/{anna.id}/wijzigen", data={"name": "Anna", "email": ans.email}
    )

    assert answer.status_code == 422
    assert "Dit is het adres van Ans." in answer.text


def test_a_second_address_becomes_the_first(client: FlaskClient, here: Community) -> None:
    anna = known(here, email="een@example.org")
    former = make.person(email="twee@example.org", merged_into_id=anna.id)

    client.post(
        f"/beheer/mensen/{anna.id}/wijzigen", data={"name": "Anna", "email": "twee@example.org"}
    )

    assert (anna.email, former.email) == ("twee@example.org", "een@example.org")
    assert queries.find_person("een@example.org") is anna


def test_work_is_added_corrected_and_removed(client: FlaskClient, here: Community) -> None:
    anna = known(here)
    page = f"/beheer/mensen/{anna.id}/werk"
    told = {"organisation": "De Kern", "starts_on": "2025-01-01", "last_day": "2025-12-31"}

    client.post(f"{page}/nieuw", data=told)
    (period,) = queries.affiliations(anna.id)
    assert period.ends_on is not None
    assert period.ends_on.isoformat() == "2026-01-01"

    client.post(f"{page}/{period.id}", data=told | {"last_day": ""})
    (ongoing,) = queries.affiliations(anna.id)
    assert ongoing.ends_on is None

    client.post(f"{page}/{period.id}/verwijderen")
    assert queries.affiliations(anna.id) == []


@pytest.mark.parametrize(
    ("starts_on", "last_day", "words"),
    [
        ("2026-03-01", "", "al ergens anders"),
        ("2025-03-01", "2026-03-01", "begint ander werk"),
        ("2025-03-01", "2025-02-01", "vóór de eerste"),
    ],
    ids=["begins during", "runs into", "backwards"],
)
def test_work_never_overlaps(
    client: FlaskClient, here: Community, starts_on: str, last_day: str, words: str
) -> None:
    anna, kern = known(here), make.organisation()
    actions.affiliate(anna.id, kern.id, make.LONG_AGO.date().replace(year=2026))
    db.session.commit()

    answer = client.post(
        f"/beheer/mensen/{anna.id}/werk/nieuw",
        data={"organisation": "Saxion", "starts_on": starts_on, "last_day": last_day},
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert len(queries.affiliations(anna.id)) == 1


def test_numbers_in_registers_are_seen_and_corrected(client: FlaskClient, here: Community) -> None:
    zoe = known(here, name="Zoë Smit")
    page = f"/beheer/mensen/{zoe.id}"

    wrong = client.post(f"{page}/registers", data={"register_big": "1"})
    right = client.post(f"{page}/registers", data={"register_big": "09012345601"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "1 is geen nummer van BIG" in wrong.text
    assert "09012345601" in client.get(page).text
    stranger = make.registration(person=make.person()).person
    assert client.get(f"/beheer/mensen/{stranger.id}/registers").status_code == 403
