"""Messages go to whom they should, once, and what became of them can be told."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages import actions, outcome_queries, queries, tasks
from rok_events.messages.models import Recipient
from rok_events.messages.rules import MessageState, Tally
from rok_events.registrations.rules import Status
from tests import make
from tests.messages.writing import WISH, mails, send, wrote

pytestmark = pytest.mark.usefixtures("database")


def test_a_message_reaches_everybody_in_its_group_with_their_own_words() -> None:
    activity = make.activity(title="Samen vroeg erbij")
    noor = make.registration(activity=activity, person=make.person(name="Noor Smit"))
    make.registration(activity=activity, status=Status.WAITING)
    message = wrote(activity)

    send(message)

    [letter] = mails(message)
    assert letter.recipient == noor.person.email
    assert letter.reply_to == "lotte@example.org"
    assert letter.community_id == activity.community_id
    for words in ("Noor Smit", "donderdag 1 april 2027", "Het Wijkhuis", noor.token):
        assert words in letter.text
        assert words in letter.html
    assert "<strong>koffie</strong>" in letter.html
    assert f">{'jouw pagina'}</a>" in letter.html
    assert "- neem koffie mee\n" in letter.text
    assert not letter.can_unsubscribe
    assert message.state is MessageState.SENT
    assert outcome_queries.tallies([message.id]) == {message.id: Tally(under_way=1)}


def test_who_is_greeted_by_name_already_is_not_greeted_twice() -> None:
    activity = make.activity()
    make.registration(activity=activity, person=make.person(name="Noor Smit"))
    message = wrote(activity, body="Beste {naam},\n\nTot dan.")

    send(message)

    assert "Hallo" not in mails(message)[0].text + mails(message)[0].html
    assert mails(message)[0].text.startswith("Beste Noor Smit,\n\nTot dan.")


def test_the_subject_of_a_case_table_keeps_the_case_to_itself() -> None:
    activity = make.activity(title="Casustafel Sem, 3 jaar")
    make.registration(activity=activity)
    message = wrote(activity)

    send(message)

    assert "Sem" not in mails(message)[0].subject


def test_a_name_or_text_is_never_read_as_html() -> None:
    activity = make.activity()
    make.registration(activity=activity, person=make.person(name="<b>Noor</b>"))
    message = wrote(activity, body="<script>alert(1)</script> {naam}")

    send(message)

    assert "<script>" not in mails(message)[0].html
    assert "<b>Noor" not in mails(message)[0].html


def test_sending_twice_sends_once() -> None:
    activity = make.activity()
    make.registration(activity=activity)
    message = wrote(activity)

    send(message)
    send(message)

    assert len(mails(message)) == 1


def test_the_same_form_makes_one_draft() -> None:
    activity = make.activity()

    assert wrote(activity).id == wrote(activity).id


def test_a_group_that_changed_after_the_preview_is_shown_first() -> None:
    activity = make.activity()
    make.registration(activity=activity)
    message = wrote(activity)
    key = actions.selection(message).key
    make.registration(activity=activity)

    with pytest.raises(ConflictError, match="changed"), transaction():
        actions.send(message.id, key)

    assert message.state is MessageState.DRAFT


def test_an_empty_group_gets_nothing() -> None:
    message = wrote(make.activity())

    with pytest.raises(ConflictError, match="nobody"), transaction():
        actions.send(message.id, actions.selection(message).key)


def test_a_sent_message_stays_as_it_is() -> None:
    activity = make.activity()
    make.registration(activity=activity)
    message = wrote(activity)
    send(message)

    with pytest.raises(ConflictError), transaction():
        actions.revise(message.id, WISH)
    with pytest.raises(ConflictError), transaction():
        actions.delete(message.id)


def test_many_are_written_in_batches_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    activity = make.activity()
    for _ in range(5):
        make.registration(activity=activity)
    message = wrote(activity)
    with transaction():
        actions.send(message.id, actions.selection(message).key)

    with transaction():
        assert actions.write(message.id) is True
    assert (len(mails(message)), message.state) == (2, MessageState.SENDING)
    tasks.write()

    assert (len(mails(message)), message.state) == (5, MessageState.SENT)


def test_who_leaves_the_group_before_their_mail_is_written_gets_none() -> None:
    activity = make.activity()
    leaving, _staying = make.registration(activity=activity), make.registration(activity=activity)
    message = wrote(activity)
    with transaction():
        actions.send(message.id, actions.selection(message).key)
    leaving.status = Status.CANCELLED
    db.session.commit()

    tasks.write()

    assert len(mails(message)) == 1
    assert outcome_queries.tallies([message.id])[message.id] == Tally(under_way=1, dropped=1)


def test_stopping_holds_back_what_has_not_gone_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    activity = make.activity()
    for _ in range(5):
        make.registration(activity=activity)
    message = wrote(activity)
    with transaction():
        actions.send(message.id, actions.selection(message).key)
    with transaction():
        actions.write(message.id)
    mails(message)[0].state = MailState.SENT
    db.session.commit()

    with transaction():
        held = actions.stop(message.id)
    tasks.write()

    assert held == 4
    assert outcome_queries.tallies([message.id])[message.id] == Tally(sent=1, dropped=4)
    with pytest.raises(ConflictError), transaction():
        actions.stop(message.id)


def test_only_what_failed_is_tried_again() -> None:
    activity = make.activity()
    for _ in range(3):
        make.registration(activity=activity)
    message = wrote(activity)
    send(message)
    for letter, state in zip(mails(message), (MailState.FAILED, MailState.SENT), strict=False):
        letter.state = state
    db.session.commit()

    with transaction():
        assert actions.try_again(message.id) == 1
    with transaction():
        assert actions.try_again(message.id) == 0

    states = [letter.state for letter in mails(message)]
    assert states == [MailState.WAITING, MailState.SENT, MailState.WAITING]


def test_a_test_mail_goes_to_its_writer_and_holds_nobodys_link() -> None:
    activity = make.activity()
    registration = make.registration(activity=activity, person=make.person(name="Noor Smit"))
    writer = make.account(email="lotte@example.org")
    message = wrote(activity)

    with transaction():
        actions.try_out(message.id, writer.id, registration.person_id)

    letter = db.session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == "lotte@example.org"
    assert "Noor Smit" in letter.text
    assert registration.token not in letter.text + letter.html
    assert db.session.scalar(select(func.count()).select_from(Recipient)) == 0


def test_the_mails_that_send_themselves_are_counted_by_sort() -> None:
    activity = make.activity()
    for purpose, state in (
        ("place_confirmed", MailState.SENT),
        ("further_session", MailState.FAILED),
        ("something_new", MailState.BOUNCED),
        ("message", MailState.SENT),
    ):
        make.mail(purpose=purpose, activity_id=activity.id, state=state)
    make.mail(purpose="place_confirmed", activity_id=make.activity().id)

    assert outcome_queries.automatic(activity.id) == {
        "bevestiging": Tally(sent=1, failed=1),
        "overig": Tally(bounced=1),
    }
    assert outcome_queries.sent_themselves(activity.id, "overig", 1).total == 1
    assert outcome_queries.sent_themselves(activity.id, "bevestiging", 1).total == 2
