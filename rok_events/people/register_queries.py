"""Reading the numbers that people have in registers of professionals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.db import db
from rok_events.people.models import RegisterNumber

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rok_events.people.registers import Register


def numbers(person_id: int) -> Mapping[str, str]:
    """Return somebody's numbers, by the name of the register."""
    own = RegisterNumber.person_id == person_id
    rows = db.session.execute(select(RegisterNumber.register, RegisterNumber.number).where(own))
    return {register.value: number for register, number in rows}


def numbers_in(register: Register, person_ids: Collection[int]) -> Mapping[int, str]:
    """Return the numbers of many people in one register, by person."""
    rows = db.session.execute(
        select(RegisterNumber.person_id, RegisterNumber.number).where(
            RegisterNumber.register == register, RegisterNumber.person_id.in_(person_ids)
        )
    )
    return {row.person_id: row.number for row in rows}
