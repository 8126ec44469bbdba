"""What proves who somebody is: codes of an authenticator, codes on paper, when a lock falls."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from datetime import datetime

DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 20
OFFER_LIFE = timedelta(hours=1)
RECOVERY_CODES = 10
RECOVERY_LENGTH = 16
# Letters and digits that nobody takes for one another, after Crockford.
RECOVERY_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOKALIKES = str.maketrans("oil", "011")

MOST_FAILURES = 10
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
FAILURES_LIFE = timedelta(days=1)


WRONG = N_("This code is not right, or it was used already. Take the one you see now.")
WRONG_ON_PAPER = N_("This recovery code is not right, or it was used already.")


class WrongCodeError(InvalidError):
    """No such code is good now; whether it ever was is not told."""

    def __init__(self, message: str = WRONG) -> None:
        super().__init__(message, field="code")


class LockedError(ConflictError):
    """Somebody tried too often; nobody gets in this way for a while."""

    def __init__(self) -> None:
        super().__init__(N_("That was tried too often. Wait for some time, or sign in otherwise."))


def code_at(secret: bytes, step: int) -> str:
    """Return the code of an authenticator in one step of time (RFC 4226 section 5.3, RFC 6238)."""
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(now: datetime) -> int:
    """Return the number of the half minute that a moment lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def matching_step(secret: bytes, code: str, now: datetime, after: int) -> int | None:
    """Return the step that a code belongs to; the one before and the one to come are good too.

    Only steps later than `after` count, so that no code works twice.
    """
    here = step_of(now)
    steps = [step for step in (here - 1, here, here + 1) if step > after]
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step), code)]
    return found[0] if found else None


def new_secret() -> bytes:
    """Return a secret for an authenticator."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """Return a secret as people type it: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_uri(secret: bytes, email: str, site: str) -> str:
    """Return the address that an authenticator reads from a QR code."""
    query = urlencode({"secret": written(secret).replace(" ", ""), "issuer": site}, quote_via=quote)
    return f"otpauth://totp/{quote(site)}:{quote(email)}?{query}"


def typed_code(given: str) -> str:
    """Return a code without what people put between its characters."""
    return "".join(char for char in given if char.isalnum()).lower()


def is_authenticator_code(code: str) -> bool:
    """Tell a code of an authenticator from one on paper."""
    return len(code) == DIGITS and code.isascii() and code.isdecimal()


def recovery_code() -> str:
    """Return a new code for on paper, in groups of four."""
    text = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
    return "-".join(text[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4))


def plain_recovery_code(code: str) -> str:
    """Return what two ways to write one code have in common."""
    return typed_code(code).translate(_LOOKALIKES)


def locked_until(failures: int, now: datetime) -> datetime | None:
    """Return until when nobody gets in after so many failures; each lock lasts twice as long."""
    locks, rest = divmod(failures, MOST_FAILURES)
    if rest or not locks:
        return None
    return now + min(FIRST_LOCK * (1 << min(locks - 1, 9)), LONGEST_LOCK)
