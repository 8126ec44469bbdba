"""How names of people stand in a list: by surname, with "van der" before it but not counted."""

from __future__ import annotations

from typing import NamedTuple

from rok_events.core import text

_BEFORE_SURNAMES = {
    *("'s", "'t", "aan", "af", "al", "am", "auf", "bij", "d'", "da", "dal", "de", "del", "della"),
    *("den", "der", "des", "di", "do", "dos", "du", "el", "het", "in", "l'", "la", "las", "le"),
    *("les", "lo", "los", "met", "op", "over", "te", "ten", "ter", "tot", "uijt", "uit", "van"),
    *("vanden", "vander", "vom", "von", "voor", "zu", "zum", "zur"),
}
_CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"


class Parts(NamedTuple):
    """A name in two: "Zoë van den" and "Berg"; `before` is empty for whoever has one name."""

    before: str
    surname: str


def alphabetical(name: str) -> tuple[str, str, str]:
    """Return where a name stands in a list: by surname, "van der Berg" under B."""
    surname = parts(name).surname
    return text.slug(surname) or surname.casefold(), text.slug(name), name


def parts(name: str) -> Parts:
    """Split a name before its surname.

    That stands before a comma, else after the first run of words such as "van der", else it is the
    last word.
    """
    surname, comma, rest = name.partition(",")
    if comma and surname.strip():
        small, last = _split(surname.split(), is_whole=True)
        return Parts(f"{rest.strip()} {small}".strip(), last)
    return Parts(*_split(name.split(), is_whole=False))


def _split(words: list[str], *, is_whole: bool) -> tuple[str, str]:
    small = [word.casefold().replace(_CURLED, "'") in _BEFORE_SURNAMES for word in words]
    first = 0 if is_whole or True not in small else small.index(True)
    rest = [index for index in range(first, len(words)) if not small[index]]
    if not rest:
        return "", " ".join(words)
    at = rest[0] if is_whole or True in small else len(words) - 1
    return " ".join(words[:at]), " ".join(words[at:])
