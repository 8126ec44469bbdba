"""What the trail tells of a row, under whom it is read, and how long it is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.core.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

TERM = timedelta(days=2 * 365)
MOST_ALIKE = 50
"""How many changes of one kind one transaction tells one by one; more are told as a number."""
LONGEST = 5000
"""How many characters of one value are kept."""
ROWS = "rows"


class Deed(StrEnum):
    """What was done with a row; `NOTED` is told in a sentence of its own."""

    MADE = "made"
    CHANGED = "changed"
    REMOVED = "removed"
    NOTED = "noted"
    FORGOTTEN = "forgotten"
    CLEANED = "cleaned"


class Actor(StrEnum):
    """Who does something: an account, a command, a job, or a visitor without an account."""

    ACCOUNT = "account"
    COMMAND = "command"
    JOB = "job"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class About:
    """Under whom a row of the trail is read, and which community's organisers may see it."""

    community: int | None = None
    activity: int | None = None
    organisation: int | None = None
    person: int | None = None
    account: int | None = None


SUBJECTS = tuple(one.name for one in fields(About))


@dataclass(frozen=True, kw_only=True)
class Trail:
    """What may be told of the rows of a table: `__trail__: ClassVar = Trail(thing=N_("Session"))`.

    `thing` is what a row is called, and `name` the column that names one. The five subjects say by
    which attribute a row belongs to them: `activity="activity_id"`, or `activity="id"` for the
    activity itself; a path such as `session.activity_id` goes by a relationship. The community
    need not be said where the activity knows it.

    Values of `personal` columns are kept beside the chain, where erasure can reach them, and are
    shown to who has the permission `seen_with`. Of `unquoted` columns only is told that they
    changed. `left_out` columns are not told at all: secrets, counters, moments that follow.
    """

    thing: str
    name: str = ""
    community: str = ""
    activity: str = ""
    organisation: str = ""
    person: str = ""
    account: str = ""
    personal: Collection[str] = ()
    unquoted: Collection[str] = ()
    left_out: Collection[str] = ()
    seen_with: Permission = Permission.SEE_PARTICIPANTS

    def paths(self) -> Mapping[str, str]:
        """Return the attribute that leads to each subject of a row."""
        return {subject: path for subject in SUBJECTS if (path := getattr(self, subject))}


@dataclass(frozen=True)
class Change:
    """What one transaction did with one row, or what was noted; `thing` is the table or sentence.

    `told` maps a column to its value before and after, or to nothing where it is not quoted;
    `personal` does so for values that can be erased.
    """

    deed: Deed
    thing: str
    thing_id: int | None = None
    about: About = About()
    told: Mapping[str, tuple[Any, Any] | None] = field(default_factory=dict)
    personal: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def plain(value: object) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    """Return a value as JSON has it; long words are cut."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def both(first: Change, then: Change) -> Change | None:
    """Return what two changes of one row come to; nothing where it is as it was."""
    if first.deed is Deed.MADE and then.deed is Deed.REMOVED:
        return None
    told, personal = _joined(first.told, then.told), _joined(first.personal, then.personal)
    if first.deed is Deed.MADE:
        return replace(first, told=told, about=then.about)
    if then.deed is Deed.CHANGED and not told and not personal:
        return None
    return replace(then, told=told, personal=personal)


def without_values(change: Change, forgotten: Collection[tuple[str, int]]) -> Change:
    """Return a change without what it quotes of people who are forgotten by now."""
    if all((name, getattr(change.about, name)) not in forgotten for name in SUBJECTS):
        return change
    unquoted = dict.fromkeys(change.personal)
    return replace(change, told={**change.told, **unquoted}, personal={})


def in_one_community(changes: Sequence[Change]) -> list[Change]:
    """Let changes without a community belong to the one that all others of the transaction have."""
    known = {one.about.community for one in changes} - {None}
    if len(known) != 1:
        return [*changes]
    community = known.pop()
    return [
        replace(one, about=replace(one.about, community=one.about.community or community))
        for one in changes
    ]


def counted(changes: Iterable[Change]) -> list[Change]:
    """Return changes in their order, with what was done to very many rows as one number."""
    alike: dict[object, list[Change]] = defaultdict(list)
    for number, one in enumerate(changes):
        key = (one.deed, one.thing, one.about.community, one.about.activity)
        alike[number if one.deed is Deed.NOTED else key].append(one)
    return [
        one
        for group in alike.values()
        for one in (group if len(group) <= MOST_ALIKE else [_number(group)])
    ]


def _number(group: Sequence[Change]) -> Change:
    first = group[0]
    about = About(community=first.about.community, activity=first.about.activity)
    return Change(deed=first.deed, thing=first.thing, about=about, told={ROWS: (None, len(group))})


def _joined(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    joined = {**first, **then}
    for column in first.keys() & then.keys():
        if first[column] and then[column]:
            joined[column] = (first[column][0], then[column][1])
    return {name: pair for name, pair in joined.items() if pair is None or pair[0] != pair[1]}
