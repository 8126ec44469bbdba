"""What long work keeps of people: who started it, and the words of a file with mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, delete, func, or_, select

from rok_events.accounts import queries as accounts
from rok_events.core.personal import Personal, Subject
from rok_events.db import after_commit, db
from rok_events.work import actions, progress
from rok_events.work.models import Work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement


def export(subject: Subject) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return what somebody started, and where a file with mistakes names them."""
    found = db.session.scalars(select(Work).where(_about(subject)).order_by(Work.id))
    return {
        "work": [
            {"kind": work.kind, "title": work.title, "made_at": work.made_at, "state": work.state}
            for work in found
        ]
    }


def erase(subject: Subject) -> None:
    """Forget what somebody started, and the files that name them."""
    gone = db.session.scalars(delete(Work).where(_about(subject)).returning(Work.id))
    for work_id in gone.all():
        # SQLite may give the number out again: a wish to stop must not outlive its work.
        after_commit(progress.forget, work_id)


def _about(subject: Subject) -> ColumnElement[bool]:
    account = accounts.find(subject.email)
    words = func.lower(cast(Work.result, String))
    named = words.contains(subject.email.lower(), autoescape=True)
    return or_(Work.account_id == account.id, named) if account else named


PERSONAL = Personal(
    room="work", tables=frozenset({"work"}), export=export, erase=erase, purge=actions.purge
)
