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


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=purpose)
