"""Rate limits: room for sixty colleagues behind one address, none for robots."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request
from flask_limiter import Limiter

LINKS_PER_ORIGIN = "10 per minute; 60 per hour"
LINKS_PER_ADDRESS = "5 per 15 minutes"
SIGN_INS_PER_ORIGIN = "20 per minute; 200 per hour"


def origin() -> str:
    """Return the address a request comes from; of IPv6 the network, as one house has 2^64."""
    given = request.remote_addr or "127.0.0.1"
    address = ip_address(given.partition("%")[0])
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return given


def typed_address() -> str:
    """Return the e-mail address in the form that was sent, however it is written."""
    return request.form.get("email", "").strip().lower()[:254]


# Without its store of counts the site goes on, and counts in each process by itself.
limiter = Limiter(key_func=origin, headers_enabled=True, in_memory_fallback_enabled=True)
