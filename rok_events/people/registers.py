"""Registers of professionals: which there are, and the form of their numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.core import text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TERM = timedelta(days=365)
"""How long a number is kept after it was given and its holder was last seen."""

LONGEST = 20
"""How many characters a number has at most."""

LOOSE = "[A-Z]{0,4}[0-9]{4,12}"
"""Where a register does not publish the form of its numbers: refuse only what cannot be one."""


class Register(StrEnum):
    """A register that people may have a number of, by the name that they know it by."""

    BIG = "BIG"
    SKJ = "SKJ"
    VENVN = "V&VN"
    KNOV = "KNOV"
    NIP = "NIP"
    NVO = "NVO"
    REGISTERPLEIN = "Registerplein"


@dataclass(frozen=True)
class Shape:
    """The form of the numbers of a register: a pattern, and `hint` says it in words.

    Shorter ones get zeros before them up to `width`; `before` is what PE-online wants before a
    number, as far as that is published; `names` are other words by which the register is known.
    """

    pattern: str = LOOSE
    hint: str = N_("Digits, perhaps with a few letters before them.")
    width: int = 0
    before: str = ""
    names: tuple[str, ...] = ()


SHAPES: Mapping[Register, Shape] = {
    Register.BIG: Shape(
        "[0-9]{11}", N_("11 digits, zeros at the beginning too."), before="BIG-", names=("wet big",)
    ),
    Register.SKJ: Shape("[0-9]{9}", N_("9 digits."), names=("kwaliteitsregister jeugd",)),
    Register.VENVN: Shape(names=("venvn", "v en vn", "vvn")),
    Register.KNOV: Shape(names=("kwaliteitsregister verloskundigen",)),
    Register.NIP: Shape(
        "[0-9]{8}", N_("At most 8 digits."), 8, "NIP-", ("nederlands instituut van psychologen",)
    ),
    Register.NVO: Shape(),
    Register.REGISTERPLEIN: Shape("4610[0-9]{2,8}", N_("Digits, of which the first are 4610.")),
}

_BETWEEN = re.compile(r"[\s.\-/]+")


def find(words: str) -> Register | None:
    """Return the register that somebody means who wrote its name in words of their own."""
    said = f" {text.key(words)} "
    named = ((one, [one.value, *SHAPES[one].names]) for one in Register)
    found = [one for one, names in named if any(f" {text.key(n)} " in said for n in names)]
    return found[0] if len(found) == 1 else None


def among(names: Iterable[str]) -> list[Register]:
    """Return the registers that are named, each once, in their usual order."""
    named = {find(name) for name in names}
    return [register for register in Register if register in named]


def number(register: Register, given: str) -> str:
    """Return a number as it is kept, without spaces and the register's name; empty for none.

    Raises:
        InvalidError: it cannot be a number of this register.
    """
    shape = SHAPES[register]
    clean = _BETWEEN.sub("", text.one_line(given[:100])).upper()
    clean = clean.removeprefix(register.value.upper())
    if clean:
        clean = clean.zfill(shape.width)
    if clean and not re.fullmatch(shape.pattern, clean):
        raise InvalidError(
            N_("%(said)s is not a number of %(register)s. Look once more, or leave it empty."),
            said=text.one_line(given)[:40],
            register=register.value,
        )
    return clean


def is_sound(register: Register, kept: str) -> bool:
    """Tell whether a number that is kept has the form that is asked now."""
    return re.fullmatch(SHAPES[register].pattern, kept) is not None
