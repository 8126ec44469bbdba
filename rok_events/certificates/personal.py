"""What this room keeps of people: the certificates that they were given.

After erasure a certificate can still be checked, and tells no more whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, delete, or_, select, update
from sqlalchemy.orm import joinedload

from rok_events.certificates import rules
from rok_events.certificates.models import Certificate
from rok_events.core.personal import Personal, Subject
from rok_events.db import db
from rok_events.people import registers
from rok_events.people import rules as people
from rok_events.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

NOBODY = {"name": "", "numbers": {}, "reason": ""}


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return somebody's certificates, with what is printed on them."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == subject.person_id)
        .order_by(Certificate.id)
        .options(joinedload(Certificate.activity))
    )
    return {
        "certificate": [
            {
                "activity": one.activity.title,
                "name": one.name,
                "code": rules.written(one.code),
                "facts": one.facts,
                "numbers": one.numbers,
                "issued_at": one.issued_at,
                "withdrawn_at": one.withdrawn_at,
                "because": one.because.value if one.because else None,
                "reason": one.reason,
            }
            for one in found
        ]
    }


def erase(subject: Subject) -> None:
    """Take name and numbers off somebody's certificates; each can still be checked."""
    own = Certificate.person_id == subject.person_id
    db.session.execute(update(Certificate).where(own).values(NOBODY))


def purge(now: datetime) -> int:
    """Forget certificates of long ago, and who had those of whoever was not seen for the term."""
    gone = select(Person.id).where(or_(Person.name == "", Person.seen_at < now - people.TERM))
    changes = (
        delete(Certificate).where(Certificate.issued_at < now - rules.KEEP),
        update(Certificate)
        .where(Certificate.person_id.in_(gone), Certificate.name != "")
        .values(NOBODY),
        # A number is kept no longer here than with its holder.
        update(Certificate)
        .where(Certificate.issued_at < now - registers.TERM)
        .where(cast(Certificate.numbers, String) != "{}")
        .values(numbers={}),
    )
    return sum(
        len(db.session.scalars(change.returning(Certificate.id)).all()) for change in changes
    )


PERSONAL = Personal(
    room="certificates",
    tables=frozenset({"certificate"}),
    export=export,
    erase=erase,
    purge=purge,
)
