"""Rate limits: room for sixty colleagues behind one address, none for robots."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import request
from flask_limiter import Limiter

if TYPE_CHECKING:
    from flask import Flask

LINKS_PER_ORIGIN = "10 per minute; 60 per hour"
LINKS_PER_ADDRESS = "5 per 15 minutes"
SIGN_INS_PER_ORIGIN = "20 per minute; 200 per hour"
# Sixty colleagues behind one address, each with a mistake or three, in five minutes.
REGISTRATIONS_PER_ORIGIN = "240 per 5 minutes; 1000 per day"
# Whoever checks certificates has some on the desk; who guesses codes needs ages.
CHECKS_PER_ORIGIN = "60 per minute; 600 per hour"
# The same sixty, as they type.
SUGGESTIONS_PER_ORIGIN = "3000 per 5 minutes"
# The same sixty scan, and some scan again; whoever guesses codes gets nowhere with it.
CODES_PER_ORIGIN = "300 per 5 minutes"


def origin() -> str:
    """Return the address a request comes from; of IPv6 the network, as one house has 2^64."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


def typed_address() -> str:
    """Return the e-mail address in the form that was sent, however it is written."""
    return request.form.get("email", "").strip().lower()[:254]


# Without its store of counts the site goes on, and counts in each process by itself.
limiter = Limiter(key_func=origin, headers_enabled=True, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    """Count the requests to views that have a limit; no other view waits for it."""
    limiter.init_app(app)
    hooks = app.before_request_funcs[None]
    hooks[:] = [call for call in hooks if getattr(call, "__self__", None) is not limiter]
