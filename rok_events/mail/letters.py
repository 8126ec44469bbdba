"""Letters: what a room wants to have sent, as a value, in the language of who gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import force_locale

from rok_events.core import text as words
from rok_events.mail import wishes

if TYPE_CHECKING:
    from datetime import datetime

_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one recipient, ready for the outbox.

    `purpose` names the kind of letter, `about` the thing it tells of, such as `registration:12`;
    `community_id` is the community whose organisers may see how the letter fares, empty where only
    those who look after all of them may; `activity_id` the activity it belongs to. `sender_name`
    stands before the address that all mail comes from, the name of the site if it is empty.
    `calendar` is an iTIP object, `calendar_method` its METHOD. After `useless_at` it is no longer
    worth sending. What has nothing to do with a registration says `can_unsubscribe`: mail programs
    then offer to get no more.
    """

    purpose: str
    about: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    community_id: int | None = None
    sender_name: str = ""
    reply_to: str = ""
    calendar: str = ""
    calendar_method: str = ""
    useless_at: datetime | None = None
    can_unsubscribe: bool = False
    activity_id: int | None = None


_FIELDS = frozenset(field.name for field in fields(Letter))


def compose(
    template: str,
    *,
    locale: str,
    recipient: str,
    recipient_name: str,
    about: str,
    **known: Any,  # noqa: ANN401 -- whatever the templates speak of
) -> Letter:
    """Write a letter from `templates/mails/<template>.txt` and `.html`, in the language `locale`.

    The block `subject` of the text is the subject. `known` holds what the templates speak of;
    what bears the name of a field of `Letter` (`community_id`, `sender_name`, `reply_to`,
    `useless_at`, …) becomes that field too; with `can_unsubscribe` the frame of the mail shows the
    link. Works in a request, in a job and on the command line:
    templates make addresses with `public_url`, and know nothing of a visitor.
    """
    known = {
        "sender_name": current_app.config["SITE_NAME"],
        "reply_to": current_app.config["CONTACT_EMAIL"],
        **known,
        "recipient": recipient,
        "recipient_name": words.one_line(recipient_name),
        "about": about,
    }
    if known.get("can_unsubscribe"):
        known["unsubscribe_url"] = wishes.link(recipient)
    # Not `render_template`: that would ask who the visitor is, and a worker has none.
    environment = current_app.jinja_env
    plain = environment.get_template(f"mails/{template}.txt")
    page = environment.get_template(f"mails/{template}.html")
    with force_locale(locale):
        subject = words.one_line("".join(plain.blocks["subject"](plain.new_context(known))))
        body = plain.render(known, subject=subject)
        html = page.render(known, subject=subject)
    return Letter(
        purpose=template,
        subject=subject,
        text=_GAP.sub("\n\n", body).strip() + "\n",
        html=html,
        **{name: value for name, value in known.items() if name in _FIELDS},
    )
