"""What one cell says: moments, parts of a session, kinds, words.

Each function takes a cell that is not empty and raises `InvalidError` with a sentence for whoever
made the file.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rok_events.accounts import rules as accounts
from rok_events.activities.kinds import TRAITS, Kind
from rok_events.core import text
from rok_events.core.clock import AMSTERDAM
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_
from rok_events.people import rules as people

if TYPE_CHECKING:
    from rok_events.core.sheets import Cell

NOON = time(12)
USUAL_LENGTH = timedelta(hours=2)

NO_ORGANISATION = {"-", "–", "—", "n.v.t.", "nvt"}  # noqa: RUF001 -- dashes that mean "none"

_TIME = r"(?:(?:\s+|\s*,\s*|T)(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*uur)?)?"
_ISO = re.compile(
    rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}\s*(Z|[+-]\d{{2}}(?::?\d{{2}})?)?", re.IGNORECASE
)
_DUTCH = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d*)?|[.,]\d+")

_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's days are local
_EXCEL_DAYS = range(1, 2_958_466)

_ANSWERS = {
    **dict.fromkeys(("ja", "j", "yes", "y", "waar", "true"), 1.0),
    **dict.fromkeys(("nee", "n", "no", "onwaar", "false"), 0.0),
}
_KINDS = {kind.value: kind for kind in Kind} | {
    traits.name.casefold(): kind for kind, traits in TRAITS.items()
}
_MOST_ROUNDS = 99


def words(cell: Cell, most: int) -> str:
    """Return the cell as text on one line of at most `most` characters; a formula stays text."""
    # Spreadsheets keep every number as a fraction: table 4 is 4.0 to them.
    whole = isinstance(cell, float) and cell.is_integer()
    line = text.one_line(f"{cell:.0f}" if whole else str(cell))
    if len(line) > most:
        raise InvalidError(
            N_("This is longer than %(most)d characters: %(start)s…"), most=most, start=line[:40]
        )
    return line


def email(cell: Cell) -> str:
    """Return an e-mail address as it is kept."""
    said = words(cell, 254)
    try:
        return accounts.address(said)
    except InvalidError:
        raise InvalidError(N_("%(said)s is not an e-mail address."), said=said) from None


def name(cell: Cell) -> str:
    """Return the name of a person or activity."""
    return people.name(words(cell, people.NAME_LENGTH))


def organisation(cell: Cell) -> str:
    """Return the name of an organisation; nothing where somebody wrote that there is none."""
    said = words(cell, people.NAME_LENGTH)
    return "" if said.casefold() in NO_ORGANISATION else people.name(said)


def kind(cell: Cell) -> Kind:
    """Return the kind of activity, by its Dutch or English name."""
    name = words(cell, 80)
    if name.casefold() not in _KINDS:
        raise InvalidError(
            N_("%(name)s is not a kind: write werkconferentie, training or casustafel."), name=name
        )
    return _KINDS[name.casefold()]


def share(cell: Cell) -> float:
    """Return the part of the session that somebody was there, from 0 to 1."""
    answer = words(cell, 80).casefold()
    if answer in _ANSWERS:
        return _ANSWERS[answer]
    part = float(answer.replace(",", ".")) if _NUMBER.fullmatch(answer) else -1.0
    if not 0 <= part <= 1:
        raise InvalidError(
            N_("%(answer)s does not say who was there: write ja, nee, or a part such as 0,5."),
            answer=answer,
        )
    return part


def round_number(cell: Cell) -> int:
    """Return the number of a round, from 1."""
    number = words(cell, 80)
    if not number.isdecimal() or not 1 <= int(number) <= _MOST_ROUNDS:
        raise InvalidError(
            N_("%(number)s is not the number of a round: write 1, 2, 3 and so on."), number=number
        )
    return int(number)


def beginning(cell: Cell) -> datetime:
    """Return when a session begins, in UTC; a day without a time begins at noon."""
    found = moment(cell)
    return found if isinstance(found, datetime) else _utc(datetime.combine(found, NOON))


def end(found: date, starts_at: datetime) -> datetime:
    """Return when a session ends, in UTC, after its beginning.

    A day without a time adds nothing to what is known on the day of the beginning.
    """
    if isinstance(found, datetime):
        ends_at = found
    elif found == starts_at.astimezone(AMSTERDAM).date():
        ends_at = starts_at + USUAL_LENGTH
    else:
        ends_at = _utc(datetime.combine(found, NOON)) + USUAL_LENGTH
    if ends_at <= starts_at:
        raise InvalidError(N_("The session ends before it has begun."))
    return ends_at


def moment(cell: Cell) -> date:
    """Return a moment in UTC, or a day where no time is given."""
    if isinstance(cell, datetime):
        return _utc(cell) if cell.tzinfo is None else cell.astimezone(UTC)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_excel(cell)
    return _from_text(words(cell, 80))


def _from_excel(days: float) -> date:
    if int(days) not in _EXCEL_DAYS:
        raise _not_a_moment(words(days, 80))
    moment = _EXCEL_EPOCH + timedelta(days=days)
    return moment.date() if days == int(days) else _utc(moment)


def _from_text(said: str) -> date:
    if found := _ISO.fullmatch(said):
        year, month, day, *clock, offset = found.groups()
    elif found := _DUTCH.fullmatch(said):
        day, month, year, *clock = found.groups()
        offset = None
    else:
        raise _not_a_moment(said)
    try:
        on = date(int(year), int(month), int(day))
        if clock[0] is None:
            return on
        hour, minute, second = (int(part or 0) for part in clock)
        at = datetime.combine(on, time(hour, minute, second))
        if offset is None:
            return _utc(at)
        return datetime.fromisoformat(f"{at.isoformat()}{offset.upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidError(N_("%(said)s is not on the calendar."), said=said) from None


def _not_a_moment(said: str) -> InvalidError:
    return InvalidError(
        N_("%(said)s is not a date and time: write it as 2023-05-16 13:30 or 16-5-2023 13:30."),
        said=said,
    )


def _utc(local: datetime) -> datetime:
    """Turn the time of a clock in the Netherlands into UTC, to the nearest second.

    Spreadsheets count days in fractions, so that 13:30 may be stored as 13:29:59.9996.
    """
    local = (local + timedelta(microseconds=500_000)).replace(microsecond=0)
    first, second = (local.replace(tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1))
    said = f"{local:%Y-%m-%d %H:%M}"
    before, after = first.utcoffset(), second.utcoffset()
    if before is not None and after is not None and before < after:
        raise InvalidError(
            N_("%(said)s never was: the clocks went an hour forward that night."), said=said
        )
    if before != after:
        raise InvalidError(
            N_(
                "%(said)s was twice: the clocks went an hour back that night. "
                "Write it with its offset: %(said)s+02:00 or %(said)s+01:00."
            ),
            said=said,
        )
    try:
        return first.astimezone(UTC)
    except OverflowError:
        raise InvalidError(N_("%(said)s is not on the calendar."), said=said) from None
