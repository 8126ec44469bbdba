"""Reading activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from rok_events.activities.models import Activity, Question, Session, Table
from rok_events.activities.rules import AHEAD, State, When, places_left
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_, folded
from rok_events.db import UTCDateTime, db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from rok_events.activities.kinds import Kind
    from rok_events.activities.rules import Setting
    from rok_events.communities.models import Community

PAGE = 50
NOW = bindparam("now", type_=UTCDateTime)
UNKNOWN = N_("There is no activity at this address.")


@dataclass(frozen=True, kw_only=True)
class Search:
    """What somebody looks for in the agenda."""

    words: str = ""
    kind: Kind | None = None
    community: Community | None = None
    when: When = When.COMING
    page: int = 1


class Card(NamedTuple):
    """An activity as the agenda shows it."""

    slug: str
    kind: Kind
    title: str
    community_id: int
    state: State
    setting: Setting
    place_name: str
    capacity: int
    taken: int
    waiting: int
    by_invitation: bool
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    session_count: int

    @property
    def places_left(self) -> int:
        """How many places can still be given."""
        return places_left(self)


@dataclass(frozen=True)
class Agenda:
    """One page of what was found."""

    cards: Sequence[Card]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.total // PAGE), 1)


# Statements are made once: to put one together takes as long as to run it.
BY_SLUG = (
    select(Activity)
    .where(Activity.slug == bindparam("slug"))
    .options(joinedload(Activity.community), joinedload(Activity.sessions))
)
LOCKED = (
    select(Activity)
    .where(Activity.id == bindparam("id"))
    .with_for_update(of=Activity)
    .options(joinedload(Activity.community, innerjoin=True))
    .execution_options(populate_existing=True)
)
CARDS = select(
    Activity.slug,
    Activity.kind,
    Activity.title,
    Activity.community_id,
    Activity.state,
    Activity.setting,
    Activity.place_name,
    Activity.capacity,
    Activity.taken,
    Activity.waiting,
    Activity.by_invitation,
    Activity.closes_at,
    Activity.starts_at,
    Activity.ends_at,
    select(func.count())
    .where(Session.activity_id == Activity.id, Session.cancelled_at.is_(None))
    .scalar_subquery(),
)


def get(activity_id: int) -> Activity:
    """Return an activity.

    Raises:
        NotFoundError: there is none.
    """
    return _given(db.session.get(Activity, activity_id))


def get_by_slug(slug: str) -> Activity:
    """Return the activity at an address, with its community and sessions.

    Raises:
        NotFoundError: there is none.
    """
    return _given(db.session.execute(BY_SLUG, {"slug": slug}).unique().scalar_one_or_none())


def get_for_update(activity_id: int) -> Activity:
    """Return an activity as it is now, with its community; nobody else changes it until the commit.

    On SQLite the whole transaction holds that lock already.

    Raises:
        NotFoundError: there is none.
    """
    return _given(db.session.scalar(LOCKED, {"id": activity_id}))


def get_session(session_id: int) -> Session:
    """Return a session.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.get(Session, session_id)
    if found is None:
        raise NotFoundError(N_("There is no session at this address."))
    return found


def get_question(question_id: int) -> Question:
    """Return a question.

    Raises:
        NotFoundError: there is none.
    """
    found = db.session.get(Question, question_id)
    if found is None:
        raise NotFoundError(N_("There is no question at this address."))
    return found


def is_taken(slug: str, *, by_other_than: int | None = None) -> bool:
    """Tell whether an activity has this address, other than the one that may keep it."""
    same = Activity.slug == slug
    taken = same if by_other_than is None else same & (Activity.id != by_other_than)
    return bool(db.session.scalar(select(exists().where(taken))))


def untold_ids(now: datetime) -> Sequence[int]:
    """Return the activities whose participants are to be told of changes by now."""
    return db.session.scalars(
        select(Activity.id).where(Activity.tell_at <= now).order_by(Activity.tell_at, Activity.id)
    ).all()


def following(activity: Activity) -> Sequence[Activity]:
    """Return the activities after this one in its row, that were not cancelled."""
    if not activity.series:
        return []
    return db.session.scalars(
        select(Activity)
        .where(
            Activity.series == activity.series,
            Activity.starts_at > activity.starts_at,
            Activity.state != State.CANCELLED,
        )
        .order_by(Activity.starts_at, Activity.id)
        .options(selectinload(Activity.sessions))
    ).all()


def tables(session_ids: Sequence[int]) -> Sequence[Table]:
    """Return the tables of some sessions, in the order in which they were set."""
    return db.session.scalars(
        select(Table).where(Table.session_id.in_(session_ids)).order_by(Table.id)
    ).all()


def find_table(session_id: int, round_number: int, label: str) -> Table | None:
    """Return a table of a session, if it is there."""
    return db.session.scalar(
        select(Table).where(
            Table.session_id == session_id, Table.round == round_number, Table.label == label
        )
    )


def agenda(search: Search, communities: Sequence[Community], now: datetime) -> Agenda:
    """Return one page of the activities that `search` asks for; the last one if it asks too far.

    What is coming stands first to last, and after it what has begun; the past runs backwards.
    `communities` are all there are: their names are searched too.
    """
    found = _page(search, communities, now, search.page)
    if found.cards or search.page == 1:
        return found
    last = _page(search, communities, now, 1).pages
    return _page(search, communities, now, last)


def _page(search: Search, communities: Sequence[Community], now: datetime, number: int) -> Agenda:
    words = folded(search.words).split()
    values: dict[str, object] = {
        "now": now,
        "until": now + AHEAD.get(search.when, timedelta()),
        "kind": search.kind,
        "community_id": search.community and search.community.id,
        "offset": (number - 1) * PAGE,
    }
    for place, word in enumerate(words):
        values[f"word_{place}"] = f"%{plain(word)}%"
        # The name of the network counts as a word of each of its activities.
        values[f"own_{place}"] = [c.id for c in communities if word in folded(c.name)]
    filters = (search.kind and "kind", search.community and "community_id")
    statement = _cards(search.when, len(words), *filter(None, filters))
    rows = db.session.execute(statement, values).all()
    return Agenda([Card._make(row[:-1]) for row in rows], rows[0][-1] if rows else 0, number)


@lru_cache(maxsize=128)
def _cards(when: When, words: int, *filters: str) -> Select[*tuple[Any, ...]]:
    """Return the statement for one shape of search; its values are filled in each time.

    `filters` names the columns that must have a given value.
    """
    wanted = [*_in_time(when)]
    wanted += [getattr(Activity, name) == bindparam(name) for name in filters]
    wanted += [
        or_(
            Activity.words.like(bindparam(f"word_{place}"), escape="/"),
            Activity.community_id.in_(bindparam(f"own_{place}", expanding=True)),
        )
        for place in range(words)
    ]
    total = select(func.count()).select_from(Activity).where(*wanted).scalar_subquery()
    order = (
        (Activity.starts_at.desc(), Activity.id.desc())
        if when is When.PAST
        else (case((Activity.starts_at <= NOW, 1), else_=0), Activity.starts_at, Activity.id)
    )
    return (
        CARDS.add_columns(total)
        .where(*wanted)
        .order_by(*order)
        .limit(PAGE)
        .offset(bindparam("offset", type_=Integer))
    )


def _in_time(when: When) -> list[ColumnElement[bool]]:
    if when is When.PAST:
        return [Activity.state == State.PUBLISHED, Activity.ends_at <= NOW]
    coming = [Activity.state.in_((State.PUBLISHED, State.CANCELLED)), Activity.ends_at > NOW]
    return [*coming, Activity.starts_at < bindparam("until")] if when in AHEAD else coming


def plain(word: str) -> str:
    """Return a word in which the wildcards of LIKE are letters like others."""
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _given(found: Activity | None) -> Activity:
    if found is None:
        raise NotFoundError(UNKNOWN)
    return found
