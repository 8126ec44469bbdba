"""Merging two people, or two organisations, that are one; and parting them again.

Everything happens in one transaction that holds both rows, so that whoever registers meanwhile
waits, and then finds the one that was kept. What others hold a merge waits for only shortly: then
it gives way, because whoever registers must never be the one to start again.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import OperationalError

from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.core import clock, events
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.people import actions, lives_actions, merging_queries, merging_rules
from rok_events.people.events import (
    OrganisationsMerged,
    OrganisationsParted,
    PeopleMerged,
    PeopleParted,
    PeopleToMerge,
)
from rok_events.people.folding_actions import Fold
from rok_events.people.merging_models import Merge, MergedLink
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import OrganisationAlias, Person
from rok_events.people.rules import Standing
from rok_events.people.unfolding_actions import Unfold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from rok_events.people.folding_actions import Row

    Networks = Collection[int]

PEOPLE, ORGANISATIONS = (merging_queries.table(kind) for kind in MergeKind)
ALIASES = db.metadata.tables[OrganisationAlias.__tablename__]
PATIENCE = text("SET LOCAL lock_timeout = '500ms'")
"""PostgreSQL looks for deadlocks after a second; until then a merge must have given way."""
CALM = text("SET LOCAL lock_timeout = 0")
"""Whoever holds the end of the audit trail waits for nobody, so that one may be waited for."""

News: TypeAlias = "type[PeopleMerged | PeopleParted | OrganisationsMerged | OrganisationsParted]"
MERGED: Mapping[MergeKind, News] = {
    MergeKind.PERSON: PeopleMerged,
    MergeKind.ORGANISATION: OrganisationsMerged,
}
PARTED: Mapping[MergeKind, News] = {
    MergeKind.PERSON: PeopleParted,
    MergeKind.ORGANISATION: OrganisationsParted,
}


def merge_people(
    kept_id: int, gone_id: int, *, account_id: int | None = None, networks: Networks = ()
) -> Merge:
    """Let all that is known of one person belong to another; their address is a second one.

    `networks` are the communities whose organisers read of it.

    Raises:
        NotFoundError: there is no such person.
        ConflictError: one was merged already, both are registered for the same activity, or
            somebody is changing one of them at this moment.
    """
    with _patiently():
        kept, gone = _both(MergeKind.PERSON, kept_id, gone_id)
        events.announce(PeopleToMerge(kept_id=kept_id, gone_id=gone_id))
        fold = Fold()
        lives_actions.live_as_one(fold, kept_id, gone_id)
        fold.follow(PEOPLE, {gone_id: kept_id}, apart_from=[lives_actions.WORK])
        if kept["email"] is None and gone["email"] is not None:
            fold.put(PEOPLE, gone_id, email=None)
            fold.put(PEOPLE, kept_id, email=gone["email"])
        if gone["is_left_out"] and not kept["is_left_out"]:
            fold.put(PEOPLE, kept_id, is_left_out=True)
        return _done(_merge(MergeKind.PERSON, kept, gone, account_id), fold, networks)


def merge_organisations(
    kept_id: int, gone_id: int, *, account_id: int | None = None, networks: Networks = ()
) -> Merge:
    """Let all that is known of one organisation belong to another; its name becomes an alias.

    What is not filled in of the one that is kept is taken from the other. `networks` are the
    communities whose organisers read of it.

    Raises:
        NotFoundError: there is no such organisation.
        ConflictError: one was merged already, or somebody is changing one of them at this moment.
    """
    with _patiently():
        kept, gone = _both(MergeKind.ORGANISATION, kept_id, gone_id)
        fold = Fold()
        fold.follow(ORGANISATIONS, {gone_id: kept_id})
        lives_actions.join_work(fold, kept_id)
        own = {"name": gone["name"], "key": gone["key"], "organisation_id": kept_id}
        if db.session.scalar(select(ALIASES.c.id).where(ALIASES.c.key == gone["key"])) is None:
            fold.add(ALIASES, **own)
        filled = {
            name: gone[name]
            for name in ("sector", "website", "place")
            if not kept[name] and gone[name]
        }
        if gone["standing"] is Standing.ACCEPTED is not kept["standing"]:
            filled["standing"] = Standing.ACCEPTED
        if filled:
            fold.put(ORGANISATIONS, kept_id, **filled)
        return _done(_merge(MergeKind.ORGANISATION, kept, gone, account_id), fold, networks)


def merge(
    kind: MergeKind,
    kept_id: int,
    gone_id: int,
    *,
    account_id: int | None = None,
    networks: Networks = (),
) -> Merge:
    """Merge two people, or two organisations: see `merge_people` and `merge_organisations`."""
    deed = merge_people if kind is MergeKind.PERSON else merge_organisations
    return deed(kept_id, gone_id, account_id=account_id, networks=networks)


def undo(merge_id: int, networks: Networks = ()) -> Mapping[str, int]:
    """Part what was merged; return how many rows of which tables were changed since and stay.

    Raises:
        NotFoundError: there is no such merge.
        ConflictError: it was undone already, its term is over, what was kept was itself merged
            into something else since, or somebody is changing one of both at this moment.
    """
    with _patiently():
        merge = merging_queries.get(merge_id)
        now = clock.now()
        merging_rules.refuse_undoing(merge.merged_at, merge.undone_at, now)
        kept, _gone = _rows(merge.kind, merge.kept_id, merge.gone_id)
        if kept["merged_into_id"] is not None:
            raise ConflictError(
                N_("%(name)s was itself merged later. Undo that first."), name=kept["name"]
            )
        unfold = Unfold()
        unfold.undo(merge.steps)
        merge.steps, merge.undone_at = [], now
        _tell(PARTED, merge, N_("A merge of two was undone."), networks)
        return +unfold.left


def settle() -> int:
    """Let rows follow that were written for what was being merged away; return how many.

    A form that was opened before, or a transaction that had begun, may name it.
    """
    settled = 0
    for kind in MergeKind:
        own = merging_queries.table(kind)
        gone = select(own.c.id, own.c.merged_into_id).where(own.c.merged_into_id.is_not(None))
        into = {id_: kept_id for id_, kept_id in db.session.execute(gone)}  # noqa: C416 -- typed
        late = merging_queries.late(kind) if into else []
        for gone_id in late:
            settled += _follow_late(kind, gone_id, into[gone_id])
    return settled


def purge(now: datetime) -> int:
    """Forget what it takes to undo merges whose term is over, and the names of who is merged."""
    over = Merge.merged_at < now - merging_rules.TERM
    forgotten = db.session.execute(
        delete(Merge).where(over).returning(Merge.kind, Merge.gone_id, Merge.undone_at)
    ).all()
    people = [id_ for kind, id_, undone in forgotten if kind is MergeKind.PERSON and not undone]
    db.session.execute(
        update(Person)
        .where(Person.id.in_(people), Person.merged_into_id.is_not(None))
        .values(name="")
    )
    links = delete(MergedLink).where(MergedLink.made_at < now - merging_rules.LINK_TERM)
    return len(forgotten) + len(db.session.scalars(links.returning(MergedLink.id)).all())


def _follow_late(kind: MergeKind, gone_id: int, kept_id: int) -> int:
    merge = merging_queries.find(kind, gone_id)
    fold = Fold()
    if kind is MergeKind.PERSON:
        lives_actions.live_as_one(fold, kept_id, gone_id)
        fold.follow(PEOPLE, {gone_id: kept_id}, apart_from=[lives_actions.WORK])
    else:
        fold.follow(ORGANISATIONS, {gone_id: kept_id})
        lives_actions.join_work(fold, kept_id)
    if merge is not None:
        merge.steps = [*merge.steps, *fold.steps]
    db.session.flush()
    db.session.expire_all()
    events.announce(MERGED[kind](kept_id=kept_id, gone_id=gone_id))
    return len(fold.steps)


def _merge(kind: MergeKind, kept: Row, gone: Row, account_id: int | None) -> Merge:
    ids = {"kept_id": kept["id"], "gone_id": gone["id"]}
    return Merge(kind=kind, merged_at=clock.now(), account_id=account_id, **ids)


def _done(merge: Merge, fold: Fold, networks: Networks) -> Merge:
    fold.put(merging_queries.table(merge.kind), merge.gone_id, merged_into_id=merge.kept_id)
    merge.steps = fold.steps
    db.session.add(merge)
    _tell(MERGED, merge, N_("Two were merged into one."), networks)
    return merge


def _tell(news: Mapping[MergeKind, News], merge: Merge, words: str, networks: Networks) -> None:
    db.session.flush()
    if merge.kind is MergeKind.ORGANISATION:
        actions.renew_list(db.session.connection())
    # Rows were changed by statements: what is at hand of them is no longer so.
    db.session.expire_all()
    told = {"kept": merge.kept_id, "gone": merge.gone_id}
    readers: Collection[int | None] = networks or (None,)
    for network, id_ in product(readers, told.values()):
        audit.note(About(community=network, **{merge.kind.value: id_}), words, after=told)
    events.announce(news[merge.kind](kept_id=merge.kept_id, gone_id=merge.gone_id))


def _both(kind: MergeKind, kept_id: int, gone_id: int) -> tuple[Row, Row]:
    """Return both rows, which nobody else changes or points at until the commit."""
    kept, gone = _rows(kind, kept_id, gone_id)
    is_merged = kept["merged_into_id"] is not None or gone["merged_into_id"] is not None
    merging_rules.refuse_merging(kept_id, gone_id, is_merged=is_merged)
    return kept, gone


def _rows(kind: MergeKind, *ids: int) -> list[Row]:
    db.session.flush()
    table = merging_queries.table(kind)
    locked = select(table).where(table.c.id.in_(ids)).order_by(table.c.id).with_for_update()
    found: dict[int, Row] = {row["id"]: dict(row) for row in db.session.execute(locked).mappings()}
    if len(found) < len({*ids}):
        raise NotFoundError(N_("There is nobody and nothing with this number."))
    return [found[id_] for id_ in ids]


@contextmanager
def _patiently() -> Iterator[None]:
    """Wait a moment for what others hold, then give way.

    Raises:
        ConflictError: somebody held something for longer.
    """
    is_waited_for = db.session.get_bind().dialect.name == "postgresql"
    if is_waited_for:
        db.session.execute(PATIENCE)
    try:
        yield
        if is_waited_for:
            db.session.execute(CALM)
    except OperationalError as error:
        raise ConflictError(
            N_("Somebody is changing one of these two at this moment. Try again.")
        ) from error
