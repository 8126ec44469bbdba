"""Keeping the list of organisations: what is known of each, and what a typed name stands for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rok_events.core import events
from rok_events.core.errors import ConflictError, DomainError
from rok_events.core.mistakes import FaultyFileError, Mistakes
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import actions, merging_actions, organisation_queries, queries, rules
from rok_events.people.events import OrganisationsJudged
from rok_events.people.models import Organisation, OrganisationAlias, OrganisationDomain
from rok_events.people.rules import Choice, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.people.organisation_lists import Listed
    from rok_events.people.rules import Entry, Verdict

CHANGED_MEANWHILE = N_("Somebody changed the list at the same moment. Try again.")
TAKEN = {
    Standing.ACCEPTED: N_("%(name)s belongs to another organisation."),
    Standing.PROPOSED: N_("%(name)s was typed in a form and waits for judgement. Link it there."),
    Standing.IGNORED: N_("%(name)s was judged to be no organisation. Take that back first."),
}


def add(entry: Entry) -> Organisation:
    """Put an organisation on the list; a name that was only typed, or ignored, is judged by this.

    Raises:
        ConflictError: it is on the list already, or a name or domain belongs to another.
        InvalidError: something makes no sense.
    """
    known = queries.find_organisation(entry.name)
    if known is not None and known.standing is Standing.ACCEPTED:
        raise ConflictError(N_("%(name)s is on the list already."), field="name", name=known.name)
    organisation = actions.add_organisation(entry.name, entry.sector)
    if organisation.key == rules.key(entry.name):
        organisation.name = rules.name(entry.name)
    _write(organisation, entry)
    return organisation


def edit(organisation_id: int, entry: Entry) -> None:
    """Change what the list tells of an organisation; the name it had finds it from now on too.

    Raises:
        NotFoundError: there is none.
        ConflictError: a name or domain belongs to another.
        InvalidError: something makes no sense.
    """
    organisation = organisation_queries.get(organisation_id)
    old, key = organisation.name, rules.key(entry.name)
    if key != organisation.key:
        known = queries.find_organisation(entry.name)
        if known is not None and known is not organisation:
            raise _taken(known, "name")
        entry = entry._replace(aliases=[*entry.aliases, old])
    try:
        with db.session.begin_nested():
            organisation.name, organisation.key = rules.name(entry.name), key
    except IntegrityError as error:
        raise ConflictError(CHANGED_MEANWHILE) from error
    _write(organisation, entry)


def take_in(listed: Sequence[Listed]) -> Counter[str]:
    """Put the organisations of a file on the list; known ones get what the file says more.

    Returns:
        How many are "added" and how many are "known".

    Raises:
        FaultyFileError: something belongs to another organisation; nothing may be kept.
    """
    mistakes, done = Mistakes(), Counter[str]()
    for row, header, entry in listed:
        known = queries.find_organisation(entry.name)
        done["added" if known is None else "known"] += 1
        try:
            organisation = actions.add_organisation(entry.name, entry.sector)
            _fill_in(organisation, entry)
        except DomainError as error:
            mistakes.add(row, header[error.field or "name"][1], error)
    if mistakes.total:
        raise FaultyFileError(mistakes)
    return done


def judge(verdicts: Sequence[Verdict]) -> Counter[Choice]:
    """Let typed names stand for what was chosen; those that were judged meanwhile stay so.

    Returns:
        How many were linked, added and ignored.

    Raises:
        ConflictError: one is to be linked to what is not on the list any more.
    """
    ids = [verdict.organisation_id for verdict in verdicts]
    waiting = {
        organisation.id: organisation
        for organisation in db.session.scalars(
            select(Organisation)
            .where(Organisation.id.in_(ids), queries.stands(Standing.PROPOSED))
            .order_by(Organisation.id)
            .with_for_update()
        )
    }
    judged = [one for one in verdicts if one.organisation_id in waiting]
    for verdict in judged:
        organisation = waiting[verdict.organisation_id]
        if verdict.choice is Choice.ADD:
            organisation.standing = Standing.ACCEPTED
            organisation.sector = verdict.sector or organisation.sector
        elif verdict.choice is Choice.IGNORE:
            organisation.standing = Standing.IGNORED
    db.session.flush()
    for verdict in judged:
        if verdict.kept_id is not None:
            _link(verdict.organisation_id, verdict.kept_id)
    events.announce(OrganisationsJudged(organisation_ids=tuple(waiting)))
    return Counter(verdict.choice for verdict in judged)


def reconsider(organisation_id: int) -> None:
    """Let a name that was no organisation, or should not be on the list, be judged once more."""
    organisation = organisation_queries.get(organisation_id)
    organisation.standing = Standing.PROPOSED
    events.announce(OrganisationsJudged(organisation_ids=(organisation_id,)))


def _link(organisation_id: int, kept_id: int) -> None:
    kept = organisation_queries.get(kept_id)
    if kept.standing is not Standing.ACCEPTED or kept.merged_into_id is not None:
        raise ConflictError(N_("%(name)s is not on the list any more."), name=kept.name)
    merging_actions.merge_organisations(kept_id, organisation_id)


def _write(organisation: Organisation, entry: Entry) -> None:
    """Let the list tell this of an organisation, and nothing else."""
    organisation.sector, organisation.website = entry.sector, entry.website
    organisation.place = entry.place
    keys = {rules.key(name) for name in entry.aliases}
    aliases, domains = OrganisationAlias, OrganisationDomain
    for stale in (
        *db.session.scalars(
            select(aliases).where(
                aliases.organisation_id == organisation.id, aliases.key.not_in(keys)
            )
        ),
        *db.session.scalars(
            select(domains).where(
                domains.organisation_id == organisation.id, domains.domain.not_in(entry.domains)
            )
        ),
    ):
        db.session.delete(stale)
    db.session.flush()
    _fill_in(organisation, entry)


def _fill_in(organisation: Organisation, entry: Entry) -> None:
    """Let the list tell this too of an organisation."""
    organisation.sector = entry.sector or organisation.sector
    organisation.website = entry.website or organisation.website
    organisation.place = entry.place or organisation.place
    for alias in entry.aliases:
        known = queries.find_organisation(alias)
        if known is not None and known is not organisation:
            raise _taken(known, "aliases")
        actions.add_alias(organisation, alias)
    for domain in entry.domains:
        try:
            actions.add_domain(organisation, domain)
        except ConflictError as error:
            raise ConflictError(error.message, field="domains", **error.values) from error


def _taken(known: Organisation, field: str) -> ConflictError:
    return ConflictError(TAKEN[known.standing], field=field, name=known.name)
