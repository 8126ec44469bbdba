"""What makes a password good enough, and what is kept of it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rok_events.core import text, tokens
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 12
LONGEST = 200
# Of five steps, from "on every list" to "very hard to guess".
LEAST_SCORE = 3
# How much of a password must be left without the words that everybody tries first.
LEAST_REST = 8
SHORTEST_WORD = 3
TRIED_FIRST = ("wachtwoord", "welkom", "geheim", "lente", "zomer", "herfst", "winter", "voorjaar")
# As much as the estimate takes.
_LOOKED_AT = 72

_hasher = PasswordHasher()


class WrongPasswordError(InvalidError):
    """Nobody has this address and password together; which of the two is wrong is not told."""

    def __init__(self) -> None:
        message = N_("This address and this password do not go together.")
        super().__init__(message, field="password")


def check(password: str, about: Iterable[str]) -> None:
    """Refuse a password that is short, known, or made of words that are `about` its owner.

    Raises:
        InvalidError: it is; the message says what would be better.
    """
    if len(_plain(password)) < SHORTEST:
        raise InvalidError(
            N_("Take at least %(least)d characters. A few words after each other are fine."),
            field="password",
            least=SHORTEST,
        )
    words = [*_words(about), *TRIED_FIRST]
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists of words take 12 MB, for a rare page

    score = zxcvbn(password[:_LOOKED_AT], user_inputs=words)["score"]
    if score < LEAST_SCORE or len(_without(words, password)) < LEAST_REST:
        raise InvalidError(
            N_(
                "This password is easy to guess. Take some words that have nothing to do with each"
                " other, or let your password manager make one."
            ),
            field="password",
        )


def digest(password: str) -> str:
    """Return what is kept of a password (Argon2id)."""
    return _hasher.hash(_plain(password))


def fits(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that was kept; takes as long if none was."""
    try:
        _hasher.verify(kept or _nobodys(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Tell whether a password was kept in a way that is no longer thought strong enough."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash(tokens.new())


def _plain(password: str) -> str:
    """Return a password as it is compared: one character may be written in two ways."""
    return unicodedata.normalize("NFKC", password)


def _words(about: Iterable[str]) -> Iterator[str]:
    for name in about:
        yield from (word for word in text.key(name).split() if len(word) >= SHORTEST_WORD)


def _without(words: Iterable[str], password: str) -> str:
    return re.sub("|".join(map(re.escape, words)), "", _plain(password).lower())
