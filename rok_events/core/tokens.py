"""Secrets that stand in links: unguessable, and stored as a digest where a leak would hurt."""

from __future__ import annotations

import hashlib
import secrets


def new() -> str:
    """Return a token of 160 random bits, 27 characters that need no escaping in an address."""
    return secrets.token_urlsafe(20)


def digest(token: str) -> str:
    """Return the SHA-256 of a token, 64 hexadecimal digits: what is stored instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()
