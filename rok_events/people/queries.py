"""Reading people and organisations."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, case, or_, select

from rok_events.db import db
from rok_events.people import rules
from rok_events.people.models import (
    Affiliation,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationWord,
    Person,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

CLOSE = 0.85
"""How much two names must share, 1 being all, to look like a slip of the pen."""

_AFTER_ALL_LETTERS = "\U0010ffff"
_MOST_WORDS = 6

# What every registration asks is put together once: that takes as long as to run it.
_BY_ADDRESS = select(Person).where(Person.email == bindparam("email"))
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
_BY_NAME = (
    select(Organisation)
    .where(
        or_(
            Organisation.key == _KEY,
            Organisation.id.in_(
                select(OrganisationAlias.organisation_id).where(OrganisationAlias.key == _KEY)
            ),
        )
    )
    .order_by(case((Organisation.key == _KEY, 0), else_=1))
    .limit(1)
)


def find_person(email: str) -> Person | None:
    """Return the person with this address, written in lower case."""
    return db.session.scalar(_BY_ADDRESS, {"email": email})


def ids_by_email(emails: Collection[str]) -> Mapping[str, int]:
    """Return the ids of the people with these addresses, written in lower case."""
    found = db.session.execute(select(Person.email, Person.id).where(Person.email.in_(emails)))
    return {str(email): id_ for email, id_ in found}


def find_namesake(name: str, organisation_id: int | None) -> Person | None:
    """Return the first person of this name who ever worked for the organisation.

    Without an organisation: the first who is known by name only.
    """
    known = select(Affiliation.id).where(Affiliation.person_id == Person.id)
    found = select(Person).where(Person.name == name).order_by(Person.id).limit(1)
    if organisation_id is None:
        return db.session.scalar(found.where(Person.email.is_(None), ~known.exists()))
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
    )


def affiliations(person_id: int) -> Sequence[Affiliation]:
    """Return somebody's working life, oldest first."""
    return db.session.scalars(_AFFILIATIONS, {"person_id": person_id}).all()


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation that has this name or alias, in any spelling."""
    key = rules.key(name)
    return db.session.scalar(_BY_NAME, {"key": key}) if key else None


def suggestions(words: str, email: str = "", limit: int = 8) -> list[Organisation]:
    """Return the organisations that somebody who types `words` may mean, the likeliest first.

    First those whose e-mail domain is that of `email`, then those with a word that begins as
    typed, then those that hold it anywhere. Proposed organisations are left out.
    """
    key = rules.key(words)
    found: dict[int, Organisation] = {}
    for query in (_by_domain(email), _by_words(key), _by_part(key)):
        if query is not None and len(found) < limit:
            accepted = query.where(Organisation.standing == rules.Standing.ACCEPTED)
            for organisation in db.session.scalars(accepted.limit(limit)):
                found.setdefault(organisation.id, organisation)
    return list(found.values())[:limit]


def lookalikes(name: str, limit: int = 3) -> list[Organisation]:
    """Return the accepted organisations that an unknown name may be meant for."""
    alike = suggestions(name, limit=limit)
    if len(alike) < limit:
        accepted = select(Organisation).where(Organisation.standing == rules.Standing.ACCEPTED)
        by_key = {organisation.key: organisation for organisation in db.session.scalars(accepted)}
        close = get_close_matches(rules.key(name), by_key, limit, CLOSE)
        alike += [by_key[key] for key in close if by_key[key] not in alike]
    return alike[:limit]


def _by_domain(email: str) -> Select[Organisation] | None:
    domains = rules.domains(email) if "@" in email else []
    if not domains:
        return None
    matching = select(OrganisationDomain.organisation_id).where(
        OrganisationDomain.domain.in_(domains)
    )
    return select(Organisation).where(Organisation.id.in_(matching)).order_by(Organisation.name)


def _by_words(key: str) -> Select[Organisation] | None:
    if not key:
        return None
    every = and_(*(Organisation.id.in_(_having(word)) for word in key.split()[:_MOST_WORDS]))
    begins = case((Organisation.key.startswith(key, autoescape=True), 0), else_=1)
    return select(Organisation).where(every).order_by(begins, Organisation.name)


def _having(word: str) -> Select[int]:
    # A range, not LIKE: it uses the index on both databases and knows no wildcards.
    column = OrganisationWord.word
    return select(OrganisationWord.organisation_id).where(
        column >= word, column < word + _AFTER_ALL_LETTERS
    )


def _by_part(key: str) -> Select[Organisation] | None:
    if not key:
        return None
    alias = select(OrganisationAlias.organisation_id).where(
        OrganisationAlias.key.contains(key, autoescape=True)
    )
    holds: ColumnElement[bool] = or_(
        Organisation.key.contains(key, autoescape=True), Organisation.id.in_(alias)
    )
    return select(Organisation).where(holds).order_by(Organisation.name)
