"""Reading people and organisations."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from rok_events.db import db
from rok_events.people import rules
from rok_events.people.known_names import Known, Names
from rok_events.people.models import (
    Affiliation,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationList,
    Person,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select

# What every registration asks is put together once: that takes as long as to run it.
_BY_ADDRESS = select(Person).where(Person.email == bindparam("email"))
_BY_ID = select(Person).where(Person.id == bindparam("id"))
# Held as a row that points at them holds them: others may refer to them too, but none merge them.
_HELD_BY_ADDRESS, _HELD_BY_ID = (
    found.with_for_update(read=True, key_share=True).execution_options(populate_existing=True)
    for found in (_BY_ADDRESS, _BY_ID)
)
PRESENT_ID = func.coalesce(Person.merged_into_id, Person.id)
"""Who somebody is now: whoever they were merged into."""
_EMPLOYER = select(Affiliation.organisation_id).where(
    Affiliation.person_id == bindparam("person_id"),
    Affiliation.starts_on <= bindparam("on"),
    or_(Affiliation.ends_on.is_(None), Affiliation.ends_on > bindparam("on")),
)
_AFFILIATIONS = (
    select(Affiliation)
    .where(Affiliation.person_id == bindparam("person_id"))
    .order_by(Affiliation.starts_on)
)
_KEY = bindparam("key", type_=String)
_NAMED = aliased(Organisation)
_BY_NAME = (
    select(Organisation)
    .where(
        Organisation.id.in_(
            # The name of one that was merged leads to the other.
            select(func.coalesce(_NAMED.merged_into_id, _NAMED.id))
            .where(_NAMED.key == _KEY)
            .union_all(
                select(OrganisationAlias.organisation_id).where(OrganisationAlias.key == _KEY)
            )
        )
    )
    .order_by(case((Organisation.key == _KEY, 0), else_=1))
    .limit(1)
)
_EDITION = select(OrganisationList.edition)


def find_person(email: str) -> Person | None:
    """Return the person with this address, written in lower case; it may be a second one."""
    found = db.session.scalar(_BY_ADDRESS, {"email": email})
    if found is not None and found.merged_into_id is not None:
        return db.session.scalar(_BY_ID, {"id": found.merged_into_id})
    return found


def hold_person(email: str) -> Person | None:
    """Return the person with this address as they are now; nobody merges them until the commit."""
    found = db.session.scalar(_HELD_BY_ADDRESS, {"email": email})
    if found is not None and found.merged_into_id is not None:
        return db.session.scalar(_HELD_BY_ID, {"id": found.merged_into_id})
    return found


def ids_by_email(emails: Collection[str]) -> Mapping[str, int]:
    """Return the ids of the people with these addresses, written in lower case."""
    found = db.session.execute(select(Person.email, PRESENT_ID).where(Person.email.in_(emails)))
    return {str(email): id_ for email, id_ in found}


def person(person_id: int) -> Person:
    """Return somebody who is known."""
    return db.session.get_one(Person, person_id)


def left_out() -> Select[int]:
    """Return the ids of people who are in no picture of the network."""
    return select(Person.id).where(Person.is_left_out)


def find_namesake(name: str, organisation_id: int | None) -> Person | None:
    """Return the first person of this name who ever worked for the organisation.

    Without an organisation: the first who is known by name only.
    """
    known = select(Affiliation.id).where(Affiliation.person_id == Person.id)
    found = select(Person).where(Person.name == name).order_by(Person.id).limit(1)
    if organisation_id is None:
        alone = Person.email.is_(None), Person.merged_into_id.is_(None)
        return db.session.scalar(found.where(*alone, ~known.exists()))
    works_there = known.where(Affiliation.organisation_id == organisation_id)
    return db.session.scalar(found.where(works_there.exists()))


def employer(person_id: int, on: date) -> int | None:
    """Return the id of the organisation that somebody worked for on a day."""
    return db.session.scalar(_EMPLOYER, {"person_id": person_id, "on": on})


def present_employer(person_id: int) -> Organisation | None:
    """Return the organisation that somebody works for now, as far as is known."""
    return db.session.scalar(
        select(Organisation)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.person_id == person_id, Affiliation.ends_on.is_(None))
        .where(Organisation.standing != rules.Standing.IGNORED)
    )


def present_employers(person_ids: Collection[int]) -> Select[int]:
    """Return the ids of the organisations that some people work for now, each once."""
    return (
        select(Affiliation.organisation_id)
        .where(Affiliation.person_id.in_(person_ids), Affiliation.ends_on.is_(None))
        .where(Affiliation.organisation_id.not_in(ignored()))
        .distinct()
    )


def affiliations(person_id: int) -> Sequence[Affiliation]:
    """Return somebody's working life, oldest first."""
    return db.session.scalars(_AFFILIATIONS, {"person_id": person_id}).all()


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation that has this name or alias, in any spelling."""
    key = rules.key(name)
    return db.session.scalar(_BY_NAME, {"key": key}) if key else None


def ignored() -> Select[int]:
    """Return the ids of what was judged to be no organisation."""
    return select(Organisation.id).where(Organisation.standing == rules.Standing.IGNORED)


def count_proposed() -> int:
    """Count the names that were typed in forms and wait for judgement."""
    waiting = select(func.count()).where(stands(rules.Standing.PROPOSED))
    return db.session.scalar(waiting) or 0


def stands(standing: rules.Standing) -> ColumnElement[bool]:
    """Return the condition that an organisation has this standing, and is one of its own."""
    return and_(Organisation.standing == standing, Organisation.merged_into_id.is_(None))


def suggestions(words: str, email: str = "", limit: int = 8) -> list[Known]:
    """Return the organisations that somebody who types `words` may mean, the likeliest first.

    First the one whose e-mail domain is that of `email`, then those with words that begin as
    typed, those that hold it anywhere, and those that it may be a slip for. Only what is on the
    list is suggested.
    """
    listed = names()
    likely = chain((id_ for id_, _domain in listed.at(email)), _likely(listed, rules.key(words)))
    found: dict[int, Known] = {}
    for id_ in likely:
        found.setdefault(id_, listed.known(id_))
        if len(found) == limit:
            break
    return list(found.values())


def lookalikes(name: str, limit: int = 3) -> list[Known]:
    """Return the organisations on the list that an unknown name may be meant for."""
    listed, key = names(), rules.key(name)
    if not key:
        return []
    alike = (one.id for one in listed.alike(key))
    ids = dict.fromkeys(chain(alike, listed.beginning(key), listed.holding(key)))
    return [listed.known(id_) for id_ in ids][:limit]


def _likely(listed: Names, key: str) -> Iterator[int]:
    if key:
        yield from listed.beginning(key)
        yield from listed.holding(key)
        yield from (one.id for one in listed.alike(key))
        yield from listed.resembling(key)


def names() -> Names:
    """Return the names on the list as they are now; read anew only when the list has changed."""
    edition = db.session.scalar(_EDITION)
    return _remembered(edition) if edition else _read()


def _read() -> Names:
    # By the connection: these are words, and the session would look for objects in them.
    rows = db.session.connection().execute
    one, alias, domain = Organisation, OrganisationAlias, OrganisationDomain
    accepted = stands(rules.Standing.ACCEPTED)
    return Names.of(
        rows(select(one.id, one.name, one.key, one.sector).where(accepted)).all(),
        rows(select(alias.organisation_id, alias.name, alias.key)).all(),
        dict(rows(select(domain.domain, domain.organisation_id)).all()),
    )


@lru_cache(maxsize=1)
def _remembered(_edition: str) -> Names:
    """Read once; no edition ever comes back, not even after a transaction was rolled back."""
    return _read()
