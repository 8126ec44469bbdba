"""The organisers' pages: who earned a certificate, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.audit.models import TrailRow
from rok_events.certificates import rules
from rok_events.db import db
from rok_events.work import tasks
from tests import make, visitors
from tests.certificates import scenes
from tests.documents import reading

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity
    from rok_events.certificates.models import Certificate


@pytest.fixture
def activity(client: FlaskClient) -> Activity:
    made = scenes.training()
    visitors.sign_in(client, make.account(Role.ORGANISER, made.community))
    return made


@pytest.fixture
def certificate(activity: Activity) -> Certificate:
    person = scenes.come(activity)
    scenes.issue(activity)
    (made,) = scenes.given_to(person)
    # Else what a request writes would go with what was read here.
    db.session.commit()
    return made


def page_of(activity: Activity, rest: str = "") -> str:
    return f"/beheer/activiteiten/{activity.id}/certificaten{rest}"


def one(certificate: Certificate, rest: str = "") -> str:
    return page_of(certificate.activity, f"/{certificate.id}{rest}")


def test_without_people_it_says_what_will_be_here(client: FlaskClient, activity: Activity) -> None:
    text = client.get(page_of(activity)).text

    assert "Er heeft nog niemand een plaats" in text
    assert "downloaden" not in text


def test_it_leads_to_the_lists_for_registers_where_one_gives_points(
    client: FlaskClient, activity: Activity
) -> None:
    address = f"/beheer/activiteiten/{activity.id}/registers"
    accredited = address in client.get(page_of(activity)).text
    activity.accreditations = []
    db.session.commit()

    assert accredited
    assert address not in client.get(page_of(activity)).text


def test_it_says_who_earned_one_and_who_did_not_and_why(
    client: FlaskClient, activity: Activity
) -> None:
    scenes.come(activity, "Ada Bakker")
    scenes.come(activity, "Kim Half", times=1)
    scenes.come(activity, "Bo Weg", times=0)

    text = client.get(page_of(activity)).text

    assert "1 certificaat uitgeven" in text
    assert "Was er 50% van de tijd; nodig is 80%." in text
    assert "Was er niet." in text


def test_where_nothing_is_asked_it_leads_to_where_that_is_said(
    client: FlaskClient, activity: Activity
) -> None:
    scenes.come(activity)
    activity.minimum_presence = None
    db.session.commit()

    text = client.get(page_of(activity)).text

    assert "Invullen hoeveel aanwezigheid nodig is" in text
    assert client.post(page_of(activity)).status_code == 409


def test_a_press_issues_them_as_long_work(client: FlaskClient, activity: Activity) -> None:
    people = [scenes.come(activity, f"Persoon {number}") for number in range(3)]

    answer = client.post(page_of(activity))
    meanwhile = client.get(page_of(activity)).text
    tasks.do()

    assert f'worden nu uitgegeven en gemaild. <a href="{answer.location}">' in meanwhile
    assert "3 certificaten uitgeven" not in meanwhile
    assert "worden nu uitgegeven" not in client.get(page_of(activity)).text
    assert "3 certificaten zijn uitgegeven." in client.get(answer.location).text
    assert all(len(scenes.given_to(person)) == 1 for person in people)
    assert "downloaden als één PDF" in client.get(page_of(activity)).text


def test_issuing_when_everybody_has_one_says_so(
    client: FlaskClient, activity: Activity, certificate: Certificate
) -> None:
    answer = client.post(page_of(activity))
    tasks.do()

    assert "heeft het" in client.get(answer.location).text


def test_all_of_them_are_one_file_by_surname(
    client: FlaskClient, activity: Activity, certificate: Certificate
) -> None:
    scenes.come(activity, "Ada Bakker")
    scenes.issue(activity)

    file = client.post(page_of(activity, "/alle.pdf"))

    pages = reading.pages(file.data)
    assert [("Ada" in page, "Zoë" in page) for page in pages] == [(True, False), (False, True)]
    told = db.session.scalars(select(TrailRow.thing)).all()
    assert "Certificates were downloaded." in told


def test_more_than_go_in_one_file_come_in_parts(
    client: FlaskClient, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_PAGES", 1)
    scenes.come(activity, "Ada Bakker")
    scenes.come(activity, "Bo Cohen")
    scenes.issue(activity)

    text = client.get(page_of(activity)).text
    second = client.post(page_of(activity, "/alle.pdf"), data={"deel": "2"})

    assert "Deel 2 van 2" in text
    assert ["Bo Cohen" in page for page in reading.pages(second.data)] == [True]


def test_there_is_no_file_of_nothing(client: FlaskClient, activity: Activity) -> None:
    assert client.post(page_of(activity, "/alle.pdf")).status_code == 409


def test_one_is_shown_with_its_code_and_given_as_a_file(
    client: FlaskClient, certificate: Certificate
) -> None:
    text = client.get(one(certificate)).text
    file = client.post(one(certificate, "/certificaat.pdf"))

    assert rules.written(certificate.code) in text
    assert "Zoë Łukasz" in reading.pages(file.data)[0]


def test_one_is_mailed_once_more(client: FlaskClient, certificate: Certificate) -> None:
    answer = client.post(one(certificate, "/versturen"))

    assert answer.status_code == 303
    assert scenes.letters(certificate.person) == ["certificate_issued"] * 2


def test_one_is_withdrawn_with_a_reason_and_issued_anew(
    client: FlaskClient, certificate: Certificate
) -> None:
    asked = client.get(one(certificate, "/intrekken")).text
    without = client.post(one(certificate, "/intrekken"), data={"reason": " "})
    client.post(one(certificate, "/intrekken"), data={"reason": "Vergissing"})
    withdrawn = client.get(one(certificate)).text
    anew = client.post(one(certificate, "/opnieuw"))

    assert "Het certificaat van Zoë Łukasz intrekken?" in asked
    assert without.status_code == 422
    assert "een organisator heeft het ingetrokken. Vergissing" in " ".join(withdrawn.split())
    assert "Andere certificaten van deze persoon" in client.get(anew.location).text
    states = [found.is_valid for found in scenes.given_to(certificate.person)]
    assert states == [None, True]


def test_a_host_does_not_see_certificates(client: FlaskClient) -> None:
    certificate = make.certificate()
    visitors.sign_in(client, make.account(Role.HOST, certificate.activity.community))

    assert client.get(one(certificate)).status_code == 403
    assert client.get(page_of(certificate.activity)).status_code == 403


def test_a_certificate_of_another_activity_is_not_here(
    client: FlaskClient, activity: Activity
) -> None:
    assert client.get(page_of(activity, f"/{make.certificate().id}")).status_code == 404


def test_what_belongs_to_another_network_is_refused(
    client: FlaskClient, activity: Activity
) -> None:
    elsewhere = make.certificate()

    for path in ("", "/intrekken"):
        assert client.get(one(elsewhere, path)).status_code == 403
    for path in ("/versturen", "/opnieuw", "/intrekken", "/certificaat.pdf"):
        assert client.post(one(elsewhere, path)).status_code == 403


def test_the_page_asks_the_same_few_questions_for_a_hundred_people(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    numbers = []
    for more in (1, 20):
        for number in range(more):
            scenes.come(activity, f"Persoon {number}")
        scenes.issue(activity)
        client.get(page_of(activity))
        db.session.expire_all()
        queries.clear()
        client.get(page_of(activity))
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] <= 16
