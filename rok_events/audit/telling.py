"""From rows to words: who did what, when, from what to what, as far as the reader may know."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Float

from rok_events.audit import chain, queries, words
from rok_events.audit.rules import Actor, Deed, Trail
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import UTCDateTime
from rok_events.web import dates, language
from rok_events.web.jinja import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rok_events.audit.models import TrailRow
    from rok_events.audit.reading_queries import Page

LONGEST = 160
"""How many characters of a value a page shows; a file has them all."""
PLAIN = Trail(thing="")


@dataclass(frozen=True)
class Subject:
    """What a row is about, and what one asks for to see all about it."""

    words: str
    name: str
    key: str


@dataclass(frozen=True)
class Told:
    """One row of the trail in words; `details` are whole sentences."""

    number: int
    at: datetime
    who: str
    who_id: int | None
    what: str
    details: Sequence[str] = ()
    about: Sequence[Subject] = field(default_factory=tuple)


def told(
    page: Page, may: Callable[[Permission, int | None], bool], *, longest: int = LONGEST
) -> list[Told]:
    """Return the rows of a page in the visitor's words."""
    return [_Teller(row, page, may, longest).told() for row in page.rows]


class _Teller:
    """Tells one row."""

    def __init__(
        self,
        row: TrailRow,
        page: Page,
        may: Callable[[Permission, int | None], bool],
        longest: int,
    ) -> None:
        model = queries.by_table().get(row.thing)
        self.row, self.page, self.longest = row, page, longest
        self.trail = queries.trails()[model] if model else PLAIN
        self.columns: Any = model.__table__.columns if model else {}
        self.references = queries.references(row.thing)
        self.may_see_people = may(Permission.SEE_PARTICIPANTS, row.community_id)
        self.may_see_accounts = may(Permission.MANAGE_ACCOUNTS, row.community_id)
        self.is_open = may(self.trail.seen_with, row.community_id)

    def told(self) -> Told:
        """Return the row in words."""
        row = self.row
        return Told(
            row.number, row.happened_at, self._who(), row.actor_id, self._what(),
            [*self._details()], [*self._about()],
        )  # fmt: skip

    def _who(self) -> str:
        row = self.row
        if row.actor is Actor.ACCOUNT:
            return self._name("account", row.actor_id, is_open=True)
        return said(words.ACTORS[row.actor]) % {"name": row.actor_name}

    def _what(self) -> str:
        row = self.row
        if row.deed is Deed.NOTED:
            return said(row.thing)
        thing = said(self.trail.thing) if self.trail.thing else row.thing
        name = self._own_name()
        return said(words.DEEDS[row.deed]) % {"thing": f"{thing} {name}" if name else thing}

    def _own_name(self) -> str:
        """Return what the row itself is called, unless what it is about says so beside it."""
        row, name = self.row, self.trail.name
        if not name or row.thing_id is None or name in self.references:
            return ""
        if name in self.trail.personal or "id" in self.trail.paths().values():
            return ""
        known = self.page.names.get((row.thing, row.thing_id))
        pair = json.loads(row.told).get(name)
        if known is None and isinstance(pair, list):
            known = next((str(one) for one in reversed(pair) if one), None)
        if known is None:
            return ""
        return known if known.isdecimal() else _quoted(self._value(name, known), self.longest)

    def _details(self) -> Iterator[str]:
        for column, pair in json.loads(self.row.told).items():
            label = said(words.COLUMNS.get(column, column))
            if isinstance(pair, dict):
                if not self.is_open:
                    yield said(N_("%(field)s: changed, not visible to you")) % {"field": label}
                    continue
                pair = self.page.values.get(self.row.number, {}).get(column)  # noqa: PLW2901
                if pair is None:
                    yield said(N_("%(field)s: changed, the values were erased")) % {"field": label}
                    continue
            yield _sentence(label, *(self._shown(column, pair)))

    def _shown(self, column: str, pair: Sequence[Any] | None) -> tuple[str | None, str | None]:
        if pair is None:
            return None, None
        before, after = _nearby(pair[0], pair[1], self.longest)
        return self._said(column, before), self._said(column, after)

    def _said(self, column: str, value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
        """Return a value in words; words of somebody's own stand between quotes."""
        if value is None or value in ("", [], {}):
            return ""
        if (table := self.references.get(column)) is not None:
            subject = next((s for s, t in queries.subject_tables().items() if t == table), "")
            is_open = {"person": self.may_see_people, "account": True}.get(subject, True)
            return self._name(subject or table, value, is_open=is_open)
        words_ = self._value(column, value)
        return words_ if words_ is not value else _quoted(value, self.longest)

    def _value(self, column: str, value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
        kind = getattr(self.columns.get(column), "type", None)
        if isinstance(value, str):
            return _spoken(column, kind, value)
        if isinstance(value, bool):
            return said(N_("yes")) if value else said(N_("no"))
        if isinstance(kind, Float):
            return f"{value:.0%}"
        if isinstance(value, list):
            return ", ".join(" ".join(one) if isinstance(one, list) else str(one) for one in value)
        return chain.dumps(value)

    def _about(self) -> Iterator[Subject]:
        """Say what a row is about; its network only where there is nothing nearer."""
        is_open = {"person": self.may_see_people, "account": self.may_see_accounts}
        about = {name: getattr(self.row, f"{name}_id") for name in words.SUBJECTS}
        known = {name: id_ for name, id_ in about.items() if id_ is not None}
        for name, id_ in known.items():
            if name != "community" or len(known) == 1:
                called = self._name(name, id_, is_open=is_open.get(name, True))
                yield Subject(said(words.SUBJECTS[name]), called, f"{name}:{id_}")

    def _name(self, subject: str, id_: int | None, *, is_open: bool) -> str:
        """Return what something is called, as far as it is still there and may be known."""
        if not is_open:
            return said(N_("not visible to you"))
        table = queries.subject_tables().get(subject, subject)
        name = self.page.names.get((table, id_ or 0))
        return name or said(N_("number %(number)s, without a name now")) % {"number": id_}


def _spoken(column: str, kind: object, value: str) -> str:
    """Return a moment, a day or one of our own words as people say it; other words as they are."""
    if isinstance(kind, UTCDateTime):
        return dates.moment(datetime.fromisoformat(value), language.current())
    if isinstance(kind, Date):
        return dates.brief(date.fromisoformat(value), language.current())
    known = words.VALUES.get(column, {})
    return said(known[value]) if value in known else value


def _sentence(label: str, before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return said(N_("%(field)s: changed")) % {"field": label}
    if not before:
        return f"{label}: {after}"
    if not after:
        return said(N_("%(field)s: emptied, it was %(before)s")) % {
            "field": label,
            "before": before,
        }
    values = {"field": label, "before": before, "after": after}
    return said(N_("%(field)s: from %(before)s to %(after)s")) % values


def _quoted(value: str, longest: int) -> str:
    short = value if len(value) <= longest else f"{value[:longest].rstrip()}…"
    return f"‘{short}’"  # noqa: RUF001 -- quotes as people write them


def _nearby(before: Any, after: Any, longest: int) -> tuple[Any, Any]:  # noqa: ANN401 -- as above
    """Return two long texts from just before where they differ."""
    if not (isinstance(before, str) and isinstance(after, str)) or not before or not after:
        return before, after
    alike = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(alike - longest // 4, 0)
    if start == 0 or max(len(before), len(after)) <= longest:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"
