"""The organisers' pages of inviting."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from rok_events.accounts.rules import Role
from rok_events.activities.rules import State
from rok_events.db import db
from rok_events.guests import tasks
from rok_events.guests.models import Guest
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.registrations.rules import Answer, Status
from tests import make, visitors
from tests.conftest import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.activities.models import Activity

LIST = "Noor de Wit <noor@example.org>; piet.jansen@example.org\nMia zonder adres"


@pytest.fixture
def activity(client: FlaskClient) -> Activity:
    """An activity that lies ahead, of a community whose organiser has signed in."""
    activity = make.activity(title="Casustafel slapen")
    visitors.sign_in(client, make.account(Role.ORGANISER, activity.community, name="Robin"))
    return activity


def path(activity: Activity, more: str = "") -> str:
    found = f"/beheer/activiteiten/{activity.id}/uitnodigingen{more}"
    # What was read in the test must not lie around what the request commits: a job begins anew.
    db.session.commit()
    return found


def hidden_list(page: TestResponse) -> str:
    found = re.search(r'name="people" value="([^"]*)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def emails() -> list[str | None]:
    guests = db.session.scalars(select(Guest).order_by(Guest.id))
    return [guest.person.email for guest in guests]


def words(page: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_a_list_is_looked_at_and_then_sent(client: FlaskClient, activity: Activity) -> None:
    page = client.post(path(activity, "/nieuw"), data={"words": LIST})

    assert page.status_code == 200
    assert "Je nodigt 2 mensen uit" in page.text
    assert "Piet Jansen" in page.text
    assert "Rij 2 In “Mia zonder adres” staat geen e-mailadres." in words(page)
    assert emails() == []

    sent = client.post(
        path(activity),
        data={"people": hidden_list(page), "note": "Tot dan!", "locale": "nl"},
        follow_redirects=True,
    )

    assert "2 uitnodigingen gaan op weg." in sent.text
    assert "2 mails worden nog geschreven." in sent.text
    assert emails() == ["noor@example.org", "piet.jansen@example.org"]
    tasks.write()
    after = client.get(path(activity))
    assert "worden nog geschreven" not in after.text
    assert "15 januari 2027 door Robin" in after.text


def test_sending_the_same_list_again_invites_nobody(
    client: FlaskClient, activity: Activity
) -> None:
    data = {"people": "noor@example.org", "locale": "nl"}
    client.post(path(activity), data=data)

    again = client.post(path(activity), data=data, follow_redirects=True)

    assert "Er is niemand uitgenodigd" in again.text
    assert len(emails()) == 1


def test_the_preview_says_who_is_not_invited_and_why(
    client: FlaskClient, activity: Activity
) -> None:
    make.registration(activity=activity, person=make.person(email="noor@example.org"))
    make.guest(activity=activity, person=make.person(email="piet@example.org"))

    page = client.post(
        path(activity, "/nieuw"), data={"words": "noor@example.org piet@example.org"}
    )

    assert "Er blijft niemand over om uit te nodigen" in page.text
    assert "noor@example.org is al aangemeld" in words(page)
    assert "piet@example.org is al eerder uitgenodigd" in words(page)


def test_a_file_is_read_and_joined_with_what_was_pasted(
    client: FlaskClient, activity: Activity
) -> None:
    data = b"naam;e-mail\nMia Vos;mia@example.org\nTeun;teun@\n"
    form = {"words": "noor@example.org", "file": (io.BytesIO(data), "gasten.csv")}

    page = client.post(path(activity, "/nieuw"), data=form)

    assert hidden_list(page).splitlines() == ['"Mia Vos" <mia@example.org>', "noor@example.org"]
    assert "Rij 3, kolom e-mail teun@ is geen e-mailadres." in words(page)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Plak een lijst, of kies een bestand."),
        ({"file": b"PK broken"}, "Dit is geen Excel-werkmap"),
    ],
    ids=["nothing", "no workbook"],
)
def test_what_cannot_be_read_is_asked_once_more(
    client: FlaskClient, activity: Activity, form: dict[str, bytes], said: str
) -> None:
    data = {name: (io.BytesIO(content), "gasten.xlsx") for name, content in form.items()}

    page = client.post(path(activity, "/nieuw"), data=data)

    assert page.status_code == 422
    assert said in page.text


def test_people_who_are_known_are_found_and_ticked(client: FlaskClient, activity: Activity) -> None:
    zoe = make.person(name="Zoë Kok", email="zoe@example.org")
    earlier = make.activity(community=activity.community, starts_at=NOW - timedelta(days=9))
    make.registration(activity=earlier, person=zoe)
    elsewhere = make.registration(person=make.person(name="Zoe Elders")).person

    found = client.get(path(activity, "/nieuw?q=zoe"))
    page = client.post(path(activity, "/nieuw"), data={"do": "ticked", "who": "zoe@example.org"})

    assert "Zoë Kok" in found.text
    assert elsewhere.name not in found.text
    assert hidden_list(page) == '"Zoë Kok" <zoe@example.org>'


def test_whoever_took_part_or_works_somewhere_is_taken_at_once(
    client: FlaskClient, activity: Activity
) -> None:
    earlier = make.activity(community=activity.community, starts_at=NOW - timedelta(days=9))
    came, stayed_away = make.person(name="Kwam"), make.person(name="Bleef weg")
    for person in (came, stayed_away):
        make.registration(activity=earlier, person=person)
    make.attendance(session=earlier.sessions[0], person=came)

    choice = {"do": "everybody", "q": "", "organisatie": "", "activiteit": earlier.id}
    page = client.post(path(activity, "/nieuw"), data=choice)

    assert hidden_list(page) == f'"Kwam" <{came.email}>'


def test_where_nobody_kept_presence_whoever_had_a_place_took_part(
    client: FlaskClient, activity: Activity
) -> None:
    earlier = make.activity(community=activity.community, starts_at=NOW - timedelta(days=9))
    had, waited = (
        make.registration(activity=earlier),
        make.registration(activity=earlier, status=Status.WAITING),
    )

    page = client.get(path(activity, f"/nieuw?activiteit={earlier.id}"))

    assert had.person.name in page.text
    assert waited.person.name not in page.text


def test_the_answers_are_counted_and_can_be_narrowed(
    client: FlaskClient, activity: Activity
) -> None:
    comes, silent = make.guest(activity=activity), make.guest(activity=activity)
    make.registration(activity=activity, person=comes.person)
    perhaps = make.guest(activity=activity, answer=Answer.TENTATIVE, answered_at=NOW)
    make.mail(about=f"guest:{silent.id}", state=MailState.FAILED)

    everybody = client.get(path(activity))
    yes = client.get(path(activity, "?stand=ja"))
    found = client.get(path(activity, f"?q={perhaps.person.email}"))
    failed = client.get(path(activity, "?stand=niet-aangekomen"))

    assert "1 komen " in words(everybody)
    assert "1 komen misschien" in words(everybody)
    assert "Eén mail kwam niet aan." in everybody.text
    for page, shown in ((yes, comes), (found, perhaps), (failed, silent)):
        names = {g.person.name for g in (comes, silent, perhaps) if g.person.name in page.text}
        assert names == {shown.person.name}


def test_reminding_shows_first_who_it_is(client: FlaskClient, activity: Activity) -> None:
    silent = make.guest(activity=activity, person=make.person(name="Stil"))
    make.guest(activity=activity, invited_at=NOW)

    asked = client.get(path(activity, "/herinneren"))
    sent = client.post(path(activity, "/herinneren"), follow_redirects=True)
    tasks.write()

    assert "Stil" in asked.text
    assert "Nog 1 persoon kreeg minder dan 3 dagen geleden een mail" in asked.text
    assert "1 herinnering gaat op weg." in sent.text
    mails = db.session.scalars(select(OutgoingMail.recipient)).all()
    assert mails == [silent.person.email]


def test_an_invitation_is_taken_back_after_a_question(
    client: FlaskClient, activity: Activity
) -> None:
    guest = make.guest(activity=activity, person=make.person(name="Noor"))
    way = path(activity, f"/{guest.id}/intrekken")

    asked = client.get(way)
    done = client.post(way, follow_redirects=True)

    assert "De uitnodiging van Noor intrekken?" in asked.text
    assert "De uitnodiging van Noor is ingetrokken." in done.text
    assert client.get(path(activity, f"/{make.guest().id}/intrekken")).status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"state": State.DRAFT}, "Maak deze activiteit eerst bekend"),
        ({"state": State.CANCELLED}, "Deze activiteit gaat niet door"),
        ({"closes_at": NOW}, "De inschrijving is gesloten"),
    ],
    ids=["draft", "cancelled", "closed"],
)
def test_the_page_says_why_nobody_can_be_invited_now(
    client: FlaskClient, activity: Activity, given: dict[str, object], said: str
) -> None:
    shut = make.activity(community=activity.community, **given)

    assert said in client.get(path(shut, "/nieuw")).text
    for way in ("", "/nieuw", "/herinneren"):
        answer = client.post(path(shut, way), data={"people": "a@example.org", "words": "a@b.nl"})
        assert answer.status_code in {409, 422}
    assert emails() == []


def test_long_lists_cost_no_more_queries(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    counts = []
    for number in (2, 60):
        for _guest in range(number):
            make.guest(activity=activity)
        queries.clear()
        client.get(path(activity))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_inviting_many_costs_few_queries(
    client: FlaskClient, activity: Activity, queries: list[str]
) -> None:
    people = "\n".join(f"p{n}@example.org" for n in range(500))
    queries.clear()

    client.post(path(activity), data={"people": people, "locale": "nl"})

    made = len(queries)
    assert len(emails()) == 500
    assert made < 30


def test_who_had_a_mail_lately_cannot_be_reminded_yet(
    client: FlaskClient, activity: Activity
) -> None:
    make.guest(activity=activity, invited_at=NOW - timedelta(days=2))

    page = client.get(path(activity))

    assert "Herinneren kan daarna." in page.text
