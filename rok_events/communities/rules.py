"""Rules of communities: what one must have, without Flask or a database."""

from __future__ import annotations

from rok_events.core import colour, text
from rok_events.core.errors import InvalidError
from rok_events.core.text import N_

LONGEST_NAME = 200


def refuse_mistakes(slug: str, name: str, accent: str) -> None:
    """Refuse a community without an address, name or colour that works.

    Raises:
        InvalidError: one of them does not; the sentence says which.
    """
    if not slug or slug != text.slug(slug):
        raise InvalidError(
            N_("Write the address in small letters, digits and hyphens, such as rok-deventer."),
            field="slug",
        )
    if not 1 <= len(text.one_line(name)) <= LONGEST_NAME:
        raise InvalidError(
            N_("Give the network a name of at most %(most)s characters."),
            field="name",
            most=LONGEST_NAME,
        )
    if not accent.startswith("#") or not colour.is_hex(accent):
        raise InvalidError(
            N_("Write the colour as a hash and six digits, such as #0b6a63."), field="accent"
        )
