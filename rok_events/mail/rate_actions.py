"""Rates: how many mails may leave in a minute, counted over all workers.

Counted when they are taken, so a mail that was taken and not sent is counted as well. Whoever takes
mails holds the row of the total until the commit: no two count at once, and none counts over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from rok_events.db import db
from rok_events.mail import rules
from rok_events.mail.models import MailRate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

TOTAL = ""


@dataclass(frozen=True)
class Allowance:
    """What may still leave in this minute: in total, and per domain, of which some had their share.

    `per_domain` is 0 where no domain is limited.
    """

    total: int = rules.BATCH
    per_domain: int = 0
    used: Mapping[str, int] = field(default_factory=dict)

    @property
    def full(self) -> list[str]:
        """The domains that get nothing more in this minute."""
        return [name for name, mails in self.used.items() if 0 < self.per_domain <= mails]

    def choose(self, due: Sequence[tuple[int, str]]) -> list[int]:
        """Return which of these mails, each with its domain, may leave."""
        used = Counter(self.used)
        chosen = []
        for mail_id, domain in due:
            used[domain] += 1
            if not self.per_domain or used[domain] <= self.per_domain:
                chosen.append(mail_id)
        return chosen


def is_limited() -> bool:
    """Tell whether there is any rate to keep; a folder takes what it gets."""
    config = current_app.config
    has_rate = config["MAIL_RATE"] > 0 or config["MAIL_RATE_PER_DOMAIN"] > 0
    return has_rate and not config["MAIL_FOLDER"]


def allowance(now: datetime) -> Allowance:
    """Return what may still leave in this minute."""
    if not is_limited():
        return Allowance()
    minute = _minute(now)
    _add(minute, {TOTAL: 0})
    counted = select(MailRate.domain, MailRate.mails).where(MailRate.minute == minute)
    used = dict(db.session.execute(counted).all())
    sent, most = used.pop(TOTAL), current_app.config["MAIL_RATE"]
    return Allowance(
        total=most - sent if most else rules.BATCH,
        per_domain=current_app.config["MAIL_RATE_PER_DOMAIN"],
        used=used,
    )


def count(now: datetime, domains: Iterable[str]) -> None:
    """Count mails to these domains, each as often as it is named."""
    mails = Counter(domains)
    if mails and is_limited():
        _add(_minute(now), {TOTAL: mails.total(), **mails})


def forget(now: datetime) -> None:
    """Let go of the counts of minutes long past."""
    if is_limited():
        old = delete(MailRate).where(MailRate.minute < now - timedelta(hours=1))
        db.session.execute(old.execution_options(synchronize_session=False))


def _add(minute: datetime, mails: Mapping[str, int]) -> None:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = [{"minute": minute, "domain": name, "mails": more} for name, more in mails.items()]
    row = insert(MailRate).values(values)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=[MailRate.minute, MailRate.domain],
            set_={"mails": MailRate.mails + row.excluded.mails},
        )
    )


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
