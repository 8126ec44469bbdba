"""Whose personal pages this browser opened: who checks in with it need not say who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import session

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME, _MOST = "opened", 8


def note(registration_id: int) -> None:
    """Remember, in the signed cookie of this browser, that it opened a personal page."""
    others = [id_ for id_ in known() if id_ != registration_id]
    session[_NAME] = [registration_id, *others][:_MOST]


def known() -> Sequence[int]:
    """Return the numbers of the registrations whose page this browser opened, the last first."""
    found: list[int] = session.get(_NAME, [])
    return found
