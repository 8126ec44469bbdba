"""Domain errors and HTTP errors as pages, or as JSON for a script."""

from __future__ import annotations

import logging
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from rok_events.core.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from rok_events.core.text import N_
from rok_events.web import dates, language
from rok_events.web.access import STRANGER
from rok_events.web.requests import wants_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from rok_events.core.mistakes import Mistakes

log = logging.getLogger(__name__)

STATUS = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    ConflictError: HTTPStatus.CONFLICT,
    InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
}

TITLES = {
    HTTPStatus.BAD_REQUEST: N_("This request is not complete"),
    HTTPStatus.FORBIDDEN: N_("You may not come in here"),
    HTTPStatus.NOT_FOUND: N_("This page does not exist"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("This page does not exist"),
    HTTPStatus.CONFLICT: N_("This is not possible now"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("This file is too large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: N_("Something is not right yet"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("That was too often"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something went wrong here"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("We are out for a moment"),
}

MESSAGES = {
    HTTPStatus.BAD_REQUEST: N_("Go back, and try once more."),
    HTTPStatus.FORBIDDEN: N_("Ask the organiser of the network if you need to be here."),
    HTTPStatus.NOT_FOUND: N_("Perhaps the address has a typing error, or the page has gone."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_(
        "Perhaps the address has a typing error, or the page has gone."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("Choose a file of at most 20 MB."),
    HTTPStatus.TOO_MANY_REQUESTS: N_("Wait a few minutes, and try once more."),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Nothing was changed. Try again in a moment."),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Nothing was changed. Try again in a moment."),
}


def status_of(error: DomainError) -> HTTPStatus:
    """Return the HTTP status that says what the domain said."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def sentence(error: DomainError) -> str:
    """Return what the domain said, in the visitor's language."""
    return _said(error.message, error.values)


def told(mistakes: Mistakes) -> list[tuple[int, str, str]]:
    """Return what is wrong in a file as `components/mistakes.html` shows it."""
    return [(one.row, one.column, _said(one.message, one.values)) for one in mistakes.told]


def _said(message: str, values: Mapping[str, object]) -> str:
    written = {
        name: dates.brief(value, language.current()) if isinstance(value, date) else value
        for name, value in values.items()
    }
    return str(gettext(message, **written))


def init_app(app: Flask) -> None:
    """Answer every error with a page that says what happened and what to do now."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> ResponseReturnValue:
        return _page(status_of(error), sentence(error))

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> ResponseReturnValue:
        message = N_(
            "This form was open for too long. Go back, load the page again, and send it once more."
        )
        return _page(HTTPStatus.BAD_REQUEST, gettext(message))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.BAD_REQUEST:
            return error
        return _page(status)

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        log.error("database unavailable: %s", error.orig)
        return _page(HTTPStatus.SERVICE_UNAVAILABLE)


def _page(status: HTTPStatus, message: str | None = None) -> ResponseReturnValue:
    # The page must not ask a database that may be the trouble who the visitor is.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        g.visitor = STRANGER
    known = status if status in TITLES else HTTPStatus.BAD_REQUEST
    headers = {"Retry-After": "60"} if status in {429, 503} else {}
    if wants_json():
        return {"error": message or gettext(MESSAGES[known])}, int(status), headers
    page = render_template(
        "errors/error.html",
        status=int(status),
        title=gettext(TITLES[known]),
        message=message or gettext(MESSAGES[known]),
    )
    return page, int(status), headers
