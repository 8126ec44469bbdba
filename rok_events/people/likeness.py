"""How alike the names of two organisations are, whatever the spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

CLOSE = 0.8
"""From here on, 1 being the same, one name may be a slip of the pen for another."""

PART = 0.9
"""What a name is worth that holds the whole of another: "GGD IJsselland Deventer"."""

PHRASES = {
    "centrum voor jeugd en gezin": "cjg",
    "gemeentelijke gezondheidsdienst": "ggd",
    "geestelijke gezondheidszorg": "ggz",
    "jeugdgezondheidszorg": "jgz",
    "maatschappelijk werk": "mdw",
    "maatschappelijk dienstverlening": "mdw",
    "maatschappelijke dienstverlening": "mdw",
}
"""What is written out, and its usual abbreviation."""

KINDS = {
    word: kind
    for kind, words in {
        "bibliotheek": "bibliotheek bieb",
        "consultatiebureau": "consultatiebureau cb",
        "cjg": "cjg",
        "gemeente": "gemeente gem",
        "ggd": "ggd",
        "ggz": "ggz",
        "hogeschool": "hogeschool hs",
        "huisarts": "huisarts huisartsen huisartsenpraktijk huisartspraktijk hap",
        "jgz": "jgz",
        "kinderopvang": "kinderopvang kinderdagverblijf kdv peuterspeelzaal psz peuteropvang",
        "kraamzorg": "kraamzorg",
        "mdw": "mdw",
        "school": "school basisschool obs cbs kbs bs",
        "verloskundige": "verloskundige verloskundigen verloskundigenpraktijk "
        "verloskundigepraktijk verloskunde",
        "welzijn": "welzijn welzijnswerk",
        "wijkteam": "wijkteam buurtteam swt",
        "ziekenhuis": "ziekenhuis zkh",
    }.items()
    for word in words.split()
}
"""Words that say what kind of organisation it is; two of different kinds are never the same."""

FILLERS = {
    *("afd", "afdeling", "bij", "de", "den", "der", "en", "het", "in", "locatie", "praktijk"),
    *("regio", "sociaal", "st", "t", "te", "van", "voor"),
}

_PHRASE = re.compile(rf"\b({'|'.join(PHRASES)})\b")


class Spelling(NamedTuple):
    """What a name comes down to: the kind of organisation, and the words that are its own."""

    kinds: frozenset[str]
    words: frozenset[str]
    rest: str


@lru_cache(maxsize=32_768)
def spelling(key: str) -> Spelling:
    """Return what the key of a name comes down to."""
    words = _PHRASE.sub(lambda found: PHRASES[found[0]], key).split()
    own = {word for word in words if word not in KINDS and word not in FILLERS}
    kinds = frozenset(KINDS[word] for word in words if word in KINDS)
    return Spelling(kinds, frozenset(own), " ".join(sorted(own)))


def likeness(a: Spelling, b: Spelling) -> float:
    """Return how alike two names are: 1.0 is the same, and 0.0 surely another organisation."""
    if a.kinds and b.kinds and a.kinds != b.kinds:
        return 0.0
    whole = fuzz.ratio(a.rest, b.rest) / 100
    if a.kinds != b.kinds:
        return PART * whole if a.words and b.words else 0.0
    holds = a.words <= b.words or b.words <= a.words
    return max(whole, PART) if holds and a.words and b.words else whole
