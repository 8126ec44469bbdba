"""Files that go along with letters: made when a letter leaves, and kept nowhere in the outbox.

    @enclosures.goes_with("certificate_issued")
    def enclose(about: str) -> Enclosure | None:

A room declares what goes with its letters of one purpose; `about` is what the letter tells of.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """A file: its name, in ASCII, its type such as `application/pdf`, and what is in it."""

    name: str
    kind: str
    content: bytes


Maker: TypeAlias = "Callable[[str], Enclosure | None]"

_makers: dict[str, Maker] = {}


def goes_with(purpose: str) -> Callable[[Maker], Maker]:
    """Declare how the file is made that goes along with letters of one purpose."""

    def declare(maker: Maker) -> Maker:
        _makers[purpose] = maker
        return maker

    return declare


def made_for(purpose: str, about: str) -> Enclosure | None:
    """Return the file that goes along with a letter, if there is one now.

    A letter whose file cannot be made leaves without: it says where the file can be had.
    """
    maker = _makers.get(purpose)
    try:
        return maker(about) if maker else None
    except Exception:  # one letter must not hold up those behind it
        log.exception("no enclosure for %s", purpose)
        return None
