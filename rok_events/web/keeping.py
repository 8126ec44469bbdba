"""What a browser keeps of a page that works without connection, until somebody signs out there.

What is kept is sealed with a key that stands in a cookie: browsers drop that by themselves when its
time has come, also without connection, and then nobody can read what is left.
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

from flask import request

from rok_events.web import access, signing

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Response

PREFIX = "bewaard_"


def name(page: str) -> str:
    """Return the name of the cookie with the key of a page."""
    return PREFIX + page


def give_key(answer: Response, page: str, until: datetime) -> None:
    """Give the key of a page to the browser of whoever is signed in; the same one each time.

    So what waited on a phone can be read again by whoever signs in there anew, and by nobody else.
    """
    who = f"keeping:{access.visitor().account_id}:{page}"
    key = hmac.digest(signing.keys()[-1].encode(), who.encode(), "sha256")
    answer.set_cookie(
        name(page),
        base64.urlsafe_b64encode(key).decode(),
        expires=until,
        path=_path(),
        secure=request.is_secure,
        samesite="Strict",
    )


def forget(answer: Response) -> None:
    """Let the browser drop every key: what it keeps cannot be read any more."""
    for cookie in request.cookies:
        if cookie.startswith(PREFIX):
            answer.delete_cookie(cookie, path=_path())


def _path() -> str:
    return request.script_root or "/"
