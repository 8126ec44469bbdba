"""Changing people and organisations.

Two transactions may name the same new person or organisation at once: the loser of that race
takes what the winner made.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, event, or_, select, update
from sqlalchemy.exc import IntegrityError

from rok_events.accounts import rules as accounts
from rok_events.audit import actions as audit
from rok_events.core import clock, events, text, tokens
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db, unless_known
from rok_events.people import queries, rules
from rok_events.people.events import PersonRenamed, PersonRetold
from rok_events.people.merging_models import Merge
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import (
    Affiliation,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationList,
    Person,
    RegisterNumber,
)
from rok_events.people.rules import Standing, Stint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from rok_events.db import Base

LOCK = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update(key_share=True)
MOST_NAMESAKES = 100
"""How many organisations may differ in name and yet be the same in an address."""


def welcome(name: str, email: str | None, *, organisation_id: int | None = None) -> Person:
    """Return the person with this address, made if need be.

    Whoever is known keeps the name that is known, and needs none: anybody can type somebody else's
    address. Without an address it is the person of that name who ever worked for the organisation.

    Raises:
        InvalidError: the name or the address makes no sense.
    """
    if email is None:
        name = rules.name(name)
        found = queries.find_namesake(name, organisation_id)
    else:
        email = accounts.address(email)
        found = queries.hold_person(email)
    now = clock.now()
    if found is None:
        person = Person(name=rules.name(name), email=email, created_at=now, seen_at=now)
        return person if _added(person) else welcome(name, email)
    if now - found.seen_at > timedelta(days=1):
        found.seen_at = now
    return found


def welcome_all(names: Mapping[str, str]) -> Mapping[str, int]:
    """Return the id of the person with each address, made if need be, by a few statements for all.

    `names` maps addresses, as accounts keep them, to names; whoever is known keeps the known name.
    They were not seen by being written down, so the term of keeping counts on.
    """
    known = queries.ids_by_email(names)
    now = clock.now()
    missing = [
        {"name": rules.name(name), "email": email, "created_at": now, "seen_at": now}
        for email, name in names.items()
        if email not in known
    ]
    if not missing:
        return known
    db.session.execute(unless_known(Person), missing)
    return queries.ids_by_email(names)


def introduce(person: Person, name: str) -> None:
    """Note what somebody is called who said so themselves.

    Raises:
        InvalidError: there is nothing to read in it, or it is too long.
    """
    known, person.name = person.name, rules.name(name)
    if known != person.name:
        events.announce(PersonRenamed(person_id=person.id))


def leave_out(person: Person, *, is_left_out: bool) -> None:
    """Let somebody be in no picture of the network, or in it again; presence stays as it is."""
    person.is_left_out = is_left_out
    events.announce(PersonRetold(person_id=person.id))


def forget_all(person_ids: Collection[int]) -> None:
    """Blank people and all merged into them; their numbers go, and what it takes to part them."""
    ids = db.session.scalars(select(Person.id).where(queries.PRESENT_ID.in_(person_ids))).all()
    audit.forget("person", ids)
    either = or_(Merge.kept_id.in_(ids), Merge.gone_id.in_(ids))
    db.session.execute(delete(Merge).where(Merge.kind == MergeKind.PERSON, either))
    db.session.execute(delete(RegisterNumber).where(RegisterNumber.person_id.in_(ids)))
    blank = {"name": "", "email": None}
    db.session.execute(update(Person).where(Person.id.in_(ids)).values(blank))


def hold_life(person_id: int) -> None:
    """Let nobody else change somebody's working life until the commit; others may refer to them."""
    db.session.execute(LOCK, {"person_id": person_id})


def affiliate(person_id: int, organisation_id: int, on: date) -> None:
    """Note that somebody worked for an organisation on a day; other work ends there.

    A day in the past is fine: `rules.with_stint` says what becomes of the days around it.
    """
    if queries.employer(person_id, on) == organisation_id:
        return
    hold_life(person_id)
    rows = {
        Stint(row.organisation_id, row.starts_on, row.ends_on): row
        for row in queries.affiliations(person_id)
    }
    wanted = rules.with_stint(list(rows), organisation_id, on)
    for stint, row in rows.items():
        if stint not in wanted:
            db.session.delete(row)
    db.session.flush()
    db.session.add_all(
        Affiliation(person_id=person_id, **stint._asdict()) for stint in wanted if stint not in rows
    )
    events.announce(PersonRetold(person_id=person_id))


def add_organisation(
    name: str,
    sector: str | None = None,
    *,
    aliases: Iterable[str] = (),
    domains: Iterable[str] = (),
    standing: Standing = Standing.ACCEPTED,
) -> Organisation:
    """Return the organisation of this name, made if need be, with these aliases and domains too.

    One that was only proposed is accepted when `standing` says so.

    Raises:
        InvalidError: the name makes no sense.
        ConflictError: an alias or domain belongs to another organisation.
    """
    name = rules.name(name)
    organisation = queries.find_organisation(name) or _new_organisation(name, sector, standing)
    if standing is Standing.ACCEPTED:
        organisation.standing = standing
    organisation.sector = organisation.sector or rules.sector(sector)
    for alias in aliases:
        add_alias(organisation, rules.name(alias))
    for domain in domains:
        add_domain(organisation, rules.domain(domain))
    return organisation


def _new_organisation(name: str, sector: str | None, standing: Standing) -> Organisation:
    stem = text.slug(name) or "organisatie"
    for number in range(1, MOST_NAMESAKES):
        organisation = Organisation(
            name=name,
            key=rules.key(name),
            slug=stem if number == 1 else f"{stem}-{number}",
            sector=rules.sector(sector),
            standing=standing,
            created_at=clock.now(),
        )
        if _added(organisation):
            return organisation
        if (found := queries.find_organisation(name)) is not None:
            return found
    raise ConflictError(N_("%(name)s cannot be added now. Try again in a moment."), name=name)


def add_alias(organisation: Organisation, alias: str) -> None:
    """Let an organisation be known under one name more.

    Raises:
        ConflictError: another organisation is.
    """
    known = queries.find_organisation(alias)
    if known is None:
        row = OrganisationAlias(organisation_id=organisation.id, name=alias, key=rules.key(alias))
        known = organisation if _added(row) else queries.find_organisation(alias)
    if known is not organisation:
        raise ConflictError(N_("%(name)s belongs to another organisation."), name=alias)


def add_domain(organisation: Organisation, domain: str) -> None:
    """Note that addresses at a domain are of people of this organisation.

    Raises:
        ConflictError: they are of another.
    """
    owner = select(OrganisationDomain.organisation_id).where(OrganisationDomain.domain == domain)
    known = db.session.scalar(owner)
    if known is None:
        row = OrganisationDomain(organisation_id=organisation.id, domain=domain)
        known = organisation.id if _added(row) else db.session.scalar(owner)
    if known != organisation.id:
        raise ConflictError(N_("%(name)s belongs to another organisation."), name=domain)


def _added(row: Base) -> bool:
    """Add a row, unless another transaction made the same one a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def renew_list(connection: Connection) -> None:
    """Let every process read the names on the list anew; what the ORM changes does so by itself."""
    edition = {"edition": tokens.new()}
    if not connection.execute(update(OrganisationList).values(edition)).rowcount:
        connection.execute(unless_known(OrganisationList), {"id": 1} | edition)


@event.listens_for(Organisation, "after_insert")
def _added_to_list(_mapper: object, connection: Connection, organisation: Organisation) -> None:
    if organisation.standing is Standing.ACCEPTED:
        renew_list(connection)


@event.listens_for(Organisation, "after_update")
def _told_anew(mapper: object, connection: Connection, organisation: Organisation) -> None:
    if db.session.is_modified(organisation):
        _changed(mapper, connection, organisation)


@event.listens_for(OrganisationAlias, "after_insert")
@event.listens_for(OrganisationAlias, "after_delete")
@event.listens_for(OrganisationDomain, "after_insert")
@event.listens_for(OrganisationDomain, "after_delete")
def _changed(_mapper: object, connection: Connection, _row: Base) -> None:
    renew_list(connection)
