"""Writing messages: drafts, sending each once, stopping, and trying again what failed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import update

from rok_events import jobs
from rok_events.activities import queries as activities
from rok_events.core import clock, text
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import after_commit, db
from rok_events.mail import actions as mail
from rok_events.messages import mails, queries, rules, selection_queries
from rok_events.messages.models import Message, Recipient
from rok_events.messages.rules import MessageState

if TYPE_CHECKING:
    from rok_events.messages.rules import Wish
    from rok_events.messages.selection_queries import Reader, Selection

WRITE = "messages.write"
CHANGED = N_("The group has changed since you looked. See once more to whom it goes.")


def draft(activity_id: int, wish: Wish, account_id: int, form_key: str) -> Message:
    """Keep a new message as a draft; the same form sent twice makes one."""
    activities.get_for_update(activity_id)
    made = queries.find_by_key(form_key)
    if made is not None and made.activity_id == activity_id:
        return made
    message = Message(
        activity_id=activity_id,
        account_id=account_id,
        form_key=form_key,
        state=MessageState.DRAFT,
        created_at=clock.now(),
        **_written(wish),
    )
    db.session.add(message)
    db.session.flush()
    return message


def revise(message_id: int, wish: Wish) -> None:
    """Let a draft say something else, or go to others.

    Raises:
        ConflictError: it was sent already.
    """
    message = queries.get_for_update(message_id)
    rules.refuse_changing(message.state)
    for name, value in _written(wish).items():
        setattr(message, name, value)


def delete(message_id: int) -> None:
    """Throw a draft away.

    Raises:
        ConflictError: it was sent already.
    """
    message = queries.get_for_update(message_id)
    rules.refuse_changing(message.state)
    db.session.delete(message)


def selection(message: Message) -> Selection:
    """Return to whom a message goes, if it goes now."""
    return selection_queries.selection(
        message.activity,
        selection_queries.Choice(message.group, message.organisation_id, message.chosen),
        clock.now(),
    )


def try_out(message_id: int, account_id: int, person_id: int | None) -> str:
    """Send a draft to its writer, as one of the readers would get it; return the address.

    The link in it leads to the public page: that of a reader is only theirs.
    """
    message = queries.get_for_update(message_id)
    account = queries.account(account_id)
    reader = sample(message, selection(message).find(person_id))
    letter = mails.message(message, reader._replace(email=account.email), clock.now())
    about = f"message_test:{message.id}"
    mail.queue(replace(letter, purpose="message_test", about=about))
    return account.email


def send(message_id: int, key: str) -> None:
    """Send a draft to everybody in its group; pressing twice sends it once.

    `key` is that of the selection that the writer looked at.

    Raises:
        ConflictError: the group is empty, or has changed since.
    """
    message = queries.get_for_update(message_id)
    if message.state is not MessageState.DRAFT:
        return
    chosen = selection(message)
    if not chosen.readers:
        raise ConflictError(N_("There is nobody to send this message to."))
    if chosen.key != key:
        raise ConflictError(CHANGED)
    db.session.add_all(
        Recipient(message_id=message.id, person_id=reader.person_id) for reader in chosen.readers
    )
    message.state = MessageState.SENDING
    message.sent_at = clock.now()
    message.total = len(chosen.readers)
    after_commit(jobs.later, WRITE)


def write(message_id: int) -> bool:
    """Put the next mails of a message in the outbox; tell whether there are more to write.

    The message's row is held, so that no two workers write the same mail. Who has left the group
    meanwhile gets none.
    """
    message = queries.get_for_update(message_id)
    if message.state is not MessageState.SENDING:
        return False
    now = clock.now()
    readers = {reader.person_id: reader for reader in selection(message).readers}
    pending = queries.pending(message.id)
    written = [
        (recipient, mail.queue(mails.message(message, readers[recipient.person_id], now)))
        for recipient in pending
        if recipient.person_id in readers
    ]
    # Mails get their numbers here.
    db.session.flush()
    for recipient in pending:
        recipient.is_written = True
    for recipient, queued in written:
        recipient.mail_id = queued.id
    db.session.flush()
    if queries.count_pending(message.id):
        return True
    message.state = MessageState.SENT
    message.done_at = now
    return False


def stop(message_id: int) -> int:
    """Send nothing more of a message; return how many mails stay behind.

    Raises:
        ConflictError: it is a draft, or was stopped already.
    """
    message = queries.get_for_update(message_id)
    rules.refuse_stopping(message.state)
    unwritten = queries.count_pending(message.id)
    db.session.execute(
        update(Recipient).where(Recipient.message_id == message.id).values(is_written=True)
    )
    message.state = MessageState.STOPPED
    message.done_at = clock.now()
    return unwritten + mail.lay_aside(f"message:{message.id}")


def try_again(message_id: int) -> int:
    """Send what failed once more, and nothing else; return how many mails that is."""
    return mail.put_back(queries.of(message_id))


def sample(message: Message, reader: Reader | None) -> Reader:
    """Return a reader for an example: without the secret link, invented if there is none."""
    page = selection_queries.page(message.activity)
    if reader is None:
        return selection_queries.Reader(0, "Robin Jansen", "", None, None, "nl", page)
    return reader._replace(page=page)


def _written(wish: Wish) -> dict[str, object]:
    return {
        "group": wish.group,
        "organisation_id": wish.organisation_id,
        "chosen": [*wish.chosen],
        "subject": text.one_line(wish.subject),
        "body": text.lines(wish.body),
        "reply_to": wish.reply_to,
    }
