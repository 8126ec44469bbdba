"""Reading what a phone at the door says: marks, each of one person who comes, goes, or did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rok_events.attendance.rules import Newcomer
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 200
"""How many marks a phone may send at once."""
_LONGEST = 300
_LARGEST = 2**31 - 1


class Do(StrEnum):
    """What a mark does."""

    IN = "in"
    OUT = "out"
    UNDO = "undo"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing that was seen at the door; `id` is made by the phone, `at` is its clock.

    Who it is about, says one of `ticket`, `person_id` and `newcomer`. With `anyway` the host lets
    in somebody who has no place.
    """

    id: str
    at: datetime
    do: Do
    ticket: str = ""
    person_id: int | None = None
    newcomer: Newcomer | None = None
    anyway: bool = False


def sent(body: object) -> Sequence[object]:
    """Return the marks in what a phone sent, each still to be read.

    Raises:
        InvalidError: there are none in it, or too many.
    """
    found = body.get("marks") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise InvalidError(N_("Send marks as a list: {“marks”: […]}."))
    if len(found) > MOST:
        raise InvalidError(N_("Send at most %(most)s marks at once."), most=MOST)
    return found


def read(sent: object) -> Mark:
    """Return one mark as it was meant.

    Raises:
        InvalidError: it is not one.
    """
    if not isinstance(sent, dict):
        raise _wrong()
    try:
        id_, at, do = UUID(sent["id"]), datetime.fromisoformat(sent["at"]), Do(sent["do"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise _wrong() from None
    if at.tzinfo is None:
        raise InvalidError(N_("The time of a mark needs a zone."))
    return Mark(id=str(id_), at=at, do=do, anyway=sent.get("anyway") is True, **_who(sent))


def _who(sent: Mapping[str, Any]) -> dict[str, Any]:
    match [name for name in ("ticket", "person", "newcomer") if sent.get(name) is not None]:
        case ["ticket"]:
            return {"ticket": _words(sent, "ticket")}
        case ["person"] if type(sent["person"]) is int and 0 < sent["person"] <= _LARGEST:
            return {"person_id": sent["person"]}
        case ["newcomer"] if isinstance(sent["newcomer"], dict):
            given = sent["newcomer"]
            name, organisation, email = (
                _words(given, field) for field in ("name", "organisation", "email")
            )
            is_asked = given.get("consent") is True
            return {"newcomer": Newcomer(name, organisation, email, has_agreed=is_asked)}
    raise InvalidError(N_("A mark names one of: a ticket, a person, a newcomer."))


def _words(given: Mapping[str, Any], field: str) -> str:
    words = given.get(field) or ""
    if not isinstance(words, str) or len(words) > _LONGEST:
        raise _wrong()
    return one_line(words)


def _wrong() -> InvalidError:
    return InvalidError(N_("This is not a mark of the door."))
