"""Messages go to whom they should, once, and what became of them can be told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.db import db, transaction
from rok_events.mail import actions as mail
from rok_events.mail.models import OutgoingMail
from rok_events.mail.rules import MailState
from rok_events.messages import actions, outcome_queries, queries, tasks
from rok_events.messages.models import Message, Recipient
from rok_events.messages.rules import Group, MessageState, Reason, Tally, Wish
from rok_events.registrations.rules import Status
from tests import make

if TYPE_CHECKING:
    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

WISH = Wish(
    group=Group.CONFIRMED,
    subject="Over {activiteit}",
    body="Tot {datum} in {plaats}.\n\n- neem **koffie** mee\n- [jouw pagina]({link})",
    reply_to="lotte@example.org",
)


def wrote(activity: Activity, **other: object) -> Message:
    """Make a draft."""
    wish = Wish(**{**WISH.__dict__, **other})
    with transaction():
        return actions.draft(activity.id, wish, make.account().id, f"key-{activity.id}")


def send(message: Message) -> None:
    """Send a draft, and let the worker write its mails."""
    with transaction():
        actions.send(message.id, actions.selection(message).key)
    tasks.write()


def mails(message: Message) -> list[OutgoingMail]:
    about = OutgoingMail.about == f"message:{message.id}"
    return [*db.session.scalars(select(OutgoingMail).where(about).order_by(OutgoingMail.id))]


def names(message: Message) -> list[str]:
    return [reader.name for reader in actions.selection(message).readers]


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


def test_groups() -> None:
    activity = make.activity()
    came, missed = (
        make.registration(activity=activity, person=make.person(name=name))
        for name in ("Anna", "Bert")
    )
    make.registration(activity=activity, status=Status.WAITING, person=make.person(name="Carla"))
    make.registration(activity=activity, status=Status.CANCELLED)
    walked_in = make.person(name="Dirk")
    for person in (came.person, walked_in):
        make.attendance(session=activity.sessions[0], person=person)
    make.guest(activity=activity, person=make.person(name="Els"))
    message = wrote(activity)

    found = {}
    for group in Group:
        message.group = group
        found[group] = names(message)
    db.session.rollback()

    assert found == {
        Group.CONFIRMED: ["Anna", "Bert"],
        Group.WAITING: ["Carla"],
        Group.PRESENT: ["Anna", "Dirk"],
        Group.ABSENT: [missed.person.name],
        Group.UNANSWERED: ["Els"],
        Group.CHOSEN: [],
    }


def test_only_one_organisation() -> None:
    activity, ggd = make.activity(), make.organisation(name="GGD Noord")
    make.registration(activity=activity)
    make.registration(activity=activity, organisation=ggd, person=make.person(name="Anna"))

    assert names(wrote(activity, organisation_id=ggd.id)) == ["Anna"]


def test_who_waits_does_not_learn_where_to_take_part_online() -> None:
    activity = make.activity(setting="online", online_url="https://meet.example.org/geheim")
    make.registration(activity=activity, status=Status.WAITING)
    message = wrote(activity, group=Group.WAITING)

    send(message)

    assert "geheim" not in mails(message)[0].text + mails(message)[0].html


def test_who_cannot_or_will_not_be_mailed_is_left_out_and_named() -> None:
    activity = make.activity()
    nowhere = make.registration(activity=activity, person=make.person(name="Anna", email=None))
    gone = make.registration(activity=activity, person=make.person(name="Bert"))
    refused = make.registration(activity=activity, person=make.person(name="Carla"))
    with transaction():
        mail.note_bounce(gone.person.email or "", "550")
        mail.decline(refused.person.email or "")
    message = wrote(activity)

    before = actions.selection(message)
    with clock.played_at(activity.ends_at + timedelta(days=1)):
        after = actions.selection(message)

    # Who asked for no more mail still hears what is about a registration of their own.
    assert [reader.name for reader in before.readers] == ["Carla"]
    assert after.readers == []
    assert [(reader.person_id, reason) for reader, reason in after.skipped] == [
        (nowhere.person_id, Reason.NO_ADDRESS),
        (gone.person_id, Reason.BOUNCED),
        (refused.person_id, Reason.DECLINED),
    ]


@pytest.mark.parametrize("group", [Group.UNANSWERED, Group.PRESENT])
def test_what_is_not_about_a_registration_can_be_refused(group: Group) -> None:
    activity = make.activity()
    make.guest(activity=activity)
    make.attendance(session=activity.sessions[0])
    message = wrote(activity, group=group)

    with clock.played_at(activity.ends_at + timedelta(days=1)):
        send(message)

    assert [letter.can_unsubscribe for letter in mails(message)] == [True]


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
