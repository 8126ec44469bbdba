"""Showing a mail to an organiser without the keys in it.

Whoever opens a personal link acts for the person it was sent to: so the words of a mail are shown
with the secret part of each such link left out.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
GAP = "…"


def masked(words: str) -> str:
    """Return what a mail says, without what opens a page that is only for its reader."""
    return _ADDRESS.sub(lambda found: _masked(found.group()), words)


def _masked(url: str) -> str:
    """Return an address as everybody may see it; of our own what is unknown is left out."""
    own = urlsplit(current_app.config["PUBLIC_URL"])
    parts = urlsplit(url)
    if parts.netloc != own.netloc:
        return url
    path = parts.path.removeprefix(own.path)
    site = f"{own.scheme}://{own.netloc}{own.path}"
    try:
        endpoint, values = current_app.url_map.bind(own.netloc).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return f"{site}/{GAP}"
    view = current_app.view_functions[endpoint]
    if view.__dict__.get("access") != "by_link":
        return f"{site}{path}"
    for secret in values.values():
        path = path.replace(str(secret), GAP)
    return f"{site}{path}"
