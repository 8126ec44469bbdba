"""Rules of presence lists: when there is one, who stands on it, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rok_events.activities.rules import State
from rok_events.core.text import N_
from rok_events.people import registers
from rok_events.people.registers import SHAPES, Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rok_events.activities.rules import Accreditation

_ROUNDING = 1e-6
"""Shares are sums of parts: what falls short by less than this does not."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What must be known of an activity to say whether its lists can be handed in.

    `first_on` and `last_on` are the days of its first and last session; `asked` is the presence
    that is asked, in percent, or 0.
    """

    state: State
    first_on: date
    last_on: date
    is_closed: bool
    asked: int = 0


class Attendee(NamedTuple):
    """Somebody who was there: which part of it, from 0 to 1."""

    person_id: int
    name: str
    share: float


class Left(NamedTuple):
    """Somebody who is left out, and why, as a message id."""

    attendee: Attendee
    why: str


@dataclass(frozen=True)
class PresenceList:
    """What is handed in with a register: `lines` are ready, `left` are left out."""

    lines: Sequence[tuple[Attendee, str]] = ()
    left: Sequence[Left] = ()


def of_register(given: Iterable[Accreditation], register: Register) -> Accreditation:
    """Return the accreditation of a register; of several, one that was granted.

    Raises:
        ValueError: there is none.
    """
    own = [one for one in given if registers.find(one.register) is register]
    if not own:
        msg = f"no accreditation by {register}"
        raise ValueError(msg)
    return next((one for one in own if one.number), own[0])


def hindrances(course: Course, accreditation: Accreditation, today: date) -> list[str]:
    """Return why there is no list yet, as message ids; nothing if there is one."""
    if course.state is not State.PUBLISHED:
        return [N_("The activity is a draft, or was cancelled.")]
    begins, ends = accreditation.starts_on, accreditation.ends_on
    is_outside = (begins and course.first_on.isoformat() < begins) or (
        ends and course.last_on.isoformat() > ends
    )
    checked = (
        (not accreditation.number, N_("The accreditation has no number yet: it is not granted.")),
        (is_outside, N_("The activity is not within the days for which the accreditation holds.")),
        (today < course.last_on, N_("The last session has not been yet.")),
        (not course.is_closed, N_("The presence list of a session is not closed yet.")),
    )
    return [words for hinders, words in checked if hinders]


def presence_list(
    register: Register, attendees: Iterable[Attendee], numbers: Mapping[int, str], asked: int
) -> PresenceList:
    """Return who can be handed in, and who is left out: in the order in which they are given."""
    everybody = [*attendees]
    times = Counter(numbers[one.person_id] for one in everybody if one.person_id in numbers)
    lines, left = [], []
    for one in everybody:
        number = numbers.get(one.person_id, "")
        if why := _why_not(register, one, number, asked, is_shared=times[number] > 1):
            left.append(Left(one, why))
        else:
            lines.append((one, number))
    return PresenceList(lines, left)


def written(register: Register, number: str, *, is_bare: bool) -> str:
    """Return a number as it is handed in, with the letters that PE-online wants or without."""
    return number if is_bare else f"{SHAPES[register].before}{number}"


def _why_not(
    register: Register, one: Attendee, number: str, asked: int, *, is_shared: bool
) -> str | None:
    if not one.share or one.share * 100 < asked - _ROUNDING:
        return N_("was there for a shorter time than is asked")
    if not number:
        return N_("gave no number")
    if not registers.is_sound(register, number):
        return N_("has a number that cannot be right")
    if is_shared:
        return N_("has the same number as somebody else")
    return None
