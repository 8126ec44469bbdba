"""Rules of certificates: who earned one, what it says, and the code by which it is checked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rok_events.activities.rules import Accreditation, State
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rok_events.web.dates import Period

KEEP = timedelta(days=6 * 365)
"""How long a certificate can be checked: registers look back five years."""
MAIL_TERM = timedelta(days=30)
"""A mail that could not be sent for so long comes no more: the pages show the certificate."""
AT_ONCE = 50
"""How many are issued in one transaction, and how long others may wait for it."""
MOST_PAGES = 100
"""How many go in one file: setting them takes about a second."""

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What codes are made of: 32 signs, none of which is read as another (no 0, O, 1 and I)."""
LENGTH = 12
_GROUP = 4
_ROUNDING = 1e-9


class Because(StrEnum):
    """Why a certificate counts no more."""

    NAME = "name"
    CONTENT = "content"
    PRESENCE = "presence"
    ORGANISER = "organiser"


REASONS = {
    Because.NAME: N_("the name was corrected"),
    Because.CONTENT: N_("what it says was corrected"),
    Because.PRESENCE: N_("the presence was corrected"),
    Because.ORGANISER: N_("an organiser withdrew it"),
}


class Outcome(StrEnum):
    """How somebody who registered or came stands.

    `OWED` is earned, and there is none or it says otherwise; `UNDUE` counts, and is not earned.
    """

    VALID = "valid"
    OWED = "owed"
    UNDUE = "undue"
    WITHDRAWN = "withdrawn"
    TOO_LITTLE = "too_little"


def new_code() -> str:
    """Return an unguessable code: 60 random bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return a code as it is kept, however it was typed; `None` if it can be none."""
    code = "".join(typed.upper().replace("-", " ").split())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def written(code: str) -> str:
    """Return a code as people read it: in groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def is_earned(share: float, asked: int | None) -> bool:
    """Tell whether somebody was there enough: `share` from 0 to 1, `asked` in percent.

    Where nothing is asked nobody earns one: an organiser who wants certificates says for how much.
    """
    return asked is not None and share > 0 and share * 100 >= asked - _ROUNDING


def outcome(
    *, is_earned: bool, is_valid: bool, is_as_printed: bool, because: Because | None
) -> Outcome:
    """Return how somebody stands; `because` is why the last certificate counts no more."""
    if is_valid and not is_earned:
        return Outcome.UNDUE
    if is_valid:
        return Outcome.VALID if is_as_printed else Outcome.OWED
    if because is Because.ORGANISER:
        return Outcome.WITHDRAWN
    return Outcome.OWED if is_earned else Outcome.TOO_LITTLE


def refuse_issuing(state: State, asked: int | None, *, is_closed: bool) -> None:
    """Refuse to issue before the presence lists are closed, or where no presence is asked.

    Raises:
        ConflictError: one of these is so, or the activity did not take place.
    """
    if state is not State.PUBLISHED:
        raise ConflictError(N_("This activity did not take place: nobody earned a certificate."))
    if asked is None:
        raise ConflictError(N_("First say at the activity how much presence a certificate asks."))
    if not is_closed:
        raise ConflictError(N_("First close the presence list of every session."))


def minutes(periods: Iterable[Period]) -> int:
    """Return how long some sessions last together."""
    return sum(round((one.ends_at - one.starts_at) / timedelta(minutes=1)) for one in periods)


def gained(accreditations: Iterable[Sequence[str]], first: date, last: date) -> list[list[str]]:
    """Return register, number and points of what was granted for all days of an activity."""
    known = (Accreditation(*one) for one in accreditations)
    return [
        [one.register, one.number, one.points]
        for one in known
        if one.number
        and (not one.starts_on or date.fromisoformat(one.starts_on) <= first)
        and (not one.ends_on or last <= date.fromisoformat(one.ends_on))
    ]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stands on a certificate besides whose it is, as it was when it was issued.

    `sessions` are those that somebody was at: begin and end in ISO 8601. `held` and `present` are
    minutes. `accreditations` are register, number and points.
    """

    network: str
    accent: str
    kind: str
    title: str
    place: str
    host: str
    sessions: tuple[tuple[str, str], ...]
    held: int
    present: int
    accreditations: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Facts:
        """Return facts as JSON kept them."""
        lists = {name: tuple(map(tuple, kept[name])) for name in ("sessions", "accreditations")}
        return cls(**{**kept, **lists})

    def says(self, other: Facts) -> bool:
        """Tell whether both say the same; in which colour does not matter."""
        return self == Facts(**{**vars(other), "accent": self.accent})
