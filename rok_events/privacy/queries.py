"""Reading everything that is kept of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import queries as sign_in
from rok_events.accounts import rules as accounts
from rok_events.core.errors import NotFoundError
from rok_events.core.personal import Subject
from rok_events.core.text import N_
from rok_events.people import queries as people
from rok_events.privacy.rooms import ROOMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Kept = Mapping[str, Sequence[Mapping[str, object]]]


def subject(email: str) -> Subject:
    """Return the person with an address, whether they took part or have an account.

    Raises:
        InvalidError: `email` is not an e-mail address.
    """
    address = accounts.address(email)
    person, account = people.find_person(address), sign_in.find(address)
    return Subject(
        person_id=person.id if person else None,
        email=address,
        account_id=account.id if account else None,
        names=tuple(one.name for one in (person, account) if one and one.name),
    )


def kept(about: Subject) -> dict[str, Kept]:
    """Return what each room keeps of a person, as rows by table.

    Raises:
        NotFoundError: nothing is kept.
    """
    found = {room.room: room.export(about) for room in ROOMS}
    full = {room: tables for room, tables in found.items() if any(tables.values())}
    if not full:
        raise NotFoundError(N_("Nothing is kept of %(email)s."), email=about.email)
    return full
