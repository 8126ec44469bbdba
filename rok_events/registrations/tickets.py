"""The ticket of a registration: a code that lets its holder be checked in, and opens nothing else.

It names the registration and proves that we gave it out; whether its holder may come in, the
registration says. Twenty-four signs that QR codes write short, so that the squares are large.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

import segno

from rok_events.activities.rules import Setting
from rok_events.web import signing

if TYPE_CHECKING:
    from rok_events.registrations.models import Registration

PREFIX = "ROK:"
PIXELS = 6
"""How many a square of the picture has, across: more would make registering slower."""

_ID_BYTES, _STAMP_BYTES = 4, 8
_QUIET = 4  # squares of white around it, which readers look for (ISO/IEC 18004, 5.3.8)


def code(registration_id: int) -> str:
    """Return what stands in the ticket of a registration."""
    id_ = registration_id.to_bytes(_ID_BYTES, "big")
    known = base64.b32encode(id_ + _stamp(signing.keys()[-1], id_))
    return PREFIX + known.decode().rstrip("=")


def read(code: str) -> int | None:
    """Return the id of the registration that a ticket names; `None` if we did not give it out."""
    if not code.startswith(PREFIX) or not code.isascii():
        return None
    said = code.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(said + "=" * (-len(said) % 8))
    except binascii.Error:
        return None
    id_, stamp = raw[:_ID_BYTES], raw[_ID_BYTES:]
    known = signing.keys()
    is_ours = any(hmac.compare_digest(stamp, _stamp(key, id_)) for key in known)
    return int.from_bytes(id_, "big") if is_ours else None


def at_the_door(registration: Registration) -> str:
    """Return the ticket as an address that holds its picture; none where there is no door."""
    if registration.activity.setting is Setting.ONLINE:
        return ""
    return _picture(code(registration.id))


# Who registers sees at once what also goes along with the mail.
@lru_cache(maxsize=128)
def _picture(code: str) -> str:
    # Looking for the best of eight patterns takes eight times as long; readers take any.
    made = segno.make_qr(code, error="q", mask=3, boost_error=False)
    return made.png_data_uri(scale=PIXELS, border=_QUIET, dark="black", light="white")


def _stamp(key: str, id_: bytes) -> bytes:
    return hmac.digest(key.encode(), b"ticket:" + id_, "sha256")[:_STAMP_BYTES]
