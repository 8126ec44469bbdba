"""Administrators found networks and change them; without one nothing can be planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.communities import queries
from tests import make
from tests.visitors import sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NEW = "/beheer/netwerken/nieuw"


@pytest.fixture
def administrator(client: FlaskClient) -> FlaskClient:
    """Somebody who looks after all networks, of which there is none yet."""
    sign_in(client, make.account(Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("page", ["/beheer", "/beheer/activiteiten/nieuw", "/beheer/netwerken"])
def test_in_an_empty_house_every_way_leads_to_the_first_network(
    administrator: FlaskClient, page: str
) -> None:
    assert f'href="{NEW}"' in administrator.get(page).text


def test_who_may_not_found_one_is_told_whom_to_ask(client: FlaskClient) -> None:
    sign_in(client, make.account(Role.ORGANISER))

    page = client.get("/beheer/activiteiten/nieuw").text

    assert "Vraag een beheerder" in page
    assert NEW not in page


def test_a_plan_without_a_network_leads_back_to_what_comes_first(
    administrator: FlaskClient,
) -> None:
    answer = administrator.post("/beheer/activiteiten/nieuw", data={"title": "Casustafel"})

    assert answer.location == "/beheer/activiteiten/nieuw"


def test_the_address_of_a_network_is_made_of_its_name(administrator: FlaskClient) -> None:
    given = {"name": "ROK Deventer", "slug": "", "description": "Samen.", "accent": "#8A3B6B "}

    answer = administrator.post(NEW, data=given, follow_redirects=True)

    made = queries.get("rok-deventer")
    assert (made.name, made.description, made.accent) == ("ROK Deventer", "Samen.", "#8a3b6b")
    assert "ROK Deventer is toegevoegd." in answer.text
    assert "/beheer/netwerken/nieuw" not in administrator.get("/beheer").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Vul een naam in."),
        ({"slug": "ROK Deventer"}, "Schrijf het adres met kleine letters"),
        ({"slug": "rok"}, "Er is al een netwerk op het adres rok."),
        ({"name": "!!!"}, "Schrijf het adres met kleine letters"),
        ({"accent": "groen"}, "Schrijf de kleur als een hekje"),
    ],
    ids=["no name", "capitals", "taken", "nothing to make an address of", "no colour"],
)
def test_what_cannot_be_is_said_at_its_field(
    administrator: FlaskClient, change: dict[str, str], words: str
) -> None:
    make.community(slug="rok")
    given = {"name": "Nog een", "slug": "", "accent": "#0b6a63"} | change

    answer = administrator.post(NEW, data=given)

    assert answer.status_code == 422
    assert words in answer.text
    assert len(queries.everyone()) == 1


def test_the_words_of_a_network_change_and_its_address_stays(administrator: FlaskClient) -> None:
    make.community(slug="rok", name="ROK", is_discreet=True)

    administrator.post(
        "/beheer/netwerken/rok/wijzigen", data={"name": "ROK Deventer", "accent": "#112233"}
    )

    rok = queries.get("rok")
    assert (rok.name, rok.accent, rok.is_discreet) == ("ROK Deventer", "#112233", False)


def test_a_colour_that_is_none_is_refused_in_a_change_too(administrator: FlaskClient) -> None:
    make.community(slug="rok", name="ROK")

    answer = administrator.post(
        "/beheer/netwerken/rok/wijzigen", data={"name": "Anders", "accent": "groen"}
    )

    assert answer.status_code == 422
    assert queries.get("rok").name == "ROK"


def test_who_looks_after_one_network_sees_that_one_and_founds_none(client: FlaskClient) -> None:
    rok = make.community(slug="rok", name="ROK")
    make.community(slug="zwolle", name="Zwolle")
    sign_in(client, make.account(Role.ADMINISTRATOR, rok))

    page = client.get("/beheer/netwerken").text

    assert "/beheer/netwerken/rok/wijzigen" in page
    assert "/beheer/netwerken/zwolle/wijzigen" not in page
    assert NEW not in page
