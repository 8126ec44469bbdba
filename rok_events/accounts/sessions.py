"""Sign-in sessions, on Flask-Security; its own pages stay shut, ours are in `views`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import session
from flask_security import (
    Security,
    SQLAlchemyUserDatastore,
    current_user,
    login_user,
    logout_user,
)

from rok_events.accounts import queries, rules
from rok_events.accounts.models import Account, Grant
from rok_events.db import db
from rok_events.web import access

if TYPE_CHECKING:
    from flask import Flask

    from rok_events.core.permissions import Permission

LINK = "sign_in_link"  # the id of the link that began this session


class _Accounts(SQLAlchemyUserDatastore):
    """Finds whoever is signed in, with their roles and their session, in one query."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:  # noqa: ANN401, FBT001, FBT002 -- as Flask-Security has it
        if "fs_uniquifier" in by:
            return queries.find_signed_in(by["fs_uniquifier"], session.get(LINK, 0))
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
    """Return whoever is signed in, in one query; a stranger costs none."""
    # Flask-Login notes under this name who signed in.
    if "_user_id" not in session or not current_user.is_authenticated:
        return access.STRANGER
    account: Account = current_user
    grants: dict[int | None, frozenset[Permission]] = {}
    for grant in account.grants:
        more = rules.PERMISSIONS[grant.role]
        grants[grant.community_id] = grants.get(grant.community_id, frozenset()) | more
    return access.Visitor(account.id, account.name or account.email, grants)


def begin(account: Account, by_link: int) -> None:
    """Sign somebody in, in a session that keeps nothing of the one before."""
    session.clear()
    session.permanent = True
    session[LINK] = by_link
    login_user(account)


def link_id() -> int | None:
    """Return the id of the link that began this session, if there is one."""
    found: int | None = session.get(LINK)
    return found


def end() -> int | None:
    """Forget the session, and return the id of the link that began it, if there was one."""
    ended = link_id()
    logout_user()
    session.clear()
    return ended
