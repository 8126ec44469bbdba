"""Sign-in sessions, on Flask-Security; its own pages stay shut, ours are in the views."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from flask import g, redirect, request, session, url_for
from flask_security import (
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    login_user,
    logout_user,
)

from rok_events.accounts import rules, sign_in_queries
from rok_events.accounts.models import Account, Grant
from rok_events.core import clock
from rok_events.db import db
from rok_events.web import access

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from rok_events.accounts.models import SignIn
    from rok_events.accounts.sign_in_actions import Arrival
    from rok_events.core.permissions import Permission

P = ParamSpec("P")

# What the cookie holds: the number of the row of this session, under the name that it had when the
# link was the session; or of one that waits for the second factor.
WHOLE = "sign_in_link"
HALF = "sign_in_half"
# The name of the provider where whoever is signed in can sign out too.
PROVIDER = "provider"
SECURITY = "/mijn-account/beveiliging"


class _Accounts(SQLAlchemyUserDatastore):
    """Finds whoever is signed in, with their roles and their session, in one query."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:  # noqa: ANN401, FBT001, FBT002 -- as Flask-Security has it
        if "fs_uniquifier" in by:
            found = sign_in_queries.find_signed_in(
                by["fs_uniquifier"], session.get(WHOLE, 0), clock.now()
            )
            g.signed_in = found
            return found.account if found else None
        return cast("Account | None", super().find_user(case_insensitive, **by))


def init_app(app: Flask) -> None:
    """Recognise visitors by Flask-Security, without its pages and its commands."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=rules.SESSION_IDLE,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    accounts = _Accounts(db, Account, Grant)  # type: ignore[arg-type]  # roles are read by us
    security = Security(app, accounts, register_blueprint=False)
    # A token in a header or an address would be a second way in; we give none out.
    security.login_manager.request_loader(lambda _request: None)
    # Only a page that asks who is there costs a query, and never the page that says that the
    # database is away: so nothing looks before each request, nor for each template.
    security.principal.identity_loaders.clear()
    processors = app.template_context_processors[None]
    processors[:] = [call for call in processors if call.__module__ != "flask_login.utils"]
    access.init_app(app, visitor)


def visitor() -> access.Visitor:
    """Return whoever is signed in, in one query; a stranger costs none.

    Who owes the site a second factor may do nothing until they have one.
    """
    # Flask-Login notes under this name who signed in.
    if "_user_id" not in session or not current_user.is_authenticated:
        return access.STRANGER
    account: Account = current_user
    name = account.name or account.email
    if g.signed_in.is_demanded and not g.signed_in.sign_in.is_strong:
        return access.Visitor(account.id, name, first=SECURITY)
    return access.Visitor(account.id, name, _grants(account))


def let_in(arrival: Arrival, naar: str | None = None) -> ResponseReturnValue:
    """Begin the session of whoever arrived, and lead on to `naar`; or ask for the second factor.

    The session keeps nothing of the one before. `naar` is a path of ours, or nothing.
    """
    session.clear()
    if not arrival.is_whole:
        session[HALF] = arrival.sign_in_id
        return redirect(url_for("second_factor.ask", naar=naar), HTTPStatus.SEE_OTHER)
    session.permanent = True
    session[WHOLE] = arrival.sign_in_id
    login_user(arrival.account)
    page = naar or rules.start_page(access.Visitor(grants=_grants(arrival.account)))
    return redirect(request.script_root + page, HTTPStatus.SEE_OTHER)


def current() -> SignIn | None:
    """Return how the visitor is signed in."""
    found = g.get("signed_in")
    return found.sign_in if found else None


def current_id() -> int | None:
    """Return the number of this session, if there is one."""
    found: int | None = session.get(WHOLE)
    return found


def half_id() -> int:
    """Return the number of what waits for a second factor in this browser; 0 if nothing does."""
    found: int = session.get(HALF, 0)
    return found


def provider() -> str | None:
    """Return the name of the provider where whoever is signed in can sign out too, if any."""
    found: str | None = session.get(PROVIDER)
    return found


def end() -> int | None:
    """Forget the session, and return its number, if there was one."""
    ended = current_id()
    logout_user()
    session.clear()
    return ended


def freshly(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Ask who proved long ago who they are to do so once more; stands under `signed_in`."""

    @wraps(view)
    def fresh(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return stale() or view(*args, **kwargs)

    return fresh


def stale() -> ResponseReturnValue | None:
    """Return where somebody goes who proved long ago who they are; nothing for who did just now."""
    sign_in = current()
    if sign_in is not None and rules.is_fresh(sign_in.proved_at, clock.now()):
        return None
    page = url_for("second_factor.ask_again", naar=access.here())
    return redirect(page, HTTPStatus.SEE_OTHER)


def _grants(account: Account) -> Mapping[int | None, frozenset[Permission]]:
    grants: dict[int | None, frozenset[Permission]] = {}
    for grant in account.grants:
        more = rules.PERMISSIONS[grant.role]
        grants[grant.community_id] = grants.get(grant.community_id, frozenset()) | more
    return grants
