"""Reading everything that is kept of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import queries as sign_in
from rok_events.accounts import rules as accounts
from rok_events.core.errors import NotFoundError
from rok_events.core.personal import Subject
from rok_events.core.text import N_
from rok_events.people import merging_queries as merging
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
    names = [*(merging.names_of(person.id) if person else ()), account.name if account else ""]
    return Subject(
        person_id=person.id if person else None,
        email=address,
        account_id=account.id if account else None,
        names=tuple(filter(None, names)),
    )


def every_address(about: Subject) -> list[Subject]:
    """Return somebody by the address that was given, and by the others that are theirs too."""
    if about.person_id is None:
        return [about]
    others = {*merging.addresses(about.person_id)} - {about.email}
    return [about, *(_at(address) for address in sorted(others))]


def _at(address: str) -> Subject:
    account = sign_in.find(address)
    return Subject(
        None, address, account.id if account else None, (account.name,) if account else ()
    )


def kept(about: Subject) -> dict[str, Kept]:
    """Return what each room keeps of a person, as rows by table.

    Raises:
        NotFoundError: nothing is kept.
    """
    found: dict[str, dict[str, list[Mapping[str, object]]]] = {}
    for one in every_address(about):
        for room in ROOMS:
            tables = found.setdefault(room.room, {})
            for table, rows in room.export(one).items():
                tables[table] = [*tables.get(table, ()), *rows]
    full: dict[str, Kept] = {room: tables for room, tables in found.items() if any(tables.values())}
    if not full:
        raise NotFoundError(N_("Nothing is kept of %(email)s."), email=about.email)
    return full
