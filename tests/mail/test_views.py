"""The pages about mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.models import Account
from rok_events.accounts.rules import Role
from rok_events.db import db, transaction
from rok_events.mail import actions, delivery
from rok_events.mail.rules import Fault, MailState
from tests import make, visitors
from tests.conftest import NOW
from tests.mail.sinks import Sink, running

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.mail.conftest import Server


@pytest.fixture
def administrator(client: FlaskClient) -> FlaskClient:
    """The browser of an administrator."""
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))
    return client


def test_the_list_says_how_each_mail_fared_and_why(administrator: FlaskClient) -> None:
    make.mail(recipient_name="Zoë", state=MailState.SENT, sent_at=NOW)
    make.mail(
        recipient_name="Bas",
        state=MailState.FAILED,
        fault=Fault.RECIPIENT,
        error="550 <bas@example.org>: no such user",
    )
    make.mail(recipient_name="Cem", fault=Fault.BUSY, due_at=NOW + timedelta(minutes=4))
    make.mail(recipient_name="Ans", state=MailState.USELESS, text="geheime link")

    page = administrator.get("/beheer/mail").text

    for words in (
        "Zoë",
        "Verstuurd",
        "Niet verstuurd",
        "Dit adres bestaat niet of neemt onze mail niet aan.",
        "550 &lt;bas@example.org&gt;: no such user",
        "Vertraagd",
        "vrijdag 15 januari 2027, 11.04 uur",
        "Niet meer nodig",
    ):
        assert words in page
    assert "geheime link" not in page


def test_the_list_can_be_filtered_and_searched(administrator: FlaskClient) -> None:
    make.mail(recipient_name="Zoë", state=MailState.SENT)
    make.mail(recipient_name="Bas", recipient="b@ggd.example", state=MailState.FAILED)

    failed = administrator.get("/beheer/mail?staat=mislukt").text
    found = administrator.get("/beheer/mail?q=GGD.ex").text
    nothing = administrator.get("/beheer/mail?q=%25").text

    assert "Bas" in failed
    assert "Zoë" not in failed
    assert "Bas" in found
    assert "Zoë" not in found
    assert "Geen mail gevonden" in nothing


@pytest.mark.parametrize("address", ["/beheer/mail", "/beheer/mail?staat=mislukt"])
def test_an_empty_list_says_what_will_be_there(administrator: FlaskClient, address: str) -> None:
    db.session.execute(db.text("DELETE FROM outgoing_mail"))

    page = administrator.get(address).text

    assert "Lukt het niet" in page or "Zodra iemand zich aanmeldt" in page


def test_organisers_see_the_mails_of_their_own_community_only(client: FlaskClient) -> None:
    own, other = make.community(), make.community()
    visitors.sign_in(client, make.account(Role.ORGANISER, own))
    make.mail(recipient_name="Van ons", community_id=own.id)
    foreign = make.mail(recipient_name="Van hen", community_id=other.id, state=MailState.FAILED)
    nobodys = make.mail(recipient_name="Inloglink", state=MailState.FAILED)

    page = client.get("/beheer/mail").text
    answers = [
        client.post(f"/beheer/mail/{mail.id}/opnieuw").status_code for mail in (foreign, nobodys)
    ]

    assert "Van ons" in page
    assert "Van hen" not in page
    assert "Inloglink" not in page
    assert answers == [403, 403]
    assert (foreign.state, nobodys.state) == (MailState.FAILED, MailState.FAILED)


def test_strangers_sign_in_first_and_hosts_may_not(client: FlaskClient) -> None:
    assert client.get("/beheer/mail").status_code == 303

    visitors.sign_in(client, make.account(Role.HOST))

    assert client.get("/beheer/mail").status_code == 403


def test_pressing_try_again_twice_sends_once(administrator: FlaskClient) -> None:
    mail = make.mail(state=MailState.FAILED, attempts=3)
    address = f"/beheer/mail/{mail.id}/opnieuw"

    first = administrator.post(address)
    page_after = administrator.get(first.location).text
    second = administrator.post(address)

    assert (first.status_code, first.location) == (303, f"/beheer/mail/{mail.id}")
    assert second.status_code == 409
    assert "opnieuw onderweg" in page_after
    assert delivery.deliver().sent >= 1
    assert delivery.deliver().sent == 0


def test_the_list_can_be_limited_to_one_activity_or_thing(administrator: FlaskClient) -> None:
    make.mail(recipient_name="Van zeven", activity_id=7)
    make.mail(recipient_name="Van acht", activity_id=8, about="registration:80")

    by_activity = administrator.get("/beheer/mail?activiteit=7").text
    by_thing = administrator.get("/beheer/mail?over=registration:80").text

    assert "Van zeven" in by_activity
    assert "Van acht" not in by_activity
    assert "Van acht" in by_thing
    assert "Van zeven" not in by_thing


def test_one_mail_tells_what_happened_to_it(administrator: FlaskClient, server: Server) -> None:
    mail = make.mail(recipient="weg@example.org", queued_at=NOW - timedelta(minutes=5))
    with running(Sink(knows={"weg@example.org": "550 5.1.1 Weg is weg"})) as sink:
        server(sink.port)
        delivery.deliver()
    administrator.post(f"/beheer/mail/{mail.id}/opnieuw")
    colleague = db.session.scalars(db.select(Account).order_by(Account.id.desc())).first()
    assert colleague is not None

    page = administrator.get(f"/beheer/mail/{mail.id}").text

    for words in (
        "Opgegeven",
        "550 5.1.1 Weg is weg",
        "Met de hand opnieuw klaargezet",
        f">{colleague.name}</td>",
        "Onderweg",
    ):
        assert words in page
    assert "We proberen het opnieuw" not in page


def test_the_words_are_shown_without_the_keys_in_them(administrator: FlaskClient) -> None:
    site = "https://agenda.example.org"
    mail = make.mail(
        text=(
            f"Hallo <b>Noor</b>,\n\nZie {site}/aanmelding/geheim-1/afmelden.\n"
            f"{site}/inloggen/geheim-2\n{site}/mail/afmelden/geheim-3 en {site}/onbekend/geheim-4\n"
            f"{site}/activiteiten/casustafel-3 en https://meet.example.com/kamer?a=1\n"
        ),
        html="<p>geheim-5</p>",
    )

    page = administrator.get(f"/beheer/mail/{mail.id}").text

    assert "geheim" not in page
    assert "Hallo &lt;b&gt;Noor&lt;/b&gt;" in page
    for shown in (
        f"{site}/aanmelding/…/afmelden.",
        f"{site}/inloggen/…",
        f"{site}/mail/afmelden/… en {site}/…",
        f"{site}/activiteiten/casustafel-3",
        "https://meet.example.com/kamer?a=1",
    ):
        assert shown in page


def test_a_mail_whose_words_are_gone_cannot_be_sent_again(administrator: FlaskClient) -> None:
    mail = make.mail(state=MailState.FAILED, fault=Fault.REFUSED, text="", html="")

    page = administrator.get(f"/beheer/mail/{mail.id}").text

    assert "Het is te laat om deze mail te versturen." in page
    assert "We bewaren de tekst van een mail maar twee weken." in page
    assert "Nog een keer versturen" not in page


def test_what_is_known_of_the_address_stands_at_its_mails(administrator: FlaskClient) -> None:
    mail = make.mail(recipient="noor@example.org")
    with transaction():
        actions.note_bounce("noor@example.org", "550")
        actions.decline("noor@example.org")

    page = administrator.get(f"/beheer/mail/{mail.id}").text

    assert "Een mail naar dit adres kwam terug op" in page
    assert "Dit adres wil geen uitnodigingen en berichten meer." in page


def test_what_did_not_arrive_is_put_together_by_reason(administrator: FlaskClient) -> None:
    db.session.execute(db.text("DELETE FROM outgoing_mail"))
    for _ in range(2):
        make.mail(state=MailState.FAILED, fault=Fault.RECIPIENT, error="550 no such user")
    make.mail(state=MailState.BOUNCED, fault=Fault.RECIPIENT, recipient="terug@example.org")
    make.mail(state=MailState.FAILED, fault=Fault.REFUSED, text="")

    page = administrator.get("/beheer/mail/mislukt").text
    listed = administrator.get("/beheer/mail").text
    answer = administrator.post("/beheer/mail/mislukt", data={"reden": "recipient"})
    after = administrator.get("/beheer/mail/mislukt").text

    assert "Verstuur alle 3 mails nog een keer" in page
    assert "550 no such user" in page
    assert "terug@example.org" in page
    assert "Het is te laat om deze mails te versturen." in page
    assert "4 mails zijn niet aangekomen" in listed
    assert answer.status_code == 303
    assert "3 mails zijn weer onderweg." in after
    assert "550 no such user" not in after


def test_no_reason_is_made_up(administrator: FlaskClient) -> None:
    answer = administrator.post("/beheer/mail/mislukt", data={"reden": "zin"})

    assert answer.status_code == 422


def test_where_every_mail_arrived_the_page_says_so(administrator: FlaskClient) -> None:
    db.session.execute(db.text("DELETE FROM outgoing_mail"))

    assert "Alle mails zijn aangekomen" in administrator.get("/beheer/mail/mislukt").text


def test_organisers_try_only_their_own_mails_again(client: FlaskClient) -> None:
    own, other = make.community(), make.community()
    visitors.sign_in(client, make.account(Role.ORGANISER, own))
    foreign = make.mail(state=MailState.FAILED, fault=Fault.REFUSED, community_id=other.id)

    page = client.get("/beheer/mail/mislukt").text
    client.post("/beheer/mail/mislukt", data={"reden": "refused"})

    assert foreign.subject not in page
    assert client.get(f"/beheer/mail/{foreign.id}").status_code == 403
    db.session.refresh(foreign)
    assert foreign.state is MailState.FAILED
