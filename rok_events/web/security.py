"""Headers that keep pages to themselves: content security policy with nonce, and the rest."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from flask import g, request

if TYPE_CHECKING:
    from flask import Flask
    from flask.wrappers import Response

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
POWERS = "camera=({camera}), microphone=(), geolocation=(), interest-cohort=()"


def nonce() -> str:
    """Return this request's nonce for scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast("str", g.nonce)


def let_film() -> None:
    """Let the page of this request use the camera."""
    g.may_film = True


def init_app(app: Flask) -> None:
    """Send the headers with every answer, and give templates `csp_nonce()`."""
    app.jinja_env.globals["csp_nonce"] = nonce

    @app.after_request
    def headers(response: Response) -> Response:
        send = response.headers.setdefault
        send("Content-Security-Policy", POLICY.format(nonce=nonce()))
        send("X-Content-Type-Options", "nosniff")
        # The address of a personal page is a secret: no other site may read it in a referrer.
        send("Referrer-Policy", "same-origin")
        send("Cross-Origin-Opener-Policy", "same-origin")
        send("Permissions-Policy", POWERS.format(camera="self" if g.get("may_film") else ""))
        if request.is_secure:
            send("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if g.get("is_private"):
            response.headers["Cache-Control"] = "no-store"
            send("X-Robots-Tag", "noindex")
        return response
