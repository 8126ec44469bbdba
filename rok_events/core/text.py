"""Words: marking for translation, cleaning what people type, names to compare, slugs."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Joiners shape emoji and several scripts; a name may hold them.
_KEPT = {"\u200c", "\u200d"}
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_MOST_DIGITS = 9  # of a number that an id of either database can be
_LEGAL_FORMS = re.compile(r"\b(stichting|vereniging|cooperatie|bv|b v|nv|n v|vof|u a|ua)\b")


def N_(message: str) -> str:  # noqa: N802 -- the name that translation tools look for
    """Mark `message` for translation where it cannot be translated yet."""
    return message


def one_line(text: str) -> str:
    """Return `text` on one line: no line breaks or control characters, single spaces.

    Marks that change the writing direction go too: they could make a name read as another.
    """
    return " ".join(_visible(text).split())


def lines(text: str) -> str:
    r"""Return `text` with its line breaks as `\n`, and no other control characters."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line).rstrip() for line in kept).strip()


def key(name: str) -> str:
    """Return what two spellings of one name share: plain lower-case letters, digits, spaces.

    Legal forms fall away, so that "Stichting De Kern" and "De Kern B.V." compare equal.
    A name without any Latin letter or digit keeps its own characters in lower case.
    """
    plain = _NOT_A_WORD.sub(" ", _ascii(name)).strip()
    without_form = " ".join(_LEGAL_FORMS.sub(" ", plain).split())
    return without_form or plain or one_line(name).casefold()


def folded(words: str) -> str:
    """Return words as they are searched: in lower case, without accents, with single spaces."""
    if words.isascii():
        return " ".join(words.lower().split())
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def slug(name: str) -> str:
    """Return `name` as part of an address: lower-case ASCII words joined by hyphens, at most 80."""
    return _NOT_A_WORD.sub("-", _ascii(name)).strip("-")[:80].strip("-")


def number(said: str) -> int | None:
    """Return what somebody typed as a number that can be an id, if it is one."""
    is_number = said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS
    return int(said) if is_number else None


def _ascii(text: str) -> str:
    special = text.translate({0x0142: "l", 0x0141: "L", 0x00F8: "o", 0x00D8: "O", 0x00DF: "ss"})
    letters = (c for c in unicodedata.normalize("NFKD", special) if not unicodedata.combining(c))
    return "".join(c if c.isascii() else " " for c in letters).lower()


def _visible(text: str) -> str:
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    spaced = "".join(" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in text)
    composed = unicodedata.normalize("NFC", spaced)
    return "".join(c for c in composed if c in _KEPT or unicodedata.category(c) not in _DROPPED)
