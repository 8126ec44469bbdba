"""Reading long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.work import progress, rules
from rok_events.work.models import Work
from rok_events.work.rules import WorkState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

MOST_SHOWN = 200
UNKNOWN = N_("There is no work at this address, or it is somebody else's.")


def get(work_id: int) -> Work:
    """Return a work as it is now.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.scalar(
        select(Work)
        .where(Work.id == work_id)
        .options(joinedload(Work.account))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found


def listed(account_id: int | None, communities: Collection[int] | None) -> Sequence[Work]:
    """Return the works of an account and of whole communities, the latest first.

    `None` stands for every community, and for what belongs to none.
    """
    query = select(Work).order_by(Work.id.desc()).limit(MOST_SHOWN)
    if communities is not None:
        query = query.where(or_(Work.account_id == account_id, Work.community_id.in_(communities)))
    return db.session.scalars(query.options(joinedload(Work.account))).all()


def unsettled(account_id: int | None, now: datetime) -> int:
    """Count the works of an account that go on, or that ended without a result in the last day."""
    went_wrong = Work.state.in_(rules.WRONG) & (Work.ended_at > now - rules.NEWS)
    asked = select(func.count()).where(Work.account_id == account_id)
    return db.session.scalar(asked.where(or_(Work.state.in_(rules.OPEN), went_wrong))) or 0


def going_on(kind: str, arguments: Mapping[str, object]) -> Work | None:
    """Return the work of a kind that somebody asked for with these arguments, if it goes on."""
    asked = select(Work).where(Work.kind == kind, Work.state.in_(rules.OPEN)).order_by(Work.id)
    return next((one for one in db.session.scalars(asked) if one.arguments == arguments), None)


def free(now: datetime) -> Sequence[tuple[int, str | None]]:
    """Return works that nobody does, with the last claim on each; the longest waiting first."""
    begun = (Work.state == WorkState.RUNNING) & (Work.claimed_at <= now - rules.LEASE)
    found = db.session.execute(
        select(Work.id, Work.claim)
        .where(or_(Work.state == WorkState.WAITING, begun))
        .order_by(Work.id)
    )
    # A worker that was begun long ago may still be busy.
    return [(id_, claim) for id_, claim in found if not (claim and progress.is_alive(id_, now))]


def find_held(work_id: int, claim: str | None) -> Work | None:
    """Return a work, and hold it until the commit; nothing if the claim on it is another now."""
    return db.session.scalar(
        select(Work)
        .where(Work.id == work_id, Work.claim == claim, Work.state.in_(rules.OPEN))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
