"""Anybody checks a certificate; its holder has the file by a link, and finds it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from rok_events.certificates import actions, mails, rules
from rok_events.core.personal import Subject
from rok_events.db import db, transaction
from rok_events.privacy.rooms import ROOMS
from rok_events.registrations.models import Registration
from rok_events.web import signing
from tests import make
from tests.certificates import scenes
from tests.conftest import NOW
from tests.documents import reading

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.certificates.models import Certificate


@pytest.fixture
def certificate(client: FlaskClient) -> Certificate:
    activity = scenes.training()
    person = scenes.come(activity)
    scenes.issue(activity)
    return scenes.given_to(person)[0]


def page_of(certificate: Certificate) -> str:
    return f"/certificaat/{rules.written(certificate.code)}"


def test_whoever_holds_a_valid_certificate_can_compare_it(
    client: FlaskClient, certificate: Certificate
) -> None:
    answer = client.get(page_of(certificate))

    assert "echt en geldig" in answer.text
    assert "Zoë Łukasz" in answer.text
    assert "4 uur" in answer.text
    assert "SKJ-2027-118, 4 punten" in answer.text
    assert "@" not in answer.text.partition("<main")[2].partition("</main>")[0]
    assert answer.headers["Cache-Control"] == "no-store"


def test_of_one_that_was_withdrawn_nothing_is_told_of_its_holder(
    client: FlaskClient, certificate: Certificate
) -> None:
    with transaction():
        actions.withdraw(certificate.id, "Vergissing")

    text = client.get(page_of(certificate)).text

    assert "ingetrokken" in text
    assert "Zoë" not in text
    assert "Vergissing" not in text
    assert "Video-interactie" not in text


@pytest.mark.parametrize("code", ["ABCD-2345-WXYZ", "niets", "A" * 2000, "ABCD-2345-WXY0"])
def test_a_code_that_is_not_ours_is_unknown(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/certificaat/{code}")

    assert answer.status_code == 404
    assert "Wij kennen dit certificaat niet" in answer.text


def test_after_its_holder_was_forgotten_it_is_real_and_tells_no_name(
    client: FlaskClient, certificate: Certificate
) -> None:
    about = Subject(certificate.person_id, certificate.person.email or "")
    with transaction():
        for room in ROOMS:
            room.erase(about)

    text = client.get(page_of(certificate)).text
    file = client.get(mails.link(certificate))

    assert "echt en geldig" in text
    assert "Deze naam bewaren we niet meer" in text
    assert "Zoë" not in text
    assert file.status_code == 404


@pytest.mark.parametrize("typed", ["abcd2345wxyz", "ABCD-2345-WXYZ", " abcd 2345 wxyz "])
def test_a_typed_code_leads_to_its_page(client: FlaskClient, typed: str) -> None:
    answer = client.get("/certificaat", query_string={"code": typed})

    assert answer.status_code == 303
    assert answer.location == "/certificaat/ABCD-2345-WXYZ"


def test_what_can_be_no_code_is_said_so_and_stays_in_the_box(client: FlaskClient) -> None:
    empty, wrong = client.get("/certificaat").text, client.get("/certificaat?code=ABC0").text

    assert "twaalf letters en cijfers" not in empty
    assert "twaalf letters en cijfers" in wrong
    assert 'value="ABC0"' in wrong


def test_its_holder_has_the_file_by_the_link(client: FlaskClient, certificate: Certificate) -> None:
    answer = client.get(mails.link(certificate))

    assert answer.mimetype == "application/pdf"
    assert "Zoë Łukasz" in reading.pages(answer.data)[0]
    assert answer.data == client.get(mails.link(certificate)).data


def test_the_link_of_a_withdrawn_one_or_of_nobody_gives_nothing(
    client: FlaskClient, certificate: Certificate
) -> None:
    link, forged = mails.link(certificate), signing.sign("another", str(certificate.id))
    with transaction():
        actions.withdraw(certificate.id, "Vergissing")

    assert client.get(link).status_code == 404
    assert client.get(f"/certificaat/{forged}.pdf").status_code == 404


def test_the_link_works_as_long_as_a_certificate_is_kept(
    client: FlaskClient, certificate: Certificate
) -> None:
    link = mails.link(certificate)

    with time_machine.travel(NOW + rules.KEEP - timedelta(days=1), tick=False):
        assert client.get(link).status_code == 200


def test_it_is_found_back_on_the_personal_page_and_under_the_address(
    client: FlaskClient, certificate: Certificate
) -> None:
    token = db.session.scalar(
        select(Registration.token).where(Registration.person_id == certificate.person_id)
    )
    overview = signing.sign("overview", str(certificate.person_id))

    own = client.get(f"/aanmelding/{token}").text
    every = client.get(f"/mijn/{overview}").text

    assert mails.link(certificate) in own
    assert mails.link(certificate) in every


def test_whoever_has_none_sees_no_empty_place_for_it(client: FlaskClient) -> None:
    registration = make.registration(activity=scenes.training())

    text = client.get(f"/aanmelding/{registration.token}").text

    assert "certificaat" not in text.casefold()
