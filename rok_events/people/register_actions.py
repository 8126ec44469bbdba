"""Changing the numbers that people have in registers of professionals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rok_events.core import clock
from rok_events.db import db
from rok_events.people import actions, registers
from rok_events.people.models import Person, RegisterNumber
from rok_events.people.registers import Register

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def offer(person_id: int, given: Mapping[str, str]) -> None:
    """Note the numbers that somebody typed for an address: what is known already stays.

    Raises:
        InvalidError: one cannot be a number of its register.
    """
    known = _held(person_id)
    give(person_id, {name: said for name, said in given.items() if Register(name) not in known})


def give(person_id: int, given: Mapping[str, str]) -> None:
    """Note somebody's numbers, by the name of the register; an empty one is forgotten.

    Raises:
        InvalidError: one cannot be a number of its register.
    """
    wanted = {
        Register(name): registers.number(Register(name), said) for name, said in given.items()
    }
    known = _held(person_id)
    for register, number in wanted.items():
        row = known.get(register)
        if not number:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            row = RegisterNumber(person_id=person_id, register=register, number=number)
            row.given_at = clock.now()
            db.session.add(row)
        else:
            row.number, row.given_at = number, clock.now()


def purge(now: datetime) -> int:
    """Forget the numbers whose term is over; return how many those were."""
    before = now - registers.TERM
    unseen = select(Person.id).where(Person.seen_at < before)
    old = delete(RegisterNumber).where(
        RegisterNumber.given_at < before, RegisterNumber.person_id.in_(unseen)
    )
    return len(db.session.scalars(old.returning(RegisterNumber.id)).all())


def _held(person_id: int) -> Mapping[Register, RegisterNumber]:
    """Return somebody's numbers, which nobody else changes until the commit."""
    actions.hold_life(person_id)
    rows = select(RegisterNumber).where(RegisterNumber.person_id == person_id)
    return {row.register: row for row in db.session.scalars(rows)}
