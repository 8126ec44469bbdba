"""How a page lets the worker do something: start it for the visitor, and lead to its page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import redirect, url_for

from rok_events.db import transaction
from rok_events.web import access
from rok_events.work import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue


def begin(
    kind: str,
    title: str,
    arguments: Mapping[str, Any],
    *,
    community_id: int | None,
    payload: bytes | None = None,
) -> ResponseReturnValue:
    """Start work in a transaction of its own, and go where it can be followed."""
    with transaction():
        work = actions.start(
            kind,
            title,
            arguments,
            account_id=access.visitor().account_id,
            community_id=community_id,
            payload=payload,
        )
    return redirect(url_for("work.show", work_id=work.id), HTTPStatus.SEE_OTHER)
