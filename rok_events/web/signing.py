"""Signed values that stand in links: nobody can make or change one, and they grow old."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

if TYPE_CHECKING:
    from datetime import timedelta


def sign(purpose: str, value: str) -> str:
    """Return `value`, readable and signed, to be read again for the same purpose only."""
    return _signer(purpose).dumps(value)


def read(purpose: str, token: str, most: timedelta) -> str | None:
    """Return the value that was signed; `None` if it was not, or longer ago than `most`."""
    try:
        return cast("str", _signer(purpose).loads(token, max_age=int(most.total_seconds())))
    except BadData:
        return None


def keys() -> list[str]:
    """Return the keys of the site: those of before first, the one that signs now last."""
    config = current_app.config
    return [*reversed(config.get("SECRET_KEY_FALLBACKS") or ()), config["SECRET_KEY"]]


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys(), salt=purpose)
