"""Secrets that must be read again: sealed with a key made from `SECRET_KEY`, for one purpose."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rok_events.web import signing

if TYPE_CHECKING:
    from datetime import timedelta


def seal(purpose: str, secret: bytes) -> str:
    """Return `secret` unreadable, to be opened for the same purpose only."""
    return _box(purpose).encrypt(secret).decode()


def unseal(purpose: str, sealed: str, most: timedelta | None = None) -> bytes | None:
    """Return what was sealed; `None` if it was not, or longer ago than `most`.

    What an older key sealed opens while that key is among `SECRET_KEY_FALLBACKS`.
    """
    ttl = int(most.total_seconds()) if most is not None else None
    try:
        return _box(purpose).decrypt(sealed.encode(), ttl)
    except InvalidToken:
        return None


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(key, purpose)) for key in reversed(signing.keys())])


def _key(secret_key: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derived.derive(secret_key.encode()))
