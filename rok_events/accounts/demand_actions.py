"""Which roles need a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.accounts.factor_models import Demand
from rok_events.db import db

if TYPE_CHECKING:
    from collections.abc import Collection

    from rok_events.accounts.rules import Role


def demand(roles: Collection[Role]) -> None:
    """Demand a second factor of who has one of these roles, and of nobody else."""
    known = {row.role: row for row in db.session.scalars(select(Demand).with_for_update())}
    for role in known.keys() - roles:
        db.session.delete(known[role])
    db.session.add_all(Demand(role=role) for role in roles - known.keys())
