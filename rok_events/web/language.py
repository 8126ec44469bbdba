"""The language of a page: what the visitor chose, else what the browser prefers, else Dutch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, has_request_context, redirect, request
from flask_babel import Babel, get_locale

from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.web.access import public

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from flask.wrappers import Response

DEFAULT = "nl"
NAMES = {"nl": "Nederlands", "en": "English"}
COOKIE = "taal"
A_YEAR = 365 * 24 * 3600

# Browsers read two slashes, or a backslash, as the beginning of another site's address.
_LOCAL = re.compile(r"/(?!/)[^\s\\]*")

bp = Blueprint("language", __name__)


def init_app(app: Flask) -> None:
    """Let Flask-Babel ask here, and tell caches what the answer depends on."""
    Babel(app, locale_selector=choose, default_locale=DEFAULT, default_timezone="Europe/Amsterdam")
    app.register_blueprint(bp)

    @app.after_request
    def vary(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.update(("Accept-Language", "Cookie"))
        return response


def choose() -> str:
    """Return the code of the language for this request; commands speak Dutch."""
    if not has_request_context():
        return DEFAULT
    chosen = request.cookies.get(COOKIE)
    if chosen in NAMES:
        return chosen
    # Dutch first: English only for a browser that asks for it before Dutch.
    return request.accept_languages.best_match([DEFAULT, "en"], default=DEFAULT)


def current() -> str:
    """Return the code of the language in use: of the request, or forced for a mail."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in NAMES else DEFAULT


def local_path(address: str) -> str:
    """Return `address` if it is a path on this site, else the front page."""
    return address if _LOCAL.fullmatch(address) and address.isprintable() else "/"


def wanted() -> str | None:
    """Return the path of the page to go to afterwards, if `?naar=` names one of ours."""
    page = local_path(request.args.get("naar", ""))
    return None if page == "/" else page


@bp.get("/taal/<code>")
@public
def switch(code: str) -> ResponseReturnValue:
    """Remember a language in a cookie, and go back to the page."""
    if code not in NAMES:
        raise NotFoundError(N_("This site speaks Dutch and English."))
    answer = redirect(local_path(request.args.get("naar", "/")), 303)
    answer.set_cookie(
        COOKIE, code, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return answer
